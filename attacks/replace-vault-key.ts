import { appendLedger, readSealedKeys, type SealedKey } from '@postern/contract';
import { mustBeOk, toBase64Url } from '@postern/core';
import { drawSecret, type VaultKey, wrapVaultKey } from '@postern/crypto';
import { findMember } from '@postern/ledger';
import { until } from '../packages/client/test/people.ts';
import { invite } from '../packages/client/test/team.ts';
import type { Scene } from './harness/attack.ts';
import { aColleague, type Colleague } from './scene/colleague.ts';
import { loginOf, mayasPlace, type Place } from './scene/mayas-place.ts';
import { bytesOf, readSaved } from './scene/relayed-keys.ts';
import { memberOf, takeKeys } from './scene/rogue-events.ts';

export interface Replaced extends Place {
  readonly leo: Colleague;
  /** What Leo saves in the vault once its key was replaced, and what the attacker reads of it. */
  readonly saveAndRead: () => Promise<{
    readonly added: { readonly ok: boolean; readonly code?: string };
    readonly saved: string;
    readonly read: string | undefined;
  }>;
}

/**
 * Leo edits Maya's vault, which gets its next key. Of that one he is given another than everybody else: the server
 * exchanges what it relays to him, or `by` the granter, Maya, sealed it so.
 */
export async function replaceVaultKey(scene: Scene, by: 'server' | 'granter'): Promise<Replaced> {
  const line = by === 'server' ? scene.misbehave() : scene.watch();
  const mayas = by === 'server' ? scene.watch() : scene.misbehave();
  const place = await mayasPlace(scene, mayas);
  const { desk, vault } = place;
  const leo = await aColleague(place, 'leo', { grants: [{ vault, given: 'editor' }] }, line);
  const insider = await takeKeys(leo);
  const { state } = insider;
  const member = memberOf(insider);
  const drawn = drawSecret<VaultKey>();
  const recipient = `member:${member}` as const;
  const context = { epoch: 2, granter: state.owner, org: state.organization, recipient, vault };
  const publicKey = bytesOf(findMember(state, member)?.keys.sealingKeyB64);
  const sealed = toBase64Url((await wrapVaultKey(publicKey, context, drawn)) ?? new Uint8Array());
  const exchanged = <One extends { readonly sealedKeys: readonly SealedKey[] }>(answer: One) => ({
    ...answer,
    sealedKeys: answer.sealedKeys.map((one) =>
      one.subject === vault && one.epoch === 2 && one.recipient === recipient ? { ...one, sealed } : one,
    ),
  });
  if (by === 'server') line.alter(readSealedKeys, exchanged);
  else mayas.alterRequest(appendLedger, (body) => exchanged(body as { sealedKeys: SealedKey[] }));

  // An invitation that is revoked could have opened the vault: it gets its next key.
  const nina = await invite(desk, 'nina@northwind.example', { grants: [{ vault, given: 'reader' }] });
  mustBeOk(await desk.client.administration.invitations.revoke([nina.invite]));
  const { entered } = desk.client.snapshot();
  await until(
    leo.desk.client,
    (snapshot) =>
      snapshot.alarm !== undefined || snapshot.entered?.open?.ledgerSeq === entered?.open?.ledgerSeq,
  );
  const saved = scene.plant("the bank's password", 'osprey-41-lantern');
  return {
    ...place,
    leo,
    saveAndRead: async () => {
      const added = await leo.desk.client.vault.addEntry(vault, loginOf('Bank', { password: saved }));
      const read = added.ok ? await readSaved(line, { key: drawn, epoch: 2 }, { state, vault }) : undefined;
      return { added, saved, read };
    },
  };
}
