import type { OwnRequest } from '@postern/client';
import type { RequestId, VaultId } from '@postern/core';
import { describe, expect, it } from 'vitest';
import { isSameThing, requestAbout } from './own-request.ts';

const vault = 'v'.repeat(22) as VaultId;
const request = (given: Partial<OwnRequest>): OwnRequest => ({
  request: 'r'.repeat(22) as RequestId,
  code: 'ip_not_allowed',
  state: 'open',
  note: '',
  askedAtMs: 1,
  lastAskedAtMs: 1,
  mayAskAgainAtMs: 2,
  expiresAtMs: 3,
  sentTo: [],
  mail: 'none',
  ...given,
});

describe('the request a refusal is about', () => {
  it('is of the same code', () => {
    expect(requestAbout([request({ code: 'member_disabled' })], 'ip_not_allowed', undefined)).toBeUndefined();
  });

  it('is about the same thing', () => {
    const edit = { kind: 'vault', vault, right: 'edit' } as const;
    const found = request({ code: 'permission_missing', about: edit });
    const of = (about: Parameters<typeof requestAbout>[2]) =>
      requestAbout([found], 'permission_missing', about);
    expect(of(edit)).toBe(found);
    expect(of({ ...edit, right: 'add' })).toBeUndefined();
    expect(of({ kind: 'permission', permission: 'vaults.create' })).toBeUndefined();
    expect(of(undefined)).toBeUndefined();
    expect(isSameThing({ kind: 'vault', vault }, edit)).toBe(false);
  });

  it('is the open one before a newer one that is over, else the newest', () => {
    const open = request({ lastAskedAtMs: 5 });
    const over = request({ state: 'withdrawn', lastAskedAtMs: 9 });
    const older = request({ state: 'refused', lastAskedAtMs: 7 });
    expect(requestAbout([over, open], 'ip_not_allowed', undefined)).toBe(open);
    expect(requestAbout([older, over], 'ip_not_allowed', undefined)).toBe(over);
  });
});
