import { type Bytes, ok, type Result, toBase64Url } from '@postern/core';
import { type MethodSeed, methodProof, parseKeySheet, passkeyMethodSeed } from '@postern/crypto';

/** What a person gives to get their keys back, as it comes from a page. A phone gives its own way (`phone/`). */
export type GivenKey =
  /** Scanned, chosen or typed. */
  | { readonly kind: 'qr'; readonly text: string }
  /** The 32 bytes that the passkey's PRF gave. */
  | { readonly kind: 'passkey'; readonly prf: Bytes };

/** The seed behind a given key. */
export interface ReadKey {
  readonly kind: GivenKey['kind'];
  readonly seed: MethodSeed;
  /** What its maker had seen of the account: nothing older is accepted from the server. */
  readonly seen: { readonly keyStorageVersion: number; readonly stateRevision: number };
  /** What shows the server that the method was used. */
  readonly proofB64: string;
}

/** The seed of what somebody gave. Refused with `sheet_code_wrong` or `sheet_is_recovery_kit`. */
export async function readGivenKey(given: GivenKey): Promise<Result<ReadKey>> {
  if (given.kind === 'passkey') {
    const seed = await passkeyMethodSeed(given.prf);
    return ok(await withProof('passkey', seed, undefined));
  }
  const sheet = parseKeySheet(given.text);
  return sheet.ok ? ok(await withProof('qr', sheet.value.seed, sheet.value.seen)) : sheet;
}

async function withProof(
  kind: GivenKey['kind'],
  seed: MethodSeed,
  seen: ReadKey['seen'] | undefined,
): Promise<ReadKey> {
  return {
    kind,
    seed,
    seen: seen ?? { keyStorageVersion: 0, stateRevision: 0 },
    proofB64: toBase64Url(await methodProof(seed)),
  };
}
