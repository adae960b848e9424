import { isRelinkCode } from '@postern/access';
import type { GateAnswer } from '@postern/contract';
import { type MemberId, type OrganizationId, ok, type Result, refuse } from '@postern/core';
import { type DrawnWords, relinkKeyOfWords, relinkProof } from '@postern/crypto';
import type { OpenAccount } from '../account/account-core.ts';
import { withDrawnWords } from '../account/merge-account-state.ts';
import { drawWords } from '../words/draw-words.ts';

/**
 * The words of a member who asks to be invited again. INVARIANT: they are on the page and in the sealed account state; what the
 * server is given is the proof that somebody who hears them can check.
 */

type Asked = Pick<DrawnWords, 'org' | 'member'>;

/**
 * What any device of this account has drawn for an organization and the keys that are open, newest first. All of them count
 * until the organization is taken up: a fixer may have heard those of before.
 */
export function ownWordsOf(
  { state, opened }: Pick<OpenAccount, 'state' | 'opened'>,
  org: OrganizationId,
): readonly DrawnWords[] {
  return state
    .current()
    .drawnWords.filter((one) => one.org === org && one.statementHash === opened.keys.statement.hash)
    .toSorted((a, b) => b.drawnAtMs - a.drawnAtMs);
}

/**
 * Draws other words. They are in the sealed account state, on the server too, before anything is asked with them: whichever
 * device is told the answer can check it. Refused as sending the state is.
 */
export async function drawOwnWords(
  { state, opened }: Pick<OpenAccount, 'state' | 'opened'>,
  { org, member }: Asked,
  nowMs: number,
): Promise<Result<DrawnWords>> {
  const subject = { org, member, statementHash: opened.keys.statement.hash };
  const words = drawWords();
  const key = await relinkKeyOfWords(words.join(' '), subject);
  const head = state.current().heads.find((one) => one.org === org);
  const [newest] = ownWordsOf({ state, opened }, org);
  const drawn: DrawnWords = {
    ...subject,
    words,
    proof: await relinkProof(key, subject, 'asks'),
    answer: await relinkProof(key, subject, 'answers'),
    // The newest are shown, by whatever clock they were drawn.
    drawnAtMs: Math.max(nowMs, (newest?.drawnAtMs ?? 0) + 1),
    nextSeq: head === undefined ? 0 : head.seq + 1,
  };
  const kept = await state.change((known) => withDrawnWords(known, drawn));
  return kept.ok ? ok(drawn) : kept;
}

/**
 * Which member of which organization this account is where the gate says that its keys are not known there. Both are what
 * the server says until somebody who heard the words has signed for them.
 */
export function findAskedFor(
  gate: GateAnswer | undefined,
): Result<{ readonly org: OrganizationId; readonly member: MemberId }, 'nothing_to_ask'> {
  const { organization: org, member, denial } = gate ?? {};
  if (org === undefined || member === undefined || denial === undefined || !isRelinkCode(denial.code)) {
    return refuse('nothing_to_ask');
  }
  return ok({ org, member });
}

/** The words for what the gate says: those that the request shows, else the newest, else others. */
export async function ownWordsFor(
  account: OpenAccount,
  gate: GateAnswer | undefined,
  nowMs: number,
  askedProof?: string,
): Promise<Result<DrawnWords>> {
  const asked = findAskedFor(gate);
  if (!asked.ok) return asked;
  const { org, member } = asked.value;
  const kept = ownWordsOf(account, org).filter((one) => one.member === member);
  const shown = kept.find(({ proof }) => proof === askedProof) ?? kept[0];
  return shown === undefined ? drawOwnWords(account, asked.value, nowMs) : ok(shown);
}
