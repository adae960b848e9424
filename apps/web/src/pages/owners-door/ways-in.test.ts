import { ruleCodes } from '@postern/access';
import type { Email } from '@postern/core';
import { describe, expect, it } from 'vitest';
import { commandOf, otherWays, whatTheyCan } from './ways-in.ts';

const email = 'dana@northwind.example' as Email;
const manager = { email, canRestore: false, managesMembers: true, managesSettings: false };
const administrator = { ...manager, managesSettings: true };
const custodian = { ...administrator, canRestore: true };

describe('what somebody can do for the owner', () => {
  it('is what the ledger lets them do', () => {
    const address = { rules: ['ip_not_allowed'] as const, lostFactor: false };
    expect(whatTheyCan(administrator, address)).toEqual(['address']);
    expect(whatTheyCan(manager, address)).toEqual(['manage']);
    const factor = { rules: ['mfa_required'] as const, lostFactor: false };
    expect(whatTheyCan(manager, factor)).toEqual(['manage']);
    expect(whatTheyCan(custodian, factor)).toEqual(['exempt', 'settings', 'restore']);
  });

  it('promises nobody to end what sign-in itself asks for', () => {
    const lost = { rules: ['mfa_required'] as const, lostFactor: true };
    expect(whatTheyCan(custodian, lost)).toEqual(['restore']);
    expect(otherWays(lost)).toEqual(['backup', 'reset']);
  });

  it('is never nothing, and every rule but the age of the sign-in has another way', () => {
    for (const code of ruleCodes) {
      for (const lostFactor of [false, true]) {
        const trouble = { rules: [code], lostFactor };
        for (const helper of [manager, administrator, custodian]) {
          expect(whatTheyCan(helper, trouble).length, code).toBeGreaterThan(0);
        }
        expect(otherWays(trouble).length, code).toBeGreaterThan(0);
      }
    }
  });
});

describe('the operator’s command', () => {
  it('names this organization and this account', () => {
    expect(commandOf('bypass', 'northwind', email)).toBe(
      'npx postern org bypass-allowlist northwind --for 1h',
    );
    expect(commandOf('reset', 'northwind', email)).toBe(`npx postern account reset-second-factor ${email}`);
    expect(commandOf('web', 'northwind', email)).toBeUndefined();
  });
});
