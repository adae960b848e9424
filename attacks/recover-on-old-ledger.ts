import { beginRecoveryProof, readLedger, readRecovery, readRecoveryKeys } from '@postern/contract';
import { mustBeOk, toBase64Url } from '@postern/core';
import { parseRecoveryCode, recoveryKeysOf, wrapVaultKey } from '@postern/crypto';
import { backUp } from '../packages/client/test/back-up.ts';
import { readPrintedTexts, until } from '../packages/client/test/people.ts';
import { memberOf as memberView } from '../packages/client/test/team.ts';
import type { Scene } from './harness/attack.ts';
import { makeOrganization } from './replace-organization.ts';
import { aColleague } from './scene/colleague.ts';
import { beginAnew } from './scene/lost-keys.ts';
import { addEntry, address, loginOf, mayasPlace } from './scene/mayas-place.ts';
import { openRelayedKey, readSaved } from './scene/relayed-keys.ts';
import { takeKeys } from './scene/rogue-events.ts';

/** Makes a new kit and confirms it; its code. */
async function newKit({ desk: { client } }: Pick<Awaited<ReturnType<typeof mayasPlace>>, 'desk'>) {
  const kit = mustBeOk(await client.organization.makeKit(address));
  const groups = (await readPrintedTexts(kit.pdf)).filter((text) => /^[0-9A-HJKMNP-TV-Z]{6}$/.test(text));
  mustBeOk(await client.organization.confirmKit(address, groups[kit.askedGroup - 1] ?? ''));
  return groups.join('-');
}

/**
 * Leo edited Maya's vault and works with the server, which keeps everything as it was then. Once she has removed him and
 * lost all but the kit, it puts that back: the ledger she recovers on ends before the removal, and nothing of it is false.
 */
export async function recoverOnOldLedger(scene: Scene) {
  const place = await mayasPlace(scene, scene.watch());
  const { evil, desk, vault, server } = place;
  const code = scene.plant('the recovery code', await newKit(place));
  await addEntry(place, loginOf('Shop'));
  const leo = await aColleague(place, 'leo');
  const { people, vaultAccess } = desk.client.administration;
  const { id } = await memberView(desk, leo.email);
  mustBeOk(await vaultAccess.grant(vault, [{ grantee: { kind: 'member', id }, given: 'editor' }]));
  const { keys, state } = await takeKeys(leo);
  const putBack = await backUp(server);
  mustBeOk(await people.remove([id]));
  await desk.client.close();
  await leo.desk.client.close();
  await putBack();
  await server.restart();

  const device = await beginAnew(place, place.email);
  const { account } = device.client;
  mustBeOk(await account.beginRecovery(address));
  mustBeOk(await account.identifyOrganization(state.organization));
  mustBeOk(await account.recoverOrganization(code, { address: false, secondFactor: false }));
  await until(device.client, ({ entered }) => entered?.open?.counts.all === 1);
  const about = { state, vault, recipient: `member:${id}` };
  return {
    ...place,
    device,
    leo: { ...leo, id },
    /** What Leo reads of what Maya saves next, with a key that she gave him. */
    read: async () => {
      const given = await openRelayedKey(evil, keys.sealing, about);
      return given && (await readSaved(evil, given, about));
    },
  };
}

/**
 * Maya has lost all but the kit. At the owner's door the server shows an organization of its own, with her as its owner and
 * with her true kit, at the address of hers; she does not know that device, and it does not know her organization. Where it
 * lies `once`, it asks for the kit as it should, says the right id when it is asked a second time, and shows its own
 * organization once the code is typed.
 */
export async function recoverOnLookAlike(scene: Scene, lies: 'once' | 'always') {
  const place = await mayasPlace(scene, scene.misbehave().keep(readLedger));
  const { desk, evil } = place;
  const code = scene.plant('the recovery code', await newKit(place));
  const { organization: id } = mustBeOk(await desk.client.organization.evidence());
  // Their public halves stand in the ledger.
  const { signing, sealing } = await recoveryKeysOf(mustBeOk(parseRecoveryCode(code)));
  const kit = { signingKey: toBase64Url(signing.publicKey), sealingKey: toBase64Url(sealing.publicKey) };
  const made = await makeOrganization(place, address, kit);
  const { organization: org } = made;
  const recipient = 'recovery:2' as const;
  const granter = made.sealedKey.granter;
  const context = { epoch: 1, granter, org, recipient, vault: made.vault };
  const sealed = await wrapVaultKey(sealing.publicKey, context, made.key);
  await desk.client.close();
  const device = await beginAnew(place, place.email);
  const eventsFrom = (url: URL) => made.events.slice(Number(url.searchParams.get('from')));
  if (lies === 'once') {
    evil
      .alter(beginRecoveryProof, (answer) => ({ ...answer, organization: org }), { times: 1 })
      .alter(readRecovery, (answer, { url }) => ({ ...answer, events: eventsFrom(url), more: false }));
  } else {
    evil
      .drop(readRecovery, ({ url }) => ({ events: eventsFrom(url), more: false, address: null }))
      .drop(readRecoveryKeys, () => ({
        sealedKeys: [{ ...made.sealedKey, recipient, sealed: toBase64Url(sealed ?? new Uint8Array()) }],
        heads: {},
      }));
  }
  return { ...place, device, code, id, made: org };
}
