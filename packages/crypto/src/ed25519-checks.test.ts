import { type Bytes, concatBytes, utf8 } from '@postern/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptablePublicKey, acceptableSignature } from './ed25519-checks.ts';
import { frameHeader } from './frames.ts';
import { ObjectType } from './object-types.ts';
import { drawSecret, type SigningSeed } from './secrets.ts';
import { signingKeyFromSeed, signObject } from './sign.ts';
import { verifyBytes, verifySigned } from './verify-signed.ts';

const fromHex = (hex: string): Bytes => Uint8Array.from(Buffer.from(hex, 'hex'));
const ff = 'ff'.repeat(30);

/** Every 32-byte string that decodes to a point of order 1, 2, 4 or 8, second spellings included. */
const smallOrderEncodings = [
  `01${'00'.repeat(31)}`,
  `01${'00'.repeat(30)}80`,
  `ec${ff}7f`,
  `ec${ff}ff`,
  '00'.repeat(32),
  `${'00'.repeat(31)}80`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
  `ed${ff}7f`,
  `ed${ff}ff`,
  `ee${ff}7f`,
  `ee${ff}ff`,
];
const identity = fromHex(smallOrderEncodings[0] as string);
/** R = identity, S = 0: holds for every message under an identity key. */
const forged = concatBytes(identity, new Uint8Array(32));

describe('public keys', () => {
  it.each(smallOrderEncodings)('of small order are refused: %s', (hex) => {
    expect(acceptablePublicKey(fromHex(hex))).toBe(false);
    expect(acceptableSignature(concatBytes(fromHex(hex), new Uint8Array(32)))).toBe(false);
  });

  it.each(['ed', 'ee', 'f0', 'fe', 'ff'])('of a second spelling are refused: y starts with %s', (low) => {
    expect(acceptablePublicKey(fromHex(`${low}${ff}7f`))).toBe(false);
    expect(acceptablePublicKey(fromHex(`${low}${ff}ff`))).toBe(false);
  });

  it('of another length are refused', () => {
    for (const length of [0, 31, 33, 64]) {
      expect(acceptablePublicKey(new Uint8Array(length).fill(9))).toBe(false);
    }
  });

  it('that honest people draw are accepted, with their signatures', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.uint8Array(),
        async (seed, message) => {
          const key = await signingKeyFromSeed(new Uint8Array(seed) as SigningSeed);
          const signature = new Uint8Array(
            await crypto.subtle.sign('Ed25519', key.privateKey, new Uint8Array(message)),
          );
          expect(await verifyBytes(key.publicKey, signature, new Uint8Array(message))).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('the forged signature of an identity key (X21)', () => {
  it('is accepted by plain WebCrypto here, for a message nobody signed', async () => {
    const key = await crypto.subtle.importKey('raw', identity, 'Ed25519', false, ['verify']);
    expect(await crypto.subtle.verify('Ed25519', key, forged, utf8('pay everything'))).toBe(true);
  });

  it('is refused by us', async () => {
    expect(await verifyBytes(identity, forged, utf8('pay everything'))).toBe(false);
    const object = concatBytes(frameHeader(ObjectType.ledgerEvent), forged, utf8('{"kind":"ledger-event"}'));
    expect(await verifySigned(object, ObjectType.ledgerEvent, identity)).toEqual({
      ok: false,
      code: 'signature_wrong',
    });
  });
});

describe('signatures', () => {
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  const littleEndian = (value: bigint): Bytes =>
    fromHex(value.toString(16).padStart(64, '0')).reverse() as Bytes;
  const toBigInt = (bytes: Bytes) => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
  const somePoint = fromHex(`58${'66'.repeat(31)}`);

  it('are refused from S = L on', () => {
    expect(acceptableSignature(concatBytes(somePoint, littleEndian(order - 1n)))).toBe(true);
    expect(acceptableSignature(concatBytes(somePoint, littleEndian(order)))).toBe(false);
    expect(acceptableSignature(concatBytes(somePoint, littleEndian(order + 1n)))).toBe(false);
    expect(acceptableSignature(concatBytes(somePoint, new Uint8Array(32).fill(0xff)))).toBe(false);
  });

  it('have no second spelling: the same signature with S + L is refused', async () => {
    const key = await signingKeyFromSeed(drawSecret<SigningSeed>());
    const object = await signObject(ObjectType.manifest, key, { kind: 'manifest' });
    const malleated = object.slice();
    malleated.set(littleEndian(toBigInt(object.slice(38, 70)) + order), 38);
    expect((await verifySigned(object, ObjectType.manifest, key.publicKey)).ok).toBe(true);
    expect((await verifySigned(malleated, ObjectType.manifest, key.publicKey)).ok).toBe(false);
  });

  it('are false, and nothing is thrown, for a key that is no point of the curve', async () => {
    const noPoint = fromHex(`02${'00'.repeat(31)}`);
    const signature = concatBytes(somePoint, littleEndian(5n));
    expect(acceptablePublicKey(noPoint)).toBe(true);
    expect(await verifyBytes(noPoint, signature, utf8('x'))).toBe(false);
    expect(await verifyBytes(noPoint, signature, utf8('x'))).toBe(false);
  });
});
