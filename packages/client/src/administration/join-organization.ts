import { joinOrganization, readInvitationKeys, type SealedKey } from '@postern/contract';
import {
  type GroupId,
  type MemberId,
  newId,
  ok,
  type Result,
  refuse,
  toBase64Url,
  type VaultId,
} from '@postern/core';
import {
  type GroupKeySeed,
  hashB64,
  type InvitationKeys,
  invitationKeysOf,
  type KeyRecipient,
  type KeyringItem,
  ObjectType,
  secretWithWords,
  signJoinProof,
  signObject,
  unwrapGroupKey,
  unwrapVaultKey,
  type VaultKey,
} from '@postern/crypto';
import {
  draftEvent,
  findGroup,
  findVault,
  type LedgerEvent,
  type LedgerState,
  verifyChain,
} from '@postern/ledger';
import { bytesOfWire } from '../account/key-storage-wire.ts';
import { withAddressTurned, withKeys, withLedgerHead } from '../account/merge-account-state.ts';
import type { ClientCore } from '../client-core.ts';
import { confirmedBatch } from '../organization/device-confirmation.ts';
import { findOrganizationAt } from '../organization/find-organization-at.ts';
import { keptLedgerBatch } from '../organization/ledger-records.ts';
import { type KeySource, sealRequiredKeys } from '../organization/seal-required-keys.ts';
import { type ReadInvitation, readInvitation } from './read-invitation.ts';

const attempts = 6;

/** Joins by an invitation. Who loses a race with another change of the ledger reads on and signs again. */
export async function joinByInvitation(
  core: ClientCore,
  first: ReadInvitation,
  words: readonly string[] | undefined,
  known: 'was given up' | undefined,
): Promise<Result<{ readonly address: string; readonly waits: boolean }>> {
  const free = known === 'was given up' ? ok() : await checkAddress(core, first.state);
  if (!free.ok) return free;
  const keys = await openSecret(first, words);
  if (!keys.ok) return keys;
  const member = newId<MemberId>();
  let read = first;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const joined = await joinOnce(core, read, keys.value, { member, known });
    if (joined.ok) return joined;
    if (joined.code !== 'head_moved') return joined;
    const again = await readInvitation(core, read.link, read);
    if (!again.ok) return again;
    read = again.value;
  }
  return refuse('head_moved');
}

/**
 * DEFENCE against a founder and a server who give an organization the address of one that the account knows (attack row
 * BW08): what is typed there would reach either. `address_known_otherwise`; that the other was given up, only a person knows.
 */
async function checkAddress(
  core: ClientCore,
  { address, organization }: LedgerState,
): Promise<Result<undefined>> {
  const account = core.account();
  if (!account.ok) return account;
  // Another device of the account may have founded or joined something there a moment ago.
  const refreshed = await account.value.state.refresh();
  if (!refreshed.ok) return refreshed;
  const known = findOrganizationAt(account.value.state.current(), address);
  if (known === undefined || known.org === organization) return ok();
  return refuse('address_known_otherwise', { params: { slug: address } });
}

/**
 * The invitation's keys, which must be those that the ledger names: `words_wrong` where words complete the secret, else
 * `invitation_link_wrong`. So the server can neither exchange the secret nor have the words tried on a key of its own.
 */
async function openSecret(
  { link, invitation, state }: ReadInvitation,
  words: readonly string[] | undefined,
): Promise<Result<InvitationKeys>> {
  const context = { org: state.organization, invite: invitation.id };
  const byWords = invitation.delivery === 'words';
  if (byWords && words === undefined) return refuse('words_wrong', { field: '/words' });
  const secret = byWords ? await secretWithWords(link.secret, (words ?? []).join(' ')) : link.secret;
  const keys = await invitationKeysOf(secret, context);
  const same =
    toBase64Url(keys.signing.publicKey) === invitation.keys?.signingKeyB64 &&
    toBase64Url(keys.sealing.publicKey) === invitation.keys.sealingKeyB64;
  if (same) return ok(keys);
  return byWords ? refuse('words_wrong', { field: '/words' }) : refuse('invitation_link_wrong');
}

