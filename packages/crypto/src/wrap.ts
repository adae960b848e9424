import { type Bytes, concatBytes } from '@postern/core';
import {
  boundContext,
  encapsulationBytes,
  frameHeader,
  headerBytes,
  isWrapped,
  sealingKeyBytes,
} from './frames.ts';
import type { WrappedContexts, WrappedType } from './object-types.ts';
import type { AnySecret, GroupKeySeed, OrganizationKeySeed, SealingSeed } from './secrets.ts';

/**
 * SPEC: docs/protocol/objects.md, the wrapped frame: HPKE (RFC 9180) base mode with X-Wing, HKDF-SHA-256 and
 * AES-256-GCM. One suite; no message names another. A wrap proves nothing about who made it: anybody can wrap to a
 * public key, so what was unwrapped counts only against a signed commitment.
 */
async function makeSuite() {
  const [{ Aes256Gcm, CipherSuite, HkdfSha256 }, { XWing }] = await Promise.all([
    import('@hpke/core'),
    import('@hpke/hybridkem-x-wing'),
  ]);
  const kem = new XWing();
  return { kem, suite: new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes256Gcm() }) };
}

let made: ReturnType<typeof makeSuite> | undefined;
/** Loaded with the first key: a page that waits for a password needs none of it. A load that failed is tried again. */
function loadSuite(): ReturnType<typeof makeSuite> {
  made ??= makeSuite().catch((error: unknown) => {
    made = undefined;
    throw error;
  });
  return made;
}

/** An X-Wing key pair; the private half stays an object of the library and is never serialised. */
export interface SealingKeyPair {
  /** 1,216 bytes. */
  readonly publicKey: Bytes;
  readonly privateKey: CryptoKey;
}

/** The key pair that a 32-byte seed stands for: the same one on every device. */
export async function sealingKeyPairFromSeed(
  seed: SealingSeed | OrganizationKeySeed | GroupKeySeed,
): Promise<SealingKeyPair> {
  const { kem } = await loadSuite();
  // The library keeps the buffer it is given, hence a copy of our own.
  const pair = await kem.generateKeyPairDerand(seed.slice());
  return {
    publicKey: new Uint8Array(await kem.serializePublicKey(pair.publicKey)).slice(),
    privateKey: pair.privateKey,
  };
}

/**
 * The wrapped object that carries a secret to the holder of `recipientPublicKey` (1,216 bytes), or `undefined` when
 * that is no X-Wing public key. Callers take the key from something verified, never from an answer of the server alone.
 */
export async function wrapTo<Type extends WrappedType>(
  type: Type,
  recipientPublicKey: Bytes,
  context: WrappedContexts[Type],
  secret: AnySecret,
): Promise<Bytes | undefined> {
  if (recipientPublicKey.length !== sealingKeyBytes) return undefined;
  const info = boundContext(type, context);
  const { kem, suite } = await loadSuite();
  try {
    const publicKey = await kem.deserializePublicKey(recipientPublicKey.slice().buffer);
    const { enc, ct } = await suite.seal(
      { recipientPublicKey: publicKey, info: info.buffer },
      secret.slice().buffer,
    );
    return concatBytes(frameHeader(type), new Uint8Array(enc), new Uint8Array(ct));
  } catch {
    return undefined;
  }
}

/** The 32 bytes of a wrapped object, or `undefined`: one failure, no reason. Compare its commitment before using it. */
export async function unwrap<Type extends WrappedType>(
  type: Type,
  keyPair: SealingKeyPair,
  context: WrappedContexts[Type],
  bytes: Bytes,
): Promise<Bytes | undefined> {
  if (!isWrapped(bytes, type)) return undefined;
  const enc = bytes.slice(headerBytes, headerBytes + encapsulationBytes).buffer;
  const ciphertext = bytes.slice(headerBytes + encapsulationBytes).buffer;
  const info = boundContext(type, context).buffer;
  const { suite } = await loadSuite();
  try {
    return new Uint8Array(await suite.open({ recipientKey: keyPair.privateKey, enc, info }, ciphertext));
  } catch {
    return undefined;
  }
}
