import { type Bytes, encodeCanonical, type HashB64, type MemberId, type OrganizationId } from '@postern/core';
import { commit } from './derive.ts';
import { sha256 } from './hash.ts';
import { stretchWords } from './secret-with-words.ts';

/**
 * Six words that a member with new keys tells whoever links them anew. They vouch in both directions: for these keys in
 * this organization to the fixer, and to the member for the organization in which the fixer linked them.
 */

declare const brand: unique symbol;
/** What the told words come to in one organization, for one member and one key statement. */
export type RelinkKey = Bytes & { readonly [brand]: 'RelinkKey' };

/** What the words vouch for. */
export interface RelinkSubject {
  readonly org: OrganizationId;
  readonly member: MemberId;
  /** Of the member's new key statement. */
  readonly statementHash: HashB64;
}

/**
 * The key that told words stand for here and nowhere else. Case and white space of the words do not matter. About a third
 * of a second: run it in a worker.
 */
export async function relinkKeyOfWords(words: string, subject: RelinkSubject): Promise<RelinkKey> {
  const { member, org, statementHash } = subject;
  return (await stretchWords(words, sha256(encodeCanonical({ member, org, statementHash })))) as RelinkKey;
}

/**
 * Shows that somebody knows the words, for the same subject they were stretched for. DEFENCE (attack rows X3, X10, BW08): a
 * server that serves other keys or another organization knows no words, and what one side shows does not serve the
 * other: the member `asks`, whoever links `answers`.
 */
export function relinkProof(
  key: RelinkKey,
  { member, org, statementHash }: RelinkSubject,
  role: 'asks' | 'answers',
): Promise<HashB64> {
  return commit(key, { member, org, role, statementHash });
}
