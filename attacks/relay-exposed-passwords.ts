import { createHash } from 'node:crypto';
import { endpoint } from '@postern/contract';
import { mustBeOk } from '@postern/core';
import { z } from 'zod';
import type { Scene } from './harness/attack.ts';
import type { Exchange } from './harness/misbehaving-server.ts';
import { addEntry, loginOf, mayasPlace, type Place } from './scene/mayas-place.ts';

/** The question a checker of exposed passwords asks: the first 20 bits of a password's hash. There is no such endpoint. */
export const relay = endpoint({
  name: 'askExposedPasswords',
  method: 'GET',
  path: '/api/exposed-passwords/:prefix',
  access: 'session',
  summary: 'Hashes of exposed passwords that begin with this prefix.',
  params: z.strictObject({ prefix: z.string() }),
  answer: z.unknown(),
  refusals: [],
});

export const bankPassword = 'osprey-41-lantern';

/** The prefix of a password's hash that such a question takes, in upper-case hex. */
export function prefixOf(password: string, algorithm = 'sha1'): string {
  return createHash(algorithm).update(password).digest('hex').slice(0, 5).toUpperCase();
}

/** Maya saves, opens and changes a login. `evil` only reads along. */
export async function saveLogin(scene: Scene): Promise<Place> {
  const place = await mayasPlace(scene, scene.watch());
  const { client } = place.desk;
  const bank = await addEntry(place, loginOf('Bank', { password: bankPassword }));
  const { revision } = mustBeOk(await client.vault.openEntry(bank));
  await client.vault.editEntry(bank, revision, loginOf('Bank of old', { password: bankPassword }));
  return place;
}

/** Of these passwords, those of whose hash 20 bits stand by themselves in the path, the query or the body of a request. */
export function findHashPrefixes(received: readonly Exchange[], passwords: readonly string[]): string[] {
  const texts = received.map(({ url, body }) => `${url.pathname}${url.search}\n${Buffer.from(body ?? [])}`);
  return passwords.filter((password) =>
    ['sha1', 'sha256', 'md5'].some((algorithm) => {
      const alone = new RegExp(`(?<![\\w-])${prefixOf(password, algorithm)}(?![\\w-])`, 'i');
      return texts.some((text) => alone.test(text));
    }),
  );
}
