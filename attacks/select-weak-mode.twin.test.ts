import { type Bytes, toBase64Url } from '@postern/core';
import type { SealedType, SealingKey } from '@postern/crypto';
import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { mayasPlace } from './scene/mayas-place.ts';
import { openWithoutTag } from './scene/open-without-tag.ts';
import { sentState, serveWithoutTag, signInAndGoOn } from './select-weak-mode.ts';

/** The first key in each sealed state: the test's own knowledge, to check the guess by. */
const firstKeys = vi.hoisted(() => new Map<string, string>());

/** A client that still reads a format 0: the object itself says whether it has a tag. */
vi.mock('../packages/crypto/src/seal.ts', async (actual) => {
  const real = await actual<typeof import('../packages/crypto/src/seal.ts')>();
  const open = async (type: SealedType, key: SealingKey, context: never, bytes: Bytes) =>
    bytes[4] === 0
      ? openWithoutTag(key, bytes.slice(6, 18), bytes.slice(18))
      : real.open(type, key, context, bytes);
  const seal = async (type: SealedType, key: SealingKey, context: never, plaintext: Bytes) => {
    const sealed = await real.seal(type, key, context, plaintext);
    const found = /"keyring":\[\{"epoch":1,"key":"(.{43})"/.exec(Buffer.from(plaintext).toString());
    if (found?.[1] !== undefined) firstKeys.set(toBase64Url(sealed), found[1]);
    return sealed;
  };
  return { ...real, open, seal };
});

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const isLetter = (code: number) => alphabet.includes(String.fromCharCode(code));

twin(['BW12', 'DL05'], 'one format with one mode', async (scene) => {
  const place = await mayasPlace(scene);
  const state = sentState(place);
  let candidates = [...alphabet].map((letter) => letter.charCodeAt(0));
  let asked = 0;
  while (candidates.length > 1) {
    const mask = bestMask(candidates);
    serveWithoutTag(place, state, mask);
    const { wentOn } = await signInAndGoOn(place);
    candidates = candidates.filter((code) => isLetter(code ^ mask) === wentOn);
    asked += 1;
  }
  expect(candidates.map((code) => String.fromCharCode(code))).toEqual([firstKeys.get(state.sealed)?.[0]]);
  return `a letter of the organization's key after ${asked} sign-ins`;
});

/** The change that about half of the candidates survive as letters. */
function bestMask(candidates: readonly number[]): number {
  const masks = Array.from({ length: 127 }, (_, at) => at + 1);
  const offHalf = (mask: number) =>
    Math.abs(candidates.filter((code) => isLetter(code ^ mask)).length * 2 - candidates.length);
  return masks.reduce((best, mask) => (offHalf(mask) < offHalf(best) ? mask : best));
}
