import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { PasskeyCreation, PasskeyRequest } from '@postern/contract';
import { toBase64Url } from '@postern/core';

/** How an answer is to be wrong. */
export interface Twist {
  readonly origin?: string;
  readonly userVerified?: boolean;
  /** Instead of one more than the last. */
  readonly count?: number;
  readonly challenge?: string;
}

/**
 * SPEC: WebAuthn Level 3, section 6, as far as a relying party sees it: an authenticator in software with an ES256 key
 * for each site. Answers are as `toJSON()` gives them in a browser, extension results included.
 */
export class SoftwareAuthenticator {
  readonly #origin: string;
  readonly #credentials = new Map<string, { readonly key: KeyObject; count: number }>();

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** What `navigator.credentials.create` would answer. */
  create(options: PasskeyCreation, twist: Twist = {}) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const credentialId = randomBytes(32);
    const id = toBase64Url(credentialId);
    const count = twist.count ?? 1;
    this.#credentials.set(id, { key: privateKey, count });
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    const coseKey = Buffer.concat([
      cborHead(mapType, 5),
      ...[cborInt(1), cborInt(2), cborInt(3), cborInt(-7), cborInt(-1), cborInt(1)],
      ...[cborInt(-2), cborBytes(Buffer.from(x, 'base64url'))],
      ...[cborInt(-3), cborBytes(Buffer.from(y, 'base64url'))],
    ]);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(credentialId.length);
    const attested = Buffer.concat([Buffer.alloc(16), length, credentialId, coseKey]);
    const authData = Buffer.concat([this.#authData(options.rp.id, twist, count, true), attested]);
    const attestationObject = Buffer.concat([
      cborHead(mapType, 3),
      ...[cborText('fmt'), cborText('none'), cborText('attStmt'), cborHead(mapType, 0)],
      ...[cborText('authData'), cborBytes(authData)],
    ]);
    return {
      ...{ id, rawId: id, type: 'public-key', clientExtensionResults: { prf: { enabled: true } } },
      response: {
        clientDataJSON: toBase64Url(this.#clientData('webauthn.create', options.challenge, twist)),
        attestationObject: toBase64Url(attestationObject),
        transports: ['internal', 'of-tomorrow'],
      },
    };
  }

  /** What `navigator.credentials.get` would answer: with the first passkey asked for that it has. */
  get(options: PasskeyRequest, twist: Twist = {}) {
    const id = options.allowCredentials.find((one) => this.#credentials.has(one.id))?.id ?? '';
    const credential = this.#credentials.get(id);
    if (!credential) throw new Error('this authenticator has none of the passkeys that are asked for');
    const count = twist.count ?? credential.count + 1;
    credential.count = Math.max(credential.count, count);
    const authData = this.#authData(options.rpId, twist, count, false);
    const clientData = this.#clientData('webauthn.get', options.challenge, twist);
    const hash = createHash('sha256').update(clientData).digest();
    return {
      ...{
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: { prf: { results: { first: 'key' } } },
      },
      response: {
        clientDataJSON: toBase64Url(clientData),
        authenticatorData: toBase64Url(authData),
        signature: toBase64Url(sign('sha256', Buffer.concat([authData, hash]), credential.key)),
        userHandle: null,
      },
    };
  }

  #clientData(type: string, challenge: string, twist: Twist): Buffer {
    const origin = twist.origin ?? this.#origin;
    return Buffer.from(
      JSON.stringify({ type, challenge: twist.challenge ?? challenge, origin, crossOrigin: false }),
    );
  }

  #authData(rpId: string, { userVerified = true }: Twist, count: number, isNew: boolean): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(count);
    const flags = Buffer.from([0x01 | (userVerified ? 0x04 : 0) | (isNew ? 0x40 : 0)]);
    return Buffer.concat([createHash('sha256').update(rpId).digest(), flags, counter]);
  }
}

/** SPEC: RFC 8949, the few forms that an attestation needs. */
const mapType = 5;

function cborHead(type: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(type << 5) | value]);
  if (value < 256) return Buffer.from([(type << 5) | 24, value]);
  return Buffer.from([(type << 5) | 25, value >> 8, value & 0xff]);
}

function cborInt(value: number): Buffer {
  return value < 0 ? cborHead(1, -1 - value) : cborHead(0, value);
}

function cborBytes(bytes: Buffer): Buffer {
  return Buffer.concat([cborHead(2, bytes.length), bytes]);
}

function cborText(text: string): Buffer {
  return Buffer.concat([cborHead(3, text.length), Buffer.from(text)]);
}
