import { type Bytes, concatBytes, type Json, maxSealedBytes, utf8 } from '@postern/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleSealedContexts, sampleWrappedContexts, swappedContexts } from '../test/sample-contexts.ts';
import { isSealed, isWrapped, parseSigned, wrappedBytes } from './frames.ts';
import { ObjectType, type SealedContexts, type SealedType, type WrappedType } from './object-types.ts';
import { deriveSealingKey, open, seal } from './seal.ts';
import { type AccountSecret, drawSecret, type SealingSeed, type SigningSeed } from './secrets.ts';
import { signingKeyFromSeed, signObject } from './sign.ts';
import { verifySigned } from './verify-signed.ts';
import { sealingKeyPairFromSeed, unwrap, wrapTo } from './wrap.ts';

const sealedTypes = Object.keys(sampleSealedContexts).map(Number) as SealedType[];
const wrappedTypes = Object.keys(sampleWrappedContexts).map(Number) as WrappedType[];
const signedTypes = [
  ObjectType.keyStatement,
  ObjectType.keyStorage,
  ObjectType.ledgerEvent,
  ObjectType.manifest,
  ObjectType.recoveryProof,
  ObjectType.keySuccession,
] as const;

/** The object with one bit flipped at every position given, cut short, and extended. */
function damaged(bytes: Bytes, positions: readonly number[]): readonly Bytes[] {
  const flipped = positions.map((at) => {
    const out = bytes.slice();
    out[at] = (out[at] as number) ^ 0x01;
    return out;
  });
  return [
    ...flipped,
    bytes.slice(0, -1),
    bytes.slice(0, 5),
    bytes.slice(0, 6),
    new Uint8Array(0),
    concatBytes(bytes, new Uint8Array(1)),
  ];
}

const withType = (bytes: Bytes, type: number) => {
  const out = bytes.slice();
  out[5] = type;
  return out;
};

describe('sealed objects', () => {
  const plaintext = utf8('maya’s plaintext');

  it.each(sealedTypes)('of type %i open in their context only', async (type) => {
    const key = await deriveSealingKey(drawSecret<AccountSecret>(), 'state');
    const context = sampleSealedContexts[type];
    const bytes = await seal(type, key, context, plaintext);
    expect(isSealed(bytes, type)).toBe(true);
    expect(await open(type, key, context, bytes)).toEqual(plaintext);
    for (const other of swappedContexts(context)) {
      expect(await open(type, key, other as typeof context, bytes)).toBeUndefined();
    }
    for (const wrong of damaged(bytes, [...bytes.keys()])) {
      expect(await open(type, key, context, wrong)).toBeUndefined();
    }
    for (const otherType of sealedTypes.filter((one) => one !== type)) {
      const relabelled = withType(bytes, otherType);
      expect(await open(otherType, key, context as never, relabelled)).toBeUndefined();
    }
    const otherKey = await deriveSealingKey(drawSecret<AccountSecret>(), 'state');
    expect(await open(type, otherKey, context, bytes)).toBeUndefined();
  });

  it('bring any plaintext back, never twice the same bytes', async () => {
    const key = await deriveSealingKey(drawSecret<AccountSecret>(), 'replica');
    const context: SealedContexts[typeof ObjectType.replicaRecord] =
      sampleSealedContexts[ObjectType.replicaRecord];
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (content) => {
        const bytes = await seal(ObjectType.replicaRecord, key, context, new Uint8Array(content));
        expect(await open(ObjectType.replicaRecord, key, context, bytes)).toEqual(new Uint8Array(content));
        expect(await seal(ObjectType.replicaRecord, key, context, new Uint8Array(content))).not.toEqual(
          bytes,
        );
      }),
    );
  });

  it('are at most 1 MiB', async () => {
    const key = await deriveSealingKey(drawSecret<AccountSecret>(), 'state');
    const context = sampleSealedContexts[ObjectType.accountState];
    const largest = await seal(ObjectType.accountState, key, context, new Uint8Array(maxSealedBytes - 34));
    expect(isSealed(largest, ObjectType.accountState)).toBe(true);
    expect(isSealed(concatBytes(largest, new Uint8Array(1)), ObjectType.accountState)).toBe(false);
    await expect(
      seal(ObjectType.accountState, key, context, new Uint8Array(maxSealedBytes - 33)),
    ).rejects.toThrow(RangeError);
  });

  it('are sealed under keys that can not be read out', async () => {
    const key = await deriveSealingKey(drawSecret<AccountSecret>(), 'state');
    expect(key.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow();
  });
});

