import { fromBase64Url, type GroupId, type MemberId } from '@postern/core';
import {
  covers,
  findGroup,
  hasPermission,
  type LedgerState,
  type Member,
  type MemberFact,
  vaultsTouchedBy,
  waitingMembers,
  waitsForWords,
} from '@postern/ledger';
import { fingerprintWords } from '../words/fingerprint-words.ts';
import type { Administered } from './administered.ts';
import type { MemberView, SetBy } from './port.ts';

/** The members as the ledger has them at `nowMs`: the owner first, then by address. */
export function listMembers(
  administered: Administered,
  groupNames: ReadonlyMap<GroupId, string>,
  removedToo: boolean,
  nowMs: number,
): readonly MemberView[] {
  const { state } = administered;
  const waits = new Map(
    waitingMembers(state).map(({ member, vaults, groups }) => [member, vaults.length + groups.length]),
  );
  return Object.values(state.members)
    .filter(({ status }) => removedToo || status !== 'removed')
    .sort((a, b) => rank(a) - rank(b) || a.email.localeCompare(b.email) || a.sinceSeq - b.sinceSeq)
    .map((member) => viewOf(administered, member, groupNames, waits.get(member.id) ?? 0, nowMs));
}

function rank({ role, status }: Member): number {
  return status === 'removed' ? 2 : role === 'owner' ? 0 : 1;
}

function viewOf(
  { state, self, setBy }: Administered,
  member: Member,
  groupNames: ReadonlyMap<GroupId, string>,
  waitsFor: number,
  nowMs: number,
): MemberView {
  const set: { [Fact in MemberFact]?: SetBy } = {};
  for (const [fact, at] of Object.entries(member.setAt)) set[fact as MemberFact] = setBy(at.seq);
  return {
    id: member.id,
    email: member.email,
    isSelf: member.id === self,
    // The end binds by its date, whether or not somebody wrote `expire` since.
    status: member.status === 'active' && hasEnded(member, nowMs) ? 'expired' : member.status,
    role: member.role,
    permissions: member.permissions,
    custodian: member.custodian,
    groups: member.groups
      .filter((id) => findGroup(state, id) !== undefined)
      .map((id) => ({ id, name: groupNames.get(id) ?? '' })),
    vaultCount: vaultsTouchedBy(state, member.id).length,
    clients: member.clients,
    endsAtMs: member.endsAtMs ?? undefined,
    exemptUntilMs: member.exemptUntilMs ?? undefined,
    addresses: member.addresses
      .filter(({ untilMs }) => untilMs === null || untilMs > nowMs)
      .map(({ range, session, untilMs, setAt }) => ({
        range,
        session: session ?? undefined,
        untilMs: untilMs ?? undefined,
        set: setBy(setAt.seq),
      })),
    link: member.link,
    unheard: waitsForWords(self, member),
    fingerprintWords: fingerprintWords(signingKeyOf(member)),
    waitsFor,
    sinceMs: member.sinceMs,
    canManage: canManage(state, self, member),
    statusSet: set.status ?? setBy(member.sinceSeq),
    set,
  };
}

function hasEnded({ endsAtMs }: Member, nowMs: number): boolean {
  return endsAtMs !== null && endsAtMs <= nowMs;
}

/** The key whose words two people compare to know that these are the member's own keys. */
export function signingKeyOf({ keys }: Pick<Member, 'keys'>): Uint8Array {
  return fromBase64Url(keys.signingKeyB64) ?? new Uint8Array(0);
}

function canManage(state: LedgerState, self: MemberId, member: Member): boolean {
  if (member.status === 'removed' || !hasPermission(state, self, 'members.manage')) return false;
  return covers(state, self, member);
}
