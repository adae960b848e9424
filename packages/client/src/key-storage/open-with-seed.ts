import type { AnswerOf, getAccount, MethodKind } from '@postern/contract';
import { type KeyMethodId, ok, type Result, refuse } from '@postern/core';
import { type MethodSeed, type OpenedKeyStorage, openKeyStorage } from '@postern/crypto';
import { bytesOfWire } from '../account/key-storage-wire.ts';

/** An account's sealed keys as a server hands them out: the parts of `getAccount`'s answer that they are opened from. */
export type ServedKeys = Pick<AnswerOf<typeof getAccount>, 'account' | 'keyStatement' | 'keys'>;

/** Keys that a seed opened, and which of the account's methods it is the seed of. */
export interface OpenedWithSeed {
  readonly opened: OpenedKeyStorage;
  readonly method: KeyMethodId;
}

/**
 * The account's keys by a seed of this kind: every method of the kind is tried. Everything served is believed only as far
 * as the seed vouches for it. `key_opens_nothing` when it is the seed of none of them.
 */
export async function openWithSeed(
  { account, keyStatement, keys }: ServedKeys,
  kind: MethodKind,
  seed: MethodSeed,
): Promise<Result<OpenedWithSeed, 'key_opens_nothing'>> {
  for (const method of keys.methods) {
    if (method.kind !== kind) continue;
    const opened = await openKeyStorage(seed, {
      account,
      method,
      anchor: bytesOfWire(method.anchor),
      wrap: bytesOfWire(method.wrap),
      statement: bytesOfWire(keys.keyStorage),
      bundle: bytesOfWire(keys.bundle),
      keyStatement: bytesOfWire(keyStatement),
      rekeys: [],
    });
    if (opened.ok) return ok({ opened: opened.value, method: method.id });
  }
  return refuse('key_opens_nothing');
}
