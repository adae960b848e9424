import {
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  verify as nodeVerify,
} from 'node:crypto';
import { Aes256Gcm, CipherSuite, HkdfSha256 } from '@hpke/core';
import { XWing } from '@hpke/hybridkem-x-wing';
import { type Bytes, toBase64Url } from '@postern/core';
import { describe, expect, it } from 'vitest';
import { sampleSealedContexts, sampleWrappedContexts } from '../test/sample-contexts.ts';
import { commit, deriveBytes } from './derive.ts';
import { hashB64 } from './hash.ts';
import { ObjectType } from './object-types.ts';
import { deriveSealingKey, seal } from './seal.ts';
import { drawSecret, type SealingSeed, type SigningSeed, type VaultKey } from './secrets.ts';
import { signingKeyFromSeed, signObject } from './sign.ts';
import { sealingKeyPairFromSeed, wrapTo } from './wrap.ts';

/**
 * The layout once more, written from docs/protocol/objects.md with another implementation (node:crypto) and by hand,
 * so that frames and derivations are what the document says and not merely what both ends of our code agree on.
 */
const hex = (text: string) => Buffer.from(text, 'hex');

describe('by the document', () => {
  it('a derivation is HKDF-SHA-256 with an empty salt and "postern/1/" labels', async () => {
    const secret = drawSecret<VaultKey>();
    const byNode = (info: string) => new Uint8Array(hkdfSync('sha256', secret, '', info, 32));
    expect(await deriveBytes(secret, 'header')).toEqual(byNode('postern/1/header'));
    expect(await deriveBytes(secret, 'body', 'AAAA')).toEqual(byNode('postern/1/body/AAAA'));
    expect(await commit(secret, { b: 1, a: 'x' })).toBe(
      toBase64Url(byNode('postern/1/commit/{"a":"x","b":1}')),
    );
  });

  it('a sealed object is header, nonce, ciphertext and tag, with the context as additional data', async () => {
    const secret = drawSecret<VaultKey>();
    const context = sampleSealedContexts[ObjectType.entryHeader];
    const bytes = await seal(
      ObjectType.entryHeader,
      await deriveSealingKey(secret, 'header'),
      context,
      hex('c0ffee') as Bytes,
    );
    expect(Buffer.from(bytes.subarray(0, 6)).toString('hex')).toBe('5053544e0114');
    const key = new Uint8Array(hkdfSync('sha256', secret, '', 'postern/1/header', 32));
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(6, 18));
    const { entry, epoch, org, revision, vault } = context;
    const canonical = `{"entry":"${entry}","epoch":${epoch},"org":"${org}","revision":${revision},"vault":"${vault}"}`;
    decipher.setAAD(Buffer.concat([hex('5053544e0114'), Buffer.from(canonical)]));
    decipher.setAuthTag(bytes.subarray(-16));
    const plaintext = Buffer.concat([decipher.update(bytes.subarray(18, -16)), decipher.final()]);
    expect(plaintext.toString('hex')).toBe('c0ffee');
  });

  it('a signed object is header, signature and payload, and the signature covers header and payload', async () => {
    const seed = drawSecret<SigningSeed>();
    const key = await signingKeyFromSeed(seed);
    const bytes = await signObject(ObjectType.manifest, key, { seq: 1, kind: 'manifest' });
    expect(Buffer.from(bytes.subarray(70)).toString()).toBe('{"kind":"manifest","seq":1}');
    const message = Buffer.concat([hex('5053544e0104'), bytes.subarray(70)]);
    const der = Buffer.concat([hex('302e020100300506032b657004220420'), seed]);
    const nodeKey = createPublicKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
    expect(nodeVerify(null, message, nodeKey, bytes.subarray(6, 70))).toBe(true);
    expect(nodeKey.export({ format: 'jwk' }).x).toBe(toBase64Url(key.publicKey));
    expect(hashB64(bytes)).toBe(createHash('sha256').update(bytes).digest('base64url'));
  });

  it('a wrapped object is header, encapsulation, ciphertext and tag, with the context as info', async () => {
    const seed = drawSecret<SealingSeed>();
    const secret = drawSecret<VaultKey>();
    const context = sampleWrappedContexts[ObjectType.organizationKey];
    const { publicKey } = await sealingKeyPairFromSeed(seed);
    const bytes = (await wrapTo(ObjectType.organizationKey, publicKey, context, secret)) as Bytes;
    expect(Buffer.from(bytes.subarray(0, 6)).toString('hex')).toBe('5053544e0123');
    const { epoch, granter, org, recipient } = context;
    const canonical = `{"epoch":${epoch},"granter":"${granter}","org":"${org}","recipient":"${recipient}"}`;
    const kem = new XWing();
    const suite = new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes256Gcm() });
    const opened = await suite.open(
      {
        recipientKey: await kem.deserializePrivateKey(seed.slice().buffer),
        enc: bytes.slice(6, 1126).buffer,
        info: new Uint8Array(Buffer.concat([hex('5053544e0123'), Buffer.from(canonical)])).buffer,
      },
      bytes.slice(1126).buffer,
    );
    expect(new Uint8Array(opened)).toEqual(new Uint8Array(secret));
  });
});

describe('X-Wing, as the draft has it (draft-connolly-cfrg-xwing-kem, test vector 1)', () => {
  const seed = new Uint8Array(
    hex('7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26'),
  ) as SealingSeed;

  it('derives the public key', async () => {
    const { publicKey } = await sealingKeyPairFromSeed(seed);
    const asHex = Buffer.from(publicKey).toString('hex');
    expect(asHex.slice(0, 64)).toBe('e2236b35a8c24b39b10aa1323a96a919a2ced88400633a7b07131713fc14b2b5');
    expect(publicKey).toHaveLength(1216);
  });

  it('agrees on the shared secret', async () => {
    const kem = new XWing();
    const pair = await kem.generateKeyPairDerand(seed.slice());
    const ekm = new Uint8Array(
      hex(
        '3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e235b8cc873c23dc62b8d260169afa2f75ab916a58d974918835d25e6a435085b2',
      ),
    );
    const { sharedSecret, enc } = await kem.encap({ recipientPublicKey: pair.publicKey, ekm });
    const expected = 'd2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384';
    expect(Buffer.from(sharedSecret).toString('hex')).toBe(expected);
    const back = await kem.decap({ recipientKey: pair.privateKey, enc });
    expect(Buffer.from(back).toString('hex')).toBe(expected);
  });
});
