import { decodeChangesPack, readChanges } from '@postern/contract';
import { mustBeOk } from '@postern/core';
import type { OpenClient } from './open-client.ts';

/** What a sealed object holds besides its plaintext: frame header, nonce, tag. */
const overheadBytes = 4 + 12 + 16;

/** The lengths of a vault's sealed headers as the server serves them, in bytes; the first page of them. */
export async function headerLengths(client: OpenClient): Promise<readonly number[]> {
  const organization = client.core.entered?.organization;
  if (organization === undefined) throw new Error('no organization was entered');
  const params = { organization, vault: client.vault() };
  const pack = mustBeOk(await client.core.api.callPack(readChanges, { params, query: { since: 0 } }));
  const records = decodeChangesPack(pack)?.records ?? [];
  return records.map(({ header }) => header.length);
}

/**
 * What opening `count` headers of these lengths costs WebCrypto alone: one imported key, each object by itself, as many
 * on their way at once as our own code has.
 */
export async function sealedLike(lengths: readonly number[], count: number): Promise<() => Promise<void>> {
  const algorithm = { name: 'AES-GCM', length: 256 };
  const key = await crypto.subtle.generateKey(algorithm, false, ['encrypt', 'decrypt']);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const byLength = new Map<number, ArrayBuffer>();
  for (const length of new Set(lengths)) {
    const plaintext = new Uint8Array(length - overheadBytes);
    byLength.set(length, await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plaintext));
  }
  const sealed = Array.from({ length: count }, (_, at) => {
    const bytes = byLength.get(lengths[at % lengths.length] ?? 0);
    if (bytes === undefined) throw new Error('there are no headers to be like');
    return bytes.slice(0);
  });
  return async () => {
    for (let from = 0; from < sealed.length; from += 500) {
      const batch = sealed.slice(from, from + 500);
      await Promise.all(batch.map((bytes) => crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, bytes)));
    }
  };
}
