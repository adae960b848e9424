import type { PasskeyCreation } from '@postern/client';
import { randomBytes, toBase64Url } from '@postern/core';
import { describe, expect, it } from 'vitest';
import { creationOptions, failureOf, requestOptions } from './passkey-ceremony.ts';

const challenge = randomBytes(32);
const credential = randomBytes(48);

const creation: PasskeyCreation = {
  challenge: toBase64Url(challenge),
  rp: { id: 'vault.northwind.example', name: 'Postern' },
  user: { id: toBase64Url(randomBytes(16)), name: 'maya@northwind.example', displayName: 'maya' },
  pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
  excludeCredentials: [{ type: 'public-key', id: toBase64Url(credential), transports: ['usb'] }],
  authenticatorSelection: {
    residentKey: 'preferred',
    requireResidentKey: false,
    userVerification: 'required',
  },
  attestation: 'none',
  timeout: 60_000,
};

describe('options of a passkey', () => {
  it('become bytes where the browser wants bytes, and nothing else changes', () => {
    const options = creationOptions(creation);
    expect(options?.challenge).toEqual(challenge);
    expect(options?.rp).toEqual(creation.rp);
    expect(options?.user).toMatchObject({ name: 'maya@northwind.example', displayName: 'maya' });
    expect(options?.excludeCredentials).toEqual([
      { type: 'public-key', id: credential, transports: ['usb'] },
    ]);
    expect(options?.authenticatorSelection?.userVerification).toBe('required');
  });

  it('of a request name the credentials of the account', () => {
    const options = requestOptions({
      challenge: toBase64Url(challenge),
      rpId: 'vault.northwind.example',
      allowCredentials: [{ type: 'public-key', id: toBase64Url(credential) }],
      userVerification: 'required',
      timeout: 60_000,
    });
    expect(options).toEqual({
      challenge,
      rpId: 'vault.northwind.example',
      allowCredentials: [{ type: 'public-key', id: credential }],
      userVerification: 'required',
      timeout: 60_000,
    });
  });

  it('with something that is not base64url are none', () => {
    const allowCredentials: [] = [];
    const rest = { rpId: 'x.example', allowCredentials, userVerification: 'required', timeout: 1 } as const;
    expect(requestOptions({ ...rest, challenge: 'a+b/' })).toBeUndefined();
    expect(
      requestOptions({ ...rest, challenge: 'AAAA', allowCredentials: [{ type: 'public-key', id: '=' }] }),
    ).toBeUndefined();
  });
});

describe('what a browser throws', () => {
  it.each([
    ['NotAllowedError', 'cancelled'],
    ['AbortError', 'cancelled'],
    ['InvalidStateError', 'registered'],
    ['NotSupportedError', 'unsupported'],
    ['ConstraintError', 'unsupported'],
    ['SecurityError', 'wrong_address'],
    ['UnknownError', 'failed'],
  ])('%s is told as %s', (name, failure) => {
    expect(failureOf(new DOMException('', name))).toBe(failure);
  });

  it('that is no error is a failure all the same', () => {
    expect(failureOf('text')).toBe('failed');
  });
});