describe('wrapped keys', () => {
  it.each(wrappedTypes)('of type %i open in their context and for their recipient only', async (type) => {
    const recipient = await sealingKeyPairFromSeed(drawSecret<SealingSeed>());
    const stranger = await sealingKeyPairFromSeed(drawSecret<SealingSeed>());
    const secret = drawSecret<AccountSecret>();
    const context = sampleWrappedContexts[type];
    const bytes = (await wrapTo(type, recipient.publicKey, context, secret)) as Bytes;
    expect(isWrapped(bytes, type)).toBe(true);
    expect(bytes.length).toBe(wrappedBytes);
    expect(await unwrap(type, recipient, context, bytes)).toEqual(secret);
    expect(await unwrap(type, stranger, context, bytes)).toBeUndefined();
    for (const other of swappedContexts(context)) {
      expect(await unwrap(type, recipient, other as typeof context, bytes)).toBeUndefined();
    }
    // One position per region: magic, version, type, ML-KEM ciphertext, X25519 share, sealed secret, tag.
    for (const wrong of damaged(bytes, [0, 3, 4, 5, 6, 600, 1093, 1094, 1125, 1126, 1157, 1158, 1173])) {
      expect(await unwrap(type, recipient, context, wrong)).toBeUndefined();
    }
    for (const otherType of wrappedTypes.filter((one) => one !== type)) {
      expect(
        await unwrap(otherType, recipient, context as never, withType(bytes, otherType)),
      ).toBeUndefined();
    }
  });

  it('are not made for what is no X-Wing public key', async () => {
    const secret = drawSecret<AccountSecret>();
    const context = sampleWrappedContexts[ObjectType.vaultKey];
    expect(await wrapTo(ObjectType.vaultKey, new Uint8Array(1215), context, secret)).toBeUndefined();
    // Coefficients above the modulus: refused by the check of FIPS 203, section 7.2.
    const badModulus = new Uint8Array(1216).fill(0xff);
    expect(await wrapTo(ObjectType.vaultKey, badModulus, context, secret)).toBeUndefined();
  });

  it('go to the same pair whichever device derives it', async () => {
    const seed = drawSecret<SealingSeed>();
    expect((await sealingKeyPairFromSeed(seed)).publicKey).toEqual(
      (await sealingKeyPairFromSeed(seed)).publicKey,
    );
  });
});

describe('signed objects', () => {
  const payload: Json = { by: 'maya', kind: 'test', list: [1, 2, 3] };

  it.each(signedTypes)('of type %i verify as what they are only', async (type) => {
    const key = await signingKeyFromSeed(drawSecret<SigningSeed>());
    const stranger = await signingKeyFromSeed(drawSecret<SigningSeed>());
    const bytes = await signObject(type, key, payload);
    expect(await verifySigned(bytes, type, key.publicKey)).toEqual({ ok: true, value: payload });
    expect(await verifySigned(bytes, type, stranger.publicKey)).toEqual({
      ok: false,
      code: 'signature_wrong',
    });
    for (const wrong of damaged(bytes, [...bytes.keys()])) {
      expect((await verifySigned(wrong, type, key.publicKey)).ok).toBe(false);
    }
    for (const otherType of signedTypes.filter((one) => one !== type)) {
      expect(await verifySigned(bytes, otherType, key.publicKey)).toEqual({
        ok: false,
        code: 'object_malformed',
      });
      expect(await verifySigned(withType(bytes, otherType), otherType, key.publicKey)).toEqual({
        ok: false,
        code: 'signature_wrong',
      });
    }
  });

  it.each(['{"b":1,"a":1}', '{"a":1,"a":1}', '{"a": 1}', '{"a":1.5}', '{"a":9007199254740993}', ''])(
    'with the payload %j are malformed even when somebody signed it (X22)',
    async (text) => {
      const { publicKey, privateKey } = await signingKeyFromSeed(drawSecret<SigningSeed>());
      const header = new Uint8Array([0x50, 0x53, 0x54, 0x4e, 1, ObjectType.ledgerEvent]);
      const message = concatBytes(header, utf8(text));
      const signature = new Uint8Array(await crypto.subtle.sign('Ed25519', privateKey, message));
      const bytes = concatBytes(header, signature, utf8(text));
      expect(parseSigned(bytes, ObjectType.ledgerEvent)).toBeUndefined();
      expect(await verifySigned(bytes, ObjectType.ledgerEvent, publicKey)).toEqual({
        ok: false,
        code: 'object_malformed',
      });
    },
  );

  it('come from keys that can not be read out', async () => {
    const key = await signingKeyFromSeed(drawSecret<SigningSeed>());
    await expect(crypto.subtle.exportKey('pkcs8', key.privateKey)).rejects.toThrow();
  });
});
