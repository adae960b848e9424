import { type AccessRequest, readOperatorRules } from '@postern/contract';
import type { Email } from '@postern/core';
import type { KeyStatement } from '@postern/crypto';
import { findMemberByAccount, type LedgerState, type Member } from '@postern/ledger';
import { type Administered, emailOf } from '../administration/administered.ts';
import { vaultNamesHere } from '../administration/names-here.ts';
import type { SetBy } from '../administration/port.ts';
import type { OperatorTold } from '../check-access/attempt-facts.ts';
import { explainAttempt } from '../check-access/explain-attempt.ts';
import type { ClientCore } from '../client-core.ts';
import type { InboxRow, OpenedRequest } from './port.ts';
import { remedyOffers } from './remedy-offers.ts';

/**
 * Who a request is from. DEFENCE against a server that puts somebody's words into another's mouth: a member is who the
 * verified ledger says has that account, under the address it says; an address that the server adds is of nobody's.
 */
export function askerOf(
  state: LedgerState,
  { account, email }: Pick<AccessRequest, 'account' | 'email'>,
): { readonly member: Member | undefined; readonly email: Email } {
  const found = findMemberByAccount(state, account);
  const member = found?.status === 'removed' ? undefined : found;
  return { member, email: member?.email ?? email };
}

/** A line of the inbox. */
export function inboxRow(state: LedgerState, served: AccessRequest): InboxRow {
  const { member, email } = askerOf(state, served);
  const { settled, attempt } = served;
  return {
    request: served.request,
    code: served.code,
    about: served.about,
    state: served.state,
    email,
    member: member?.id,
    note: served.note,
    lastAskedAtMs: served.lastAskedAtMs,
    clientKind: attempt?.clientKind,
    address: attempt?.address,
    settledBy: settled?.by === undefined ? undefined : emailOf(state, settled.by),
    settledAtMs: settled?.atMs,
  };
}

/**
 * A request with all that is needed to settle it: everything but the attempt out of the verified ledger. `statement`: what
 * the request asks to be linked anew under, verified as the member's own.
 */
export function openedRequest(
  administered: Administered,
  served: AccessRequest,
  operator: OperatorTold,
  nowMs: number,
  statement: KeyStatement | undefined,
): Omit<OpenedRequest, 'shown'> {
  const { state, self, events, entered, setBy } = administered;
  const { member, email } = askerOf(state, served);
  const { attempt, about, code } = served;
  const names = vaultNamesHere(administered);
  const ledger = { state, events, hashAt: (seq: number) => entered.ledger.known()?.hashAt(seq) };
  const who = member === undefined ? { email } : { member };
  const { checks, path } = explainAttempt(ledger, who, { ...attempt, nowMs: served.atMs }, operator);
  const asked = { code, about, attempt, member, email, checks, statement };
  return {
    ...inboxRow(state, served),
    times: served.times,
    askedAtMs: served.askedAtMs,
    expiresAtMs: served.expiresAtMs,
    mail: served.mail,
    seen: served.seen && { by: emailOf(state, served.seen.by), atMs: served.seen.atMs },
    answer: served.settled?.answer,
    clientVersion: attempt?.clientVersion,
    // Arches of questions alone say nothing.
    path: attempt === undefined ? [] : path,
    checks,
    offers:
      served.state === 'open' ? remedyOffers(state, self, asked, (vault) => names.get(vault), nowMs) : [],
    vaultName: about?.kind === 'vault' ? names.get(about.vault) : undefined,
    linkedBy: code === 'relink_unproven' && member ? linkedBy(administered, member) : undefined,
    memberSince: member && setBy(member.sinceSeq),
  };
}

/** Who signed for the keys that the member has, the last of them. */
function linkedBy({ events, setBy }: Administered, { id, keys }: Member): SetBy | undefined {
  const seq = events.findLastIndex(({ type, body }) => type === 'relink' && body.member === id);
  return seq < keys.fromSeq ? undefined : setBy(seq);
}

/** What the operator has set, as far as the server tells. Who looks has been let in, so nothing is suspended. */
export async function operatorTold(core: ClientCore, { entered }: Administered): Promise<OperatorTold> {
  const rules = await core.api.call(readOperatorRules, { params: { organization: entered.organization } });
  if (!rules.ok) return undefined;
  return { suspended: false, addressListOffUntilMs: rules.value.addressListOffUntilMs };
}
