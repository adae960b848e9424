import { isRelinkCode } from '@postern/access';
import type { GateAnswer } from '@postern/contract';
import {
  encodeCanonical,
  type HashB64,
  isHash,
  isId,
  type MemberId,
  type OrganizationId,
  ok,
  parseCanonical,
  type Result,
  refuse,
} from '@postern/core';
import { type RelinkSubject, relinkKeyOfWords, relinkProof } from '@postern/crypto';
import { z } from 'zod';
import type { OpenAccount } from '../account/account-core.ts';
import type { SealedStore } from '../store/sealed-store.ts';
import { drawWords } from '../words/draw-words.ts';

/**
 * The words of a member who asks to be invited again. INVARIANT: they are on the page and, sealed, on this device; what the
 * server is given is the proof that somebody who hears them can check.
 */
export interface OwnWords extends RelinkSubject {
  readonly words: readonly string[];
  /** Goes with the request for access. */
  readonly proof: HashB64;
}

const hash = z.string().refine(isHash);
const shape = z.strictObject({
  member: z.string().refine(isId),
  org: hash,
  proof: hash,
  statementHash: hash,
  words: z.array(z.string()).length(6),
});

const nameOf = (org: OrganizationId) => `relink/${org}`;

/** The words this device drew for an organization and the keys that are open, or undefined when it drew none. */
export async function readOwnWords(
  { store, opened }: Pick<OpenAccount, 'store' | 'opened'>,
  org: OrganizationId,
): Promise<OwnWords | undefined> {
  const record = await store.read(nameOf(org));
  if (!record.ok || record.value === undefined) return undefined;
  const parsed = shape.safeParse(parseCanonical(record.value));
  if (!parsed.success) return undefined;
  const words = parsed.data as unknown as OwnWords;
  return words.org === org && words.statementHash === opened.keys.statement.hash ? words : undefined;
}

/** Draws other words; those before are worth nothing once the request shows what these prove. */
export async function drawOwnWords(
  { store, opened }: Pick<OpenAccount, 'store' | 'opened'>,
  { org, member }: Pick<RelinkSubject, 'org' | 'member'>,
): Promise<OwnWords> {
  const subject = { org, member, statementHash: opened.keys.statement.hash };
  const words = drawWords();
  const key = await relinkKeyOfWords(words.join(' '), subject);
  const drawn = { ...subject, words, proof: await relinkProof(key, subject, 'asks') };
  await store.write({ seal: [[nameOf(org), encodeCanonical({ ...drawn, words: [...words] })]] });
  return drawn;
}

export async function forgetOwnWords(store: SealedStore, org: OrganizationId): Promise<void> {
  await store.write({ remove: [nameOf(org)] });
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

/** The words for what the gate says, those of before while they still fit. */
export async function ownWordsFor(
  account: OpenAccount,
  gate: GateAnswer | undefined,
): Promise<Result<OwnWords>> {
  const asked = findAskedFor(gate);
  if (!asked.ok) return asked;
  const kept = await readOwnWords(account, asked.value.org);
  return ok(kept?.member === asked.value.member ? kept : await drawOwnWords(account, asked.value));
}
