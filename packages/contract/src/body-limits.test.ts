import { maxEntryHeaderBytes, maxKeyStorageMethods, maxSealedBytes, newId, toBase64Url } from '@postern/core';
import { describe, expect, it } from 'vitest';
import { finishPasswordChange, putAccountState } from './account/account.ts';
import { finishSignUp } from './account/sign-up.ts';
import { defaultBodyLimitBytes } from './endpoint.ts';
import { writeVault } from './vault/vault.ts';

const bytesB64 = (count: number) => toBase64Url(new Uint8Array(count));

const state = { revision: Number.MAX_SAFE_INTEGER, sealed: bytesB64(maxSealedBytes) };
const keys = {
  keyStorage: bytesB64(64 * 1024),
  methods: Array.from({ length: maxKeyStorageMethods }, () => ({
    id: newId(),
    kind: 'password',
    anchor: bytesB64(1024),
    wrap: bytesB64(4096),
  })),
  bundle: bytesB64(1024),
};
const registrationRecord = 'A'.repeat(2048);

/** The largest that the schema of each takes, where that is what has to fit. */
const largest = [
  { endpoint: putAccountState, body: state },
  { endpoint: finishPasswordChange, body: { registrationRecord, keys, state } },
  {
    endpoint: finishSignUp,
    body: {
      ticket: bytesB64(32),
      registrationRecord,
      account: newId(),
      keyStatement: bytesB64(4096),
      keys,
      state,
      client: { kind: 'extension', version: '100.100.100' },
    },
  },
  {
    endpoint: writeVault,
    body: {
      manifest: bytesB64(4096),
      changes: [
        {
          entry: newId(),
          revision: Number.MAX_SAFE_INTEGER,
          epoch: Number.MAX_SAFE_INTEGER,
          header: bytesB64(maxEntryHeaderBytes),
          body: bytesB64(maxSealedBytes),
        },
      ],
    },
  },
];

describe('the limit of a body', () => {
  it.each(largest)('leaves room for the largest objects: $endpoint.name', ({ endpoint, body }) => {
    expect(endpoint.body?.safeParse(body).error).toBeUndefined();
    const limit = endpoint.bodyLimitBytes ?? defaultBodyLimitBytes;
    expect(JSON.stringify(body).length).toBeLessThanOrEqual(limit);
  });

  it('is above that of an object, whose own limit then names the field', () => {
    const over = { ...state, sealed: bytesB64(maxSealedBytes + 1) };
    expect(JSON.stringify(over).length).toBeLessThan(putAccountState.bodyLimitBytes ?? 0);
    expect(putAccountState.body?.safeParse(over).error?.issues).toMatchObject([
      { path: ['sealed'], message: `expected at most ${maxSealedBytes} bytes` },
    ]);
  });

  it('takes no more methods than a key storage lists', () => {
    const more = { ...keys, methods: [...keys.methods, keys.methods[0]] };
    const parsed = finishPasswordChange.body?.safeParse({ registrationRecord, keys: more, state });
    expect(parsed?.error?.issues).toMatchObject([{ path: ['keys', 'methods'] }]);
  });
});
