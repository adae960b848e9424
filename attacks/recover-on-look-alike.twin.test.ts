import { recoverOrganization } from '@postern/contract';
import { fromBase64Url, mustBeOk, ok } from '@postern/core';
import { parseEvent } from '@postern/ledger';
import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { recoverOnLookAlike } from './recover-on-old-ledger.ts';
import { address } from './scene/mayas-place.ts';
import { sentIn } from './scene/own-ledger.ts';

vi.mock('../packages/client/src/recovery/read-at-door.ts', async (actual) => ({
  ...(await actual<typeof import('../packages/client/src/recovery/read-at-door.ts')>()),
  checkIdStart: () => ok(),
}));

twin(['X1', 'X13'], 'the organization’s id on the kit', async (scene) => {
  const { device, evil, code, id, made } = await recoverOnLookAlike(scene, 'always');
  const { account } = device.client;
  mustBeOk(await account.beginRecovery(address));
  mustBeOk(await account.identifyOrganization(id));
  await account.recoverOrganization(code, { address: false, secondFactor: false });
  const sent = evil.received.find(({ endpoint }) => endpoint?.name === recoverOrganization.name);
  if (sent === undefined) return '';
  const event = mustBeOk(parseEvent(fromBase64Url(sentIn(sent).event as string) ?? new Uint8Array()));
  expect(event.payload).toMatchObject({ type: 'recover', by: 'recovery', org: made });
  return "Maya's return, signed with her kit, to an organization of the server's";
});
