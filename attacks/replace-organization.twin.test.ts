import { writeVault } from '@postern/contract';
import { fromBase64Url, ok } from '@postern/core';
import { deriveVaultKeys, openBody } from '@postern/crypto';
import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { replaceOrganization } from './replace-organization.ts';
import { loginOf } from './scene/mayas-place.ts';

vi.mock('../packages/client/src/organization/judge-served-ledger.ts', () => ({
  judgeServedLedger: () => ok('ahead'),
}));

twin('BW09', 'the id that is the hash of genesis', async (scene) => {
  const { device, entered, evil, key, organization, vault } = await replaceOrganization(scene);
  expect(entered).toMatchObject({ ok: true, value: { allowed: true } });

  await device.client.vault.addEntry(vault, loginOf('Bank', { password: 'osprey-41-lantern' }));
  const write = evil.received.findLast(({ endpoint }) => endpoint?.name === writeVault.name);
  const { changes } = JSON.parse(Buffer.from(write?.body ?? []).toString('utf8'));
  const [{ entry, revision, body }] = changes;
  const keys = await deriveVaultKeys(key, { epoch: 1, org: organization, vault });
  const opened = await openBody(keys, { entry, revision }, fromBase64Url(body) ?? new Uint8Array());
  expect(opened?.password).toBe('osprey-41-lantern');
  return 'what Maya saves next, opened';
});