async function joinOnce(
  core: ClientCore,
  { link, invitation, state, events, hashes }: ReadInvitation,
  invitationKeys: InvitationKeys,
  { member, known }: { readonly member: MemberId; readonly known: 'was given up' | undefined },
): Promise<Result<{ readonly address: string; readonly waits: boolean }>> {
  const account = core.account();
  if (!account.ok) return account;
  const { organization: org } = state;
  const { keys } = account.value.opened;
  const proof = await signJoinProof(invitationKeys, {
    account: keys.account,
    email: invitation.email,
    invite: invitation.id,
    member,
    org,
    statementHash: keys.statement.hash,
  });
  const about = { params: { organization: org }, body: { event: link.event } };
  const waits = invitation.delivery === 'mail';
  const served = waits
    ? ok({ sealedKeys: [] })
    : await core.api.call(readInvitationKeys, {
        ...about,
        body: { ...about.body, member, proof: toBase64Url(proof) },
      });
  if (!served.ok) return served;
  const payload: LedgerEvent = draftEvent(
    state,
    member,
    'join',
    {
      account: keys.account,
      email: invitation.email,
      invite: invitation.id,
      inviteSignature: toBase64Url(proof),
      member,
      statement: toBase64Url(keys.statement.bytes),
    },
    core.clock.nowMs(),
  );
  const join = await signObject(ObjectType.ledgerEvent, keys.signing, payload);
  const verified = await verifyChain(state, [join]);
  if (!verified.ok) return verified;
  const after = verified.value.state;
  const opened: KeyringItem[] = [];
  const source = invitedKeys(
    after,
    `invite:${invitation.id}`,
    invitationKeys,
    served.value.sealedKeys,
    opened,
  );
  const sealedKeys = await sealRequiredKeys(after, payload, member, source);
  if (!sealedKeys.ok) return sealedKeys;
  const joined = await core.api.call(joinOrganization, {
    ...about,
    body: { ...about.body, join: toBase64Url(join), sealedKeys: [...sealedKeys.value] },
  });
  if (!joined.ok) return joined;
  if (joined.value.head.hash !== after.head.hash) return refuse('ledger_fork');
  const read = { state: after, events: [...events, join], hashes: [...hashes, hashB64(join)] };
  await takeUp(core, read, opened, { vouchedFor: !waits, known });
  return ok({ address: after.address, waits });
}

/**
 * The keys that were sealed to the invitation. INVARIANT: each is compared with the commitment in the verified ledger
 * before it is sealed again (attack rows X19, X20).
 */
function invitedKeys(
  state: LedgerState,
  recipient: KeyRecipient,
  { sealing }: InvitationKeys,
  served: readonly SealedKey[],
  opened: KeyringItem[],
): KeySource {
  const { organization: org } = state;
  const candidates = (subject: string, epoch: number) =>
    served.filter((one) => one.subject === subject && one.epoch === epoch && one.recipient === recipient);
  const vaultKey = async (vault: VaultId, epoch: number): Promise<Result<VaultKey>> => {
    const commit = findVault(state, vault)?.epochs.find((one) => one.epoch === epoch)?.commit;
    if (commit === undefined) return refuse('vault_not_found');
    for (const one of candidates(vault, epoch)) {
      const context = { epoch, granter: one.granter as MemberId, org, recipient, vault };
      const key = await unwrapVaultKey(sealing, context, commit, bytesOfWire(one.sealed));
      if (key === undefined) continue;
      opened.push({ kind: 'vault', org, vault, epoch, key });
      return ok(key);
    }
    return refuse('keys_missing');
  };
  const groupKey = async (group: GroupId, epoch: number): Promise<Result<GroupKeySeed>> => {
    const known = findGroup(state, group);
    const commit = known?.epochs.find((one) => one.epoch === epoch)?.commit;
    if (known === undefined || commit === undefined) return refuse('group_not_found');
    const publicKey = epoch === known.epochs.length ? bytesOfWire(known.publicKeyB64) : null;
    for (const one of candidates(`group:${group}`, epoch)) {
      const context = { epoch, granter: one.granter as MemberId, group, org, recipient };
      const key = await unwrapGroupKey(sealing, context, { commit, publicKey }, bytesOfWire(one.sealed));
      if (key === undefined) continue;
      opened.push({ kind: 'group', org, group, epoch, key });
      return ok(key);
    }
    return refuse('keys_missing');
  };
  return { vaultKey, groupKey, organizationKey: async () => refuse('keys_missing') };
}

/** Keeps the verified ledger on this device, and lets the account's own state vouch for the organization from now on. */
async function takeUp(
  core: ClientCore,
  { state, events, hashes }: Pick<ReadInvitation, 'state' | 'events' | 'hashes'>,
  opened: readonly KeyringItem[],
  { vouchedFor, known }: { readonly vouchedFor: boolean; readonly known: 'was given up' | undefined },
): Promise<void> {
  const account = core.account();
  if (!account.ok) return;
  const { store, state: keeper } = account.value;
  const { organization: org, address, head } = state;
  await store.write(keptLedgerBatch(org, { state, hashes }, events));
  // Link or words came another way than by this server, and led to an event of this very history.
  if (vouchedFor) await store.write(confirmedBatch(org, head.seq));
  // INVARIANT: by an invitation no address is turned from an organization that the account knows, but by the person's word.
  const withHead = known === 'was given up' ? withAddressTurned : withLedgerHead;
  const vouched = await keeper.change((before) =>
    withKeys(withHead(before, { ...head, address, org }), opened),
  );
  if (!vouched.ok) core.raise(vouched);
}
