import { readLedger, readSealedKeys } from '@postern/contract';
import {
  fromBase64Url,
  mustBeOk,
  newId,
  type OrganizationId,
  toBase64Url,
  type VaultId,
} from '@postern/core';
import {
  commitVaultKey,
  createAccountKeys,
  drawSecret,
  ObjectType,
  signObject,
  type VaultKey,
  wrapVaultKey,
} from '@postern/crypto';
import { parseKeyStatement } from '@postern/crypto/public';
import { draftEvent, type LedgerEvent, parseEvent, verifyChain } from '@postern/ledger';
import { TestMember } from '../apps/server/test/support/test-member.ts';
import type { Scene } from './harness/attack.ts';
import { address, mayasNewDevice, mayasPlace, type Place } from './scene/mayas-place.ts';
import { tellAccountState } from './scene/tell-account-state.ts';

/**
 * Once Maya has founded Northwind, the server puts an organization of its own in its place: same address, same name, Maya
 * as its owner, under keys that the server drew; and in it a personal vault whose key the server knows. A new device of
 * Maya's is shown that one from its first event on.
 */
export async function replaceOrganization(scene: Scene) {
  const place = await mayasPlace(scene, scene.misbehave().keep(readLedger));
  await tellAccountState(place);
  const made = await makeOrganization(place);
  const device = await mayasNewDevice(place);
  place.evil
    .alter(readLedger, (_answer, { url }) => ({
      events: made.events.slice(Number(url.searchParams.get('from'))),
      more: false,
    }))
    .alter(readSealedKeys, () => ({ sealedKeys: [made.sealedKey] }));
  return { ...place, ...made, device, entered: await device.client.organization.enter(address) };
}

/**
 * An organization with Maya as its owner under keys that the server drew: in the place of the one at her address, or at
 * another. All that this takes is public: Maya's genesis event, with her account and her sealing key in it.
 */
export async function makeOrganization(
  { evil, desk }: Place,
  at: string = address,
  /** The public halves of another kit, that counts after the server's own: those of Maya's are in her ledger. */
  kit?: { readonly signingKey: string; readonly sealingKey: string },
) {
  const [first] = evil.kept(readLedger);
  const { events } = JSON.parse(Buffer.from(first?.body ?? []).toString('utf8')) as { events: string[] };
  const genesis = mustBeOk(parseEvent(bytesOf(events[0])));
  if (genesis.payload.type !== 'genesis') throw new Error('a ledger that does not begin with its genesis');
  const { owner } = genesis.payload.body;
  const maya = mustBeOk(await parseKeyStatement(bytesOf(owner.statement)));

  const atMs = genesis.payload.at;
  const keys = await createAccountKeys(owner.account, atMs);
  const founder = { ...owner, keys, token: '', session: newId() } as never;
  const founding = await TestMember.draftFounding(founder, at, atMs);
  let state = mustBeOk(await verifyChain(null, [founding.genesis])).state;
  const replaced = desk.client.snapshot().organizations[0]?.id as OrganizationId;
  // In the place of the real one it goes by its id; where a kit is asked for, it stands for itself.
  const organization = at === address && kit === undefined ? replaced : state.organization;
  const vault = newId<VaultId>();
  const key = drawSecret<VaultKey>();
  const commit = await commitVaultKey(key, { epoch: 1, org: organization, vault });
  const member = state.owner;
  const chain = [founding.genesis];
  const append = async (payload: LedgerEvent) => {
    const bytes = await signObject(ObjectType.ledgerEvent, keys.signing, payload as never);
    state = mustBeOk(await verifyChain(state, [bytes])).state;
    chain.push(bytes);
  };
  const { signingKey, sealingKey } = keys.statement;
  const own = { signingKey: toBase64Url(signingKey), sealingKey: toBase64Url(sealingKey) };
  for (const [at, one] of [own, ...(kit ? [kit] : [])].entries()) {
    await append(draftEvent(state, member, 'recovery_rotate', { version: at + 1, ...one }, atMs));
  }
  const grants = [{ member, role: 'manager' as const }];
  const body = { commit, epoch: 1, grants, kind: 'personal' as const, vault };
  await append(draftEvent(state, member, 'vault_create', body, atMs));

  const recipient = `member:${member}` as const;
  const context = { epoch: 1, granter: member, org: organization, recipient, vault };
  const sealed = await wrapVaultKey(maya.sealingKey, context, key);
  return {
    organization,
    vault,
    key,
    events: chain.map((bytes) => toBase64Url(bytes)),
    sealedKey: {
      subject: vault,
      epoch: 1,
      recipient,
      granter: member,
      sealed: toBase64Url(sealed ?? new Uint8Array()),
    },
  };
}

function bytesOf(text = '') {
  return fromBase64Url(text) ?? new Uint8Array();
}
