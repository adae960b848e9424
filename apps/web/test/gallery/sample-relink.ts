import type { ClientPort } from '@postern/client';
import { ok } from '@postern/core';

const words = ['harbour', 'walnut', 'pigeon', 'lantern', 'meadow', 'rivet'];

/** Six words for the denial of somebody who has other keys; nobody else's keys changed. */
export const sampleRelink: ClientPort['relink'] = {
  words: async () => ok({ words, count: true }),
  drawWords: async () => ok({ words, count: true }),
  keysChanged: async () => ok([]),
  noteKeysChanged: async () => ok(),
};
