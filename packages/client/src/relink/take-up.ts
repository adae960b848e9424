import { isRelinkCode } from '@postern/access';
import { type GateAnswer, readLedger } from '@postern/contract';
import { type Bytes, type MemberId, type OrganizationId, ok, type Result, refuse } from '@postern/core';
import { type DrawnWords, hashB64 } from '@postern/crypto';
import {
  findMemberByAccount,
  type Member,
  parseEvent,
  type VerifiedChain,
  verifyChain,
} from '@postern/ledger';
import type { OpenAccount } from '../account/account-core.ts';
import { bytesOfWire } from '../account/key-storage-wire.ts';
import { withLedgerHead } from '../account/merge-account-state.ts';
import type { ClientCore } from '../client-core.ts';
import { checkOrganizationId } from '../organization/check-organization-id.ts';
import { confirmedBatch } from '../organization/device-confirmation.ts';
import { explainInvalid } from '../organization/ledger-keeper.ts';
import { keptLedgerBatch } from '../organization/ledger-records.ts';
import { ownWordsOf } from './own-words.ts';
import { unprovenGate } from './unproven.ts';

/**
 * Takes an organization into the account's sealed state after somebody linked this member anew. DEFENCE (attack rows X3, X10,
 * BW08): the server alone has said until now which organization this is. It is believed once its verified history holds
 * the event that links this very member under these very keys, signed by somebody who knew the words.
 * Every device of the account can tell, for what each has drawn is in the sealed account state. `relink_words_elsewhere` where
 * the words of the request have not come through it yet; then the sealed state says the rest as soon as that device has.
 * Both with the page that the person asks again from, where it is their own membership that lacks the proof.
 * `recovery_interrupted` where the recovery code was accepted and the device on which it was typed has not said so: it may be
 * about to, or have been stopped before, and then the code, typed once more, opens everything. `relink_proof_wrong` where nobody who linked knew the words.
 */
export async function takeUpRelinked(
  core: ClientCore,
  account: OpenAccount,
  address: string,
  asked: GateAnswer,
): Promise<TakenUp> {
  const { organization } = asked;
  if (organization === undefined) return refuse('organization_unknown');
  if (ownWordsOf(account, organization).length === 0) {
    const refreshed = await account.state.refresh();
    if (!refreshed.ok) return refreshed;
  }
  const read = await readWholeLedger(core, organization);
  if (!read.ok) return read;
  const { chain, events } = read.value;
  const { state } = chain;
  const same = checkOrganizationId(organization, state.organization);
  if (!same.ok) return same;
  // Where the address leads is what this puts down: one history never speaks for the address of another.
  if (state.address !== address) return refuse('organization_unknown');
  let own = ownWordsOf(account, organization);
  let answered = checkAnswer(account, own, state, events);
  if (!answered.ok && answered.code !== 'recovery_interrupted') {
    // Another device may have drawn the words that were heard, a moment ago.
    const refreshed = await account.state.refresh();
    if (!refreshed.ok) return refreshed;
    own = ownWordsOf(account, organization);
    answered = checkAnswer(account, own, state, events);
  }
  if (!answered.ok) {
    if (answered.code === 'recovery_interrupted') {
      // The device on which the code was typed may have said so a moment ago.
      const refreshed = await account.state.refresh();
      if (!refreshed.ok) return refreshed;
      return account.state.current().heads.some(({ org }) => org === organization) ? ok() : answered;
    }
    const { member, by } = answered;
    const isMadeUp = own.length > 0 && !(await askedElsewhere(core, address, own));
    return {
      ...refuse(isMadeUp ? 'relink_proof_wrong' : 'relink_words_elsewhere'),
      // Nobody can say it of keys that are not the member's.
      ...(member === undefined
        ? {}
        : { gate: unprovenGate(asked, state, member, isMadeUp ? by : undefined) }),
    };
  }
  const { head } = state;
  await account.store.write(keptLedgerBatch(organization, chain, events));
  // Told words vouched for this history, and so for whom this device gives keys to.
  await account.store.write(confirmedBatch(organization, head.seq));
  const vouched = await account.state.change((known) =>
    withLedgerHead(known, { ...head, address: state.address, org: organization }),
  );
  if (!vouched.ok) core.raise(vouched);
  return ok();
}

/** A refusal comes with what the page says meanwhile, where there is somebody to ask. */
export type TakenUp = Result<undefined> & { readonly gate?: GateAnswer };

interface ReadLedger {
  readonly chain: VerifiedChain;
  readonly events: readonly Bytes[];
}

async function readWholeLedger(
  { api }: Pick<ClientCore, 'api'>,
  organization: OrganizationId,
): Promise<Result<ReadLedger>> {
  const events: Bytes[] = [];
  for (;;) {
    const page = await api.call(readLedger, { params: { organization }, query: { from: events.length } });
    if (!page.ok) return page;
    events.push(...page.value.events.map(bytesOfWire));
    if (!page.value.more) break;
    if (page.value.events.length === 0) return refuse('server_refused_form');
  }
  const verified = await verifyChain(null, events);
  return verified.ok ? ok({ chain: verified.value, events }) : explainInvalid(verified);
}

/**
 * Whether the ledger links this member under the open keys, and somebody who knew words of this account said so. One who knew
 * none may have said the same: that makes the keys no others.
 */
function checkAnswer(
  { opened }: Pick<OpenAccount, 'opened'>,
  own: readonly DrawnWords[],
  state: VerifiedChain['state'],
  events: readonly Bytes[],
): Answered {
  const { keys } = opened;
  const member = findMemberByAccount(state, keys.account);
  if (member === undefined || member.keys.statementHash !== keys.statement.hash) {
    return refuse('relink_proof_wrong');
  }
  let by: MemberId | undefined;
  const answers = own.filter((one) => one.member === member.id).map(({ answer }) => answer);
  // Before these keys came into force nobody can have answered for them.
  for (const [at, bytes] of events.slice(member.keys.fromSeq).entries()) {
    const parsed = parseEvent(bytes);
    if (!parsed.ok) continue;
    const { payload } = parsed.value;
    // Nobody needed words: the recovery code was typed, and what it opened has reached no state of this account.
    if (at === 0 && payload.type === 'recover') return refuse('recovery_interrupted');
    if (payload.type !== 'relink') continue;
    const { body } = payload;
    const isOwn = body.member === member.id && hashOf(body.statement) === keys.statement.hash;
    if (!isOwn) continue;
    if (answers.includes(body.proof)) return ok();
    by = payload.by === 'recovery' ? undefined : payload.by;
  }
  return { ...refuse('relink_proof_wrong'), member, by };
}

/** `member`: whose keys these are, where the ledger says so; `by`: who signed for them last without knowing the words. */
type Answered = Result<undefined, 'relink_proof_wrong' | 'recovery_interrupted'> & {
  readonly member?: Member;
  readonly by?: MemberId | undefined;
};

/**
 * Whether the newest request shows what other words prove than those of this account. The server may lie about it: then
 * nothing is entered, either, and all it saves itself is the alarm.
 */
async function askedElsewhere(
  core: ClientCore,
  address: string,
  own: readonly DrawnWords[],
): Promise<boolean> {
  const read = await core.ownRequests.read(address);
  const asked = read.ok ? read.value.filter(({ code }) => isRelinkCode(code)) : [];
  const [newest] = asked.toSorted((a, b) => b.lastAskedAtMs - a.lastAskedAtMs);
  const shown = newest?.relinkProof;
  return shown !== undefined && !own.some(({ proof }) => proof === shown);
}

function hashOf(statement: string): string {
  return hashB64(bytesOfWire(statement));
}
