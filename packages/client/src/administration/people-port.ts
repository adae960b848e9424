import { type IpRange, type MemberId, ok, type Result, refuse, toBase64Url } from '@postern/core';
import {
  commitOrganizationKey,
  drawSecret,
  type OrganizationKeySeed,
  sealingKeyPairFromSeed,
} from '@postern/crypto';
import { findMember } from '@postern/ledger';
import type { ClientCore } from '../client-core.ts';
import type { DraftedEvent } from '../organization/append-events.ts';
import { renewKeys } from '../organization/renew-keys.ts';
import { confirmEvent } from '../relink/handed-over.ts';
import { areWordsOf } from '../words/are-words-of.ts';
import { type Administered, changeLedger, readAdministered, readyToAppend } from './administered.ts';
import { changeEach } from './change-each.ts';
import { reportLeaver } from './leaver-report.ts';
import { listMembers, signingKeyOf } from './list-members.ts';
import { namesHere, vaultNamesHere } from './names-here.ts';
import { noteEnds } from './note-ends.ts';
import { parseRanges } from './parse-ranges.ts';
import type { LeaverReport, Outcome, PeoplePort } from './port.ts';
import { readHistory } from './read-history.ts';

/** Members: what the ledger says of them, and what changes it. */
export function createPeoplePort(core: ClientCore): PeoplePort {
  const each = async (
    members: readonly MemberId[],
    eventFor: (member: MemberId) => DraftedEvent,
  ): Promise<Result<readonly Outcome<MemberId>[]>> => {
    const changed = await changeEach(core, [...new Set(members)], eventFor);
    if (!changed.ok) return changed;
    await noteEnds(core);
    return ok(changed.value.outcomes);
  };
  const one = async (event: DraftedEvent): Promise<Result<undefined>> => {
    const changed = await changeLedger(core, async () => ok({ events: [event] }));
    return changed.ok ? ok() : changed;
  };
  const report = (administered: Administered, member: MemberId) =>
    reportLeaver(
      administered,
      member,
      vaultNamesHere(administered),
      async (scope, query) => (await core.entered?.vaults?.port.listEntries(scope, query)) ?? [],
    );

  return {
    list: async (removedToo = false) => {
      const read = await readAdministered(core);
      if (!read.ok) return read;
      const { groups } = await namesHere(read.value);
      return ok(listMembers(read.value, groups, removedToo, core.clock.nowMs()));
    },
    history: async (member) => {
      const read = await readAdministered(core);
      if (!read.ok) return read;
      return ok(readHistory(read.value, member, await namesHere(read.value)));
    },
    disable: (members) => each(members, (member) => ({ type: 'disable', body: { heads: [], member } })),
    enable: (members) => each(members, (member) => ({ type: 'enable', body: { member } })),
    remove: async (members) => {
      const read = await readAdministered(core);
      if (!read.ok) return read;
      // Listed before, for the grants go with the member.
      const reports: LeaverReport[] = [];
      for (const member of new Set(members)) {
        const listed = await report(read.value, member);
        if (listed !== undefined) reports.push(listed);
      }
      const removed = await each(members, (member) => ({ type: 'remove', body: { heads: [], member } }));
      if (!removed.ok) return removed;
      const gone = new Set(removed.value.filter(({ refused }) => refused === undefined).map(({ of }) => of));
      if (gone.size > 0) await renewEverything(core);
      return ok({ outcomes: removed.value, reports: reports.filter(({ member }) => gone.has(member)) });
    },
    leaverReport: async (member) => {
      // What was given a moment ago counts as well; without the server, what this device knows does.
      const refreshed = await core.entered?.refreshLedger();
      if (refreshed?.ok === false && refreshed.code !== 'server_unreachable') return refreshed;
      const read = await readAdministered(core);
      if (!read.ok) return read;
      const listed = await report(read.value, member);
      return listed === undefined ? refuse('member_not_found') : ok(listed);
    },
    setEnd: (members, endsAtMs) =>
      each(members, (member) => ({ type: 'end_set', body: { endsAtMs, member } })),
    setRole: (members, role) => each(members, (member) => ({ type: 'role_set', body: { member, role } })),
    setPermissions: (member, permissions) =>
      one({ type: 'permissions_set', body: { member, permissions: [...permissions] } }),
    setClients: (members, { allowed, denied }) =>
      each(members, (member) => ({
        type: 'clients_set',
        body: { clients: { allowed: [...allowed], denied: [...denied] }, member },
      })),
    exempt: (member, untilMs) => one({ type: 'exempt', body: { member, untilMs } }),
    allowAddress: async (member, entries) => {
      const ranges = parseRanges(entries.map(({ range }) => range));
      if (!ranges.ok) return ranges;
      const add = entries.map(({ session, untilMs }, at) => ({
        range: ranges.value[at] as IpRange,
        session,
        untilMs,
      }));
      return one({ type: 'member_addresses_set', body: { add, member, remove: [] } });
    },
    forgetAddress: async (member, texts) => {
      const ranges = parseRanges(texts);
      if (!ranges.ok) return ranges;
      return one({ type: 'member_addresses_set', body: { add: [], member, remove: [...ranges.value] } });
    },
    addCustodian: (member) => one({ type: 'custodian_add', body: { member } }),
    removeCustodian: (member) => removeCustodian(core, member),
    transferOwnership: (member) => one({ type: 'owner_transfer', body: { member } }),
    confirmWords: (member, words) => confirmWords(core, member, words),
  };
}

