import { type HashB64, type MemberId, newId, type OrganizationId, toBase64Url } from '@postern/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type RelinkKey, type RelinkSubject, relinkKeyOfWords, relinkProof } from './relink-words.ts';

const words = 'amber river chair seven cloud paper';
const hash = (fill: number) => toBase64Url(new Uint8Array(32).fill(fill));
const subject: RelinkSubject = {
  org: hash(1) as OrganizationId,
  member: newId<MemberId>(),
  statementHash: hash(2) as HashB64,
};
let key: RelinkKey;
beforeAll(async () => {
  key = await relinkKeyOfWords(words, subject);
}, 20_000);

describe('told words', () => {
  it('are one key however they are typed, and another one for anything else they could vouch for', async () => {
    expect(await relinkKeyOfWords(` Amber  RIVER chair-seven cloud\npaper `, subject)).toEqual(key);
    const others = [
      ['amber river chair seven paper cloud', subject],
      [words, { ...subject, org: hash(3) as OrganizationId }],
      [words, { ...subject, member: newId<MemberId>() }],
      [words, { ...subject, statementHash: hash(3) as HashB64 }],
    ] as const;
    for (const [told, of] of others) expect(await relinkKeyOfWords(told, of)).not.toEqual(key);
  }, 30_000);

  it('are proven by each side in its own way, about this and nothing else', async () => {
    const asks = await relinkProof(key, subject, 'asks');
    expect(await relinkProof(key, { ...subject }, 'asks')).toBe(asks);
    expect(await relinkProof(key, subject, 'answers')).not.toBe(asks);
    const swapped = { ...subject, statementHash: hash(3) as HashB64 };
    expect(await relinkProof(key, swapped, 'asks')).not.toBe(asks);
  });
});
