import type { KeyMethodView, KeyStoragePort } from '@postern/client';
import { type KeyMethodId, type OrganizationId, ok, refuse, utf8 } from '@postern/core';

const day = 24 * 3600_000;

/** Ways to the keys as a person with a password, a sheet and a passkey has them. */
export function sampleMethods(nowMs: number): readonly KeyMethodView[] {
  const method = (
    id: string,
    kind: KeyMethodView['kind'],
    more: Partial<KeyMethodView> = {},
  ): KeyMethodView => ({
    id: id.padEnd(22, 'A') as KeyMethodId,
    kind,
    label: '',
    createdAtMs: nowMs - 40 * day,
    ...more,
  });
  return [
    method('password', 'password', { lastUsedAtMs: nowMs - 60_000 }),
    method('qr', 'qr', { createdAtMs: nowMs - 3 * day }),
    method('passkey', 'passkey', {
      label: 'Laptop of Maya',
      lastUsedAtMs: nowMs - 2 * day,
      credential: { id: 'AQID', transports: ['internal'] },
    }),
  ];
}

/** `only-password`: as everybody begins. */
export function sampleKeyStorage(as: string | null, nowMs: number): KeyStoragePort {
  const methods = as === 'only-password' ? sampleMethods(nowMs).slice(0, 1) : sampleMethods(nowMs);
  return {
    read: async () => ok({ generation: 1, version: methods.length, methods }),
    atStake: async () =>
      ok([
        {
          organization: 'N'.repeat(43) as OrganizationId,
          name: 'Northwind Shipping',
          address: 'northwind',
          role: 'owner',
          need: 'recovery_code',
          isLastCustodian: true,
          helpers: [],
          kit: { version: 1, madeAtMs: nowMs - 40 * day },
        },
      ]),
    makeSheet: async () =>
      ok({
        fileName: 'Postern key sheet maya@northwind.example.pdf',
        pdf: utf8('%PDF-1.7'),
        groupCount: 11,
        askedGroup: 4,
        replaces: methods.find(({ kind }) => kind === 'qr')?.id,
      }),
    confirmSheet: async () => refuse('sheet_code_wrong', { field: '/read', params: { group: 4 } }),
    addPasskey: async () => ok({ endedSessions: 0 }),
    addPassword: async () => ok({ endedSessions: 0 }),
    remove: async () => ok({ endedSessions: 2 }),
    replaceKeys: async () =>
      ok({
        endedSessions: 2,
        organizations: [{ address: 'northwind' }, { address: 'harbour', code: 'ip_not_allowed' }],
      }),
    getBack: async () => refuse('key_opens_nothing'),
  };
}