/**
 * Renews what this device may, and notes which memberships are over. What it could not waits for the next write, which
 * renews before it.
 */
export async function renewEverything(core: ClientCore): Promise<void> {
  await noteEnds(core);
  const by = readyToAppend(core);
  const { entered } = core;
  if (!by.ok || entered === undefined) return;
  const renewed = await renewKeys(by.value, 'everything', entered.keepKeys);
  if (!renewed.ok) core.raise(renewed);
  core.show();
}

/** Ends a custody. Who had it keeps the organization key, so there is a new one, and every vault and group gets another. */
async function removeCustodian(core: ClientCore, member: MemberId): Promise<Result<undefined>> {
  const key = drawSecret<OrganizationKeySeed>();
  const { publicKey } = await sealingKeyPairFromSeed(key);
  let epoch = 0;
  const changed = await changeLedger(core, async (state) => {
    epoch = state.organizationKey.epoch + 1;
    const commit = await commitOrganizationKey(key, { epoch, org: state.organization });
    return ok({
      events: [
        {
          type: 'custodian_remove' as const,
          body: { member, organizationKey: { commit, epoch, publicKey: toBase64Url(publicKey) } },
        },
      ],
      newKeys: { organizationKey: (wanted) => (wanted === epoch ? key : undefined) },
    });
  });
  if (!changed.ok) return changed;
  await core.entered?.keepKey({ kind: 'organization', org: changed.value.organization, epoch, key });
  await renewEverything(core);
  return ok();
}

/**
 * Vouches for a member whose words were compared, and hands over what the member waits for and this one may give.
 * DEFENCE (attack row X9): the words are those of the keys that the verified ledger holds for the member, and the event
 * names those very keys.
 */
async function confirmWords(
  core: ClientCore,
  id: MemberId,
  typed: readonly string[],
): Promise<Result<undefined>> {
  const changed = await changeLedger(core, async (state, by) => {
    const member = findMember(state, id);
    if (member === undefined) return refuse('member_not_found');
    if (!areWordsOf(signingKeyOf(member), typed)) {
      return refuse('words_wrong', { field: '/words' });
    }
    const event = confirmEvent(state, by.member, id);
    return event === undefined ? refuse('member_not_found') : ok({ events: [event] });
  });
  return changed.ok ? ok() : changed;
}
