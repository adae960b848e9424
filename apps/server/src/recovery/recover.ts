import { recoverOrganization as endpoint } from '@postern/contract';
import {
  type Bytes,
  compileIpRanges,
  equalBytes,
  fromBase64Url,
  ok,
  type Result,
  refuse,
} from '@postern/core';
import { formerMakerOfKit, type LedgerEvent, type LedgerState } from '@postern/ledger';
import type { Gathered } from '../access/facts.ts';
import { originOf, recordLine } from '../access-log/record-line.ts';
import { findKeyStatement } from '../account/find-key-statement.ts';
import { letSessionIn } from '../account/let-session-in.ts';
import { handMailOver } from '../account/mailed-code.ts';
import { recordAccess } from '../account/record-access.ts';
import type { Session } from '../account/session.ts';
import { checkSealedKeys } from '../organization/check-sealed-keys.ts';
import type { FoldedLedgers } from '../organization/folded-ledgers.ts';
import { judgeEvents } from '../organization/judge-events.ts';
import { overseersOf } from '../organization/overseers.ts';
import { storeEvents } from '../organization/store-events.ts';
import type { Queries } from '../platform/db/database.ts';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import type { ClientAddress } from '../platform/http/client-address.ts';
import { factorsResetByRecovery, organizationRecovered } from '../platform/mail/recovery-mails.ts';
import type { Platform } from '../platform/platform.ts';
import { resetFactors } from '../second-factor/reset-factors.ts';
import { organizationMails } from '../second-factor/tell-organizations.ts';
import { limitRecovery, overseersIn, ownerLetThrough } from './owner-at-door.ts';
import { deleteAbandonment } from './queries.ts';

type Recover = Extract<LedgerEvent, { readonly type: 'recover' }>;

/**
 * Appends what the recovery key has signed. INVARIANT: the owner's session is not what counts here, the signature is; and a
 * session without its second factor is let in by nothing else, and by the kit only where this very owner made it
 * (docs/decisions/0016): then the account's factors are reset, in the same transaction.
 */
export function recover(platform: Platform, ledgers: FoldedLedgers): Handler<typeof endpoint, Gathered> {
  return async ({ caller, call, params, body }) => {
    const owner = await ownerLetThrough(platform, call, caller, params.address);
    if (!owner.ok) return owner;
    const { session, member, ledger } = owner.value;
    const limited = await limitRecovery(platform, 'append', session);
    if (!limited.ok) return limited;
    const before = ledger.state;
    const bytes = fromBase64Url(body.event) as Bytes;
    const judged = await judgeEvents(before, 'recovery', [bytes], platform.clock.nowMs(), endpoint);
    if (!judged.ok) return judged;
    const [payload] = judged.value.payloads;
    if (payload?.type !== 'recover') return refuse('event_malformed', { field: '/event' });
    const exempted = checkExemption(payload, call.client);
    if (!exempted.ok) return exempted;
    const { required } = judged.value;
    const keys = checkSealedKeys(before.organization, member.id, required, body.sealedKeys);
    if (!keys.ok) return keys;

    // A kit that a former owner made is in that person's hands: it brings back the organization, and proves nothing of
    // the account, which may have been made the owner unasked.
    const isOwnKit = formerMakerOfKit(before) === undefined;
    const opensDoor = session.scope === 'door' && payload.body.exemptions.secondFactor && isOwnKit;
    let factors = 0;
    const within = async (queries: Queries): Promise<Result<undefined>> => {
      const statement = await findKeyStatement(queries, session);
      const given = fromBase64Url(payload.body.statement);
      // Keys that this session does not use would let nobody in, and cut the owner off from what others seal to them.
      if (statement === undefined || given === undefined || !equalBytes(statement, given)) {
        return refuse('statement_wrong', { field: '/event', params: { at: '/statement' } });
      }
      if (opensDoor) {
        factors = await resetFactors(queries, session.account);
        await letSessionIn(queries, session.id);
      }
      await deleteAbandonment(queries, before.organization);
      return ok();
    };
    const stored = await storeEvents(platform, ledgers, before, judged.value, keys.value, within);
    if (!stored.ok) return stored;
    await announce(platform, ledgers, { session, before, factors, exemptions: payload.body.exemptions });
    return ok({ head: stored.value.head, scope: opensDoor ? 'full' : session.scope });
  };
}

/** An address is lifted for whoever stands at it, and never a proxy's, which would let everybody in. */
function checkExemption(
  { body }: Recover,
  { address, forwardingHeadersIgnored }: ClientAddress,
): Result<undefined, 'address_of_proxy' | 'ledger_event_refused'> {
  const exempted = body.exemptions.address;
  if (exempted === null) return ok();
  if (forwardingHeadersIgnored) return refuse('address_of_proxy', { field: '/event' });
  return compileIpRanges([exempted])(address)
    ? ok()
    : refuse('ledger_event_refused', { field: '/event', params: { at: '/exemptions/address' } });
}

/** Into both logs, and by mail to everybody who held the keys until now. */
async function announce(
  platform: Platform,
  ledgers: FoldedLedgers,
  {
    session,
    before,
    factors,
    exemptions,
  }: {
    readonly session: Session;
    readonly before: LedgerState;
    readonly factors: number;
    readonly exemptions: Recover['body']['exemptions'];
  },
): Promise<void> {
  const { account, email, clientKind, address } = session;
  const { organization } = before;
  await recordAccess(platform, {
    account,
    kind: 'organization_recovered',
    organization,
    clientKind,
    address,
  });
  await recordLine(platform, {
    organization,
    kind: 'recovered',
    account,
    email,
    member: before.owner,
    from: originOf(session),
  });
  const moment = { origin: platform.publicOrigin(), atMs: platform.clock.nowMs() };
  const text = organizationRecovered({
    who: email,
    organization: before.name,
    address,
    addressExempted: exemptions.address !== null,
    factorExempted: exemptions.secondFactor,
    factorsReset: factors > 0,
    ...moment,
  });
  for (const to of overseersIn(before)) await handMailOver(platform, { to, ...text });
  if (factors === 0) return;
  await recordAccess(platform, { account, kind: 'second_factors_reset', clientKind, address });
  await handMailOver(platform, {
    to: email,
    ...factorsResetByRecovery({ organization: before.name, ...moment }),
  });
  const others = await overseersOf(platform.db, ledgers, account);
  for (const mail of organizationMails(others, { change: 'recovery_code', who: email, ...moment })) {
    await handMailOver(platform, mail);
  }
}
