import { isRelinkCode } from '@postern/access';
import { type GateAnswer, readLedger } from '@postern/contract';
import { type Bytes, type OrganizationId, ok, type Result, refuse } from '@postern/core';
import { hashB64, relinkKeyOfWords, relinkProof } from '@postern/crypto';
import { findMember, parseEvent, type VerifiedChain, verifyChain } from '@postern/ledger';
import type { OpenAccount } from '../account/account-core.ts';
import { bytesOfWire } from '../account/key-storage-wire.ts';
import { withLedgerHead } from '../account/merge-account-state.ts';
import type { ClientCore } from '../client-core.ts';
import { checkOrganizationId } from '../organization/check-organization-id.ts';
import { confirmedBatch } from '../organization/device-confirmation.ts';
import { explainInvalid } from '../organization/ledger-keeper.ts';
import { keptLedgerBatch } from '../organization/ledger-records.ts';
import { forgetOwnWords, type OwnWords, readOwnWords } from './own-words.ts';

/**
 * Takes an organization into the account's sealed state after somebody linked this member anew. DEFENCE (attack rows X3, X10,
 * BW08): the server alone has said until now which organization this is. It is believed once its verified history holds
 * the event that links this very member under these very keys, signed by somebody who knew the words.
 * `relink_words_elsewhere` where this device cannot tell: it showed no words, or another one asked with its own, or was given
 * the recovery code; then the account's sealed state says it as soon as that device has. `relink_proof_wrong` where whoever
 * linked did not know the words.
 */
export async function takeUpRelinked(
  core: ClientCore,
  account: OpenAccount,
  address: string,
  { organization }: Pick<GateAnswer, 'organization'>,
): Promise<Result<undefined>> {
  if (organization === undefined) return refuse('organization_unknown');
  const own = await readOwnWords(account, organization);
  if (own === undefined) return refuse('relink_words_elsewhere');
  const read = await readWholeLedger(core, organization);
  if (!read.ok) return read;
  const { chain, events } = read.value;
  const { state } = chain;
  const same = checkOrganizationId(organization, state.organization);
  if (!same.ok) return same;
  const answered = await checkAnswer(account, own, state, events);
  if (!answered.ok) {
    const isMadeUp = answered.code === 'relink_proof_wrong' && !(await askedElsewhere(core, address, own));
    return isMadeUp ? answered : refuse('relink_words_elsewhere');
  }
  const { head } = state;
  await account.store.write(keptLedgerBatch(organization, chain, events));
  // Told words vouched for this history, and so for whom this device gives keys to.
  await account.store.write(confirmedBatch(organization, head.seq));
  const vouched = await account.state.change((known) =>
    withLedgerHead(known, { ...head, address: state.address, org: organization }),
  );
  if (!vouched.ok) core.raise(vouched);
  await forgetOwnWords(account.store, organization);
  return ok();
}

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

/** Whether the ledger links this member under the open keys, and whoever did knew the words. */
async function checkAnswer(
  { opened }: Pick<OpenAccount, 'opened'>,
  own: OwnWords,
  state: VerifiedChain['state'],
  events: readonly Bytes[],
): Promise<Result<undefined, 'relink_proof_wrong' | 'relink_words_elsewhere'>> {
  const member = findMember(state, own.member);
  const { keys } = opened;
  const isSelf = member?.account === keys.account && member.keys.statementHash === keys.statement.hash;
  const linking = isSelf ? events[member.keys.fromSeq] : undefined;
  const parsed = linking && parseEvent(linking);
  if (!parsed?.ok) return refuse('relink_proof_wrong');
  // Nobody needed words: the recovery code was typed elsewhere.
  if (parsed.value.payload.type === 'recover') return refuse('relink_words_elsewhere');
  if (parsed.value.payload.type !== 'relink') return refuse('relink_proof_wrong');
  const { body } = parsed.value.payload;
  const { org, member: id, statementHash } = own;
  const subject = { org, member: id, statementHash };
  const key = await relinkKeyOfWords(own.words.join(' '), subject);
  const expected = await relinkProof(key, subject, 'answers');
  const fits = body.member === id && hashOf(body.statement) === statementHash && body.proof === expected;
  return fits ? ok() : refuse('relink_proof_wrong');
}

/**
 * Whether the newest request shows what other words prove than those of this device. The server may lie about it: then
 * nothing is entered, either, and all it saves itself is the alarm.
 */
async function askedElsewhere(core: ClientCore, address: string, own: OwnWords): Promise<boolean> {
  const read = await core.ownRequests.read(address);
  const asked = read.ok ? read.value.filter(({ code }) => isRelinkCode(code)) : [];
  const [newest] = asked.toSorted((a, b) => b.lastAskedAtMs - a.lastAskedAtMs);
  return newest?.relinkProof !== undefined && newest.relinkProof !== own.proof;
}

function hashOf(statement: string): string {
  return hashB64(bytesOfWire(statement));
}
