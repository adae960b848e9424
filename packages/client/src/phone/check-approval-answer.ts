import type { AnswerOf, readApproval } from '@postern/contract';
import { ok, type Result, refuse } from '@postern/core';
import { type ApprovalWord, type AskedAbout, type Asking, approvalMac, sameHash } from '@postern/crypto';
import { bytesOfWire } from '../account/key-storage-wire.ts';

export type ServedApprovalAnswer = NonNullable<AnswerOf<typeof readApproval>['answer']>;

/**
 * Whether an answer is the phone's that read this device's code, for the key statement that this device was shown. One
 * without authentication counts only where the person at this device chose digits and they stood on the screen: they prove
 * this device to the phone. That a phone answered at all, and not the server, the person has to confirm before it is opened.
 */
export async function checkApprovalAnswer(
  asking: Asking,
  about: AskedAbout,
  served: ServedApprovalAnswer,
  digitsShown: boolean,
): Promise<Result<ApprovalWord, 'approval_answer_wrong'>> {
  const { method, keyStorageVersion, stateRevision, statementHash, mac } = served;
  const word = { method, keyStorageVersion, stateRevision, answer: bytesOfWire(served.sealed) };
  const proven = mac === undefined ? digitsShown : sameHash(await approvalMac(asking.key, about, word), mac);
  return proven && statementHash === about.statementHash ? ok(word) : refuse('approval_answer_wrong');
}
