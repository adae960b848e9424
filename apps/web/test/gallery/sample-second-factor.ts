import type { SecondFactorPort, SecondFactorStep, SecondFactorView } from '@postern/client';
import { type FactorId, ok, randomBytes, refuse, toBase64Url } from '@postern/core';

const now = Date.now();
const day = 86_400_000;
const id = (text: string) => text.padEnd(21, 'A').slice(0, 21).concat('A') as FactorId;
const bytes = (length: number) => toBase64Url(randomBytes(length));

const factors: readonly SecondFactorView[] = [
  {
    factor: id('key'),
    kind: 'passkey',
    name: 'Passkey of Firefox on Linux',
    createdAtMs: now - 12 * day,
  },
  {
    factor: id('totp'),
    kind: 'totp',
    name: 'Work phone',
    createdAtMs: now - 140 * day,
    lastUsedAtMs: now - day,
  },
  { factor: id('mail'), kind: 'mail', name: '', createdAtMs: now - 300 * day, lastUsedAtMs: now - 80 * day },
];

/** What an account can be asked for. `weak`: nothing but a mailed code. */
export function sampleStep(weak = false): SecondFactorStep {
  return {
    kind: 'second_factor',
    kinds: weak ? ['mail'] : ['passkey', 'totp', 'backup', 'mail'],
    ...(weak
      ? {}
      : {
          passkey: {
            challenge: bytes(32),
            rpId: location.hostname,
            allowCredentials: [{ type: 'public-key', id: bytes(32) }],
            userVerification: 'required',
            timeout: 60_000,
          },
        }),
    expiresAtMs: now + 600_000,
  };
}

/** Codes made of one digit are taken for wrong, so that a refusal can be looked at. */
const isWrong = (code: string) => /^(\d)\1*$/.test(code.replaceAll(/\s/g, ''));

/** The second factors of the sample account: none, one, or three, by the state that is asked for. */
export function sampleSecondFactor(as: string): SecondFactorPort {
  const none = as === 'no-factors' || as === 'mfa-set-up';
  let kept = none ? [] : as === 'one-factor' ? factors.slice(1, 2) : factors;
  let backupCodesLeft = none || as === 'one-factor' ? 0 : 7;
  // Asks for the password at the first try and for the second factor at the next.
  const stillAsked = as === 'step-up' ? ['second_factor_required', 'reauthentication_required'] : [];
  const fresh = () => {
    const code = stillAsked.pop();
    return code === undefined ? undefined : refuse(code);
  };
  const add = (kind: SecondFactorView['kind'], name: string) => {
    const factor: SecondFactorView = { factor: id(`new${kept.length}`), kind, name, createdAtMs: now };
    kept = [...kept, factor];
    return ok(factor);
  };
  return {
    list: async () => ok({ factors: [...kept], backupCodesLeft, usedInSession: [] }),
    ask: async () => ok(sampleStep(as === 'mfa-weak')),
    give: async (proof) =>
      proof.kind !== 'passkey' && isWrong(proof.code) ? refuse('second_factor_wrong') : ok(),
    mailCode: async () => ok(),
    beginTotp: async () =>
      fresh() ??
      ok({
        secretB32: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
        uri: 'otpauth://totp/Postern:maya%40northwind.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Postern',
        expiresAtMs: now + 600_000,
      }),
    finishTotp: async (name, code) =>
      isWrong(code) ? refuse('second_factor_wrong', { field: '/code' }) : add('totp', name),
    beginPasskey: async () =>
      fresh() ??
      ok({
        challenge: bytes(32),
        rp: { id: location.hostname, name: 'Postern' },
        user: { id: bytes(16), name: 'maya@northwind.example', displayName: 'maya@northwind.example' },
        pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
        excludeCredentials: [],
        authenticatorSelection: {
          residentKey: 'preferred',
          requireResidentKey: false,
          userVerification: 'required',
        },
        attestation: 'none',
        timeout: 60_000,
      }),
    finishPasskey: async (name) => add('passkey', name),
    beginMail: async () => fresh() ?? ok(),
    finishMail: async (code) => (isWrong(code) ? refuse('code_wrong', { field: '/code' }) : add('mail', '')),
    makeBackupCodes: async () => {
      backupCodesLeft = 10;
      const tails = [
        'M4XJ9',
        'T81VA',
        'Q0RZ6',
        'H7C2E',
        'W5NPK',
        'B3FDG',
        'Y9S4M',
        'J6XT1',
        'K2AV8',
        'R0QE5',
      ];
      return fresh() ?? ok(tails.map((tail, at) => `7K${at}QD-${tail}`));
    },
    rename: async (factor, name) => {
      kept = kept.map((each) => (each.factor === factor ? { ...each, name } : each));
      return ok();
    },
    remove: async (factor) => {
      const refused = fresh();
      if (refused !== undefined) return refused;
      kept = kept.filter((each) => each.factor !== factor);
      return ok();
    },
  };
}
