import type { ForgotPasswordPort, OrganizationAtReset, ResetStep } from '@postern/client';
import { type OrganizationId, ok } from '@postern/core';
import { sampleMethods } from './sample-key-storage.ts';
import { sampleStep } from './sample-second-factor.ts';

const day = 24 * 3600_000;
const email = 'maya@northwind.example';

function organizations(nowMs: number): readonly OrganizationAtReset[] {
  const one = (name: string, more: Partial<OrganizationAtReset>): OrganizationAtReset => ({
    organization: name.padEnd(43, 'A').replaceAll(' ', '_') as OrganizationId,
    name,
    address: name.toLowerCase().replaceAll(' ', '-'),
    role: 'member',
    need: 'invitation',
    isLastCustodian: false,
    helpers: [],
    ...more,
  });
  return [
    one('Northwind Freight', {
      role: 'owner',
      need: 'recovery_code',
      isLastCustodian: true,
      kit: { version: 2, madeAtMs: nowMs - 200 * day },
    }),
    one('Harbour Pilots', { helpers: ['dana@harbour.example', 'otto@harbour.example'] }),
    one('Allotment Club', { role: 'owner', need: 'abandon', isLastCustodian: true }),
  ];
}

/** `reset-factor`, `reset-keys`, `reset-none` (no way left) and `reset-ready` (the keys are back) begin at that step. */
export function sampleForgotPassword(as: string | null, nowMs: number): ForgotPasswordPort {
  const keys = (hasKeys: boolean): ResetStep => ({
    kind: 'keys',
    email,
    expiresAtMs: nowMs + 30 * 60_000,
    atDoor: false,
    methods: as === 'reset-none' ? [] : sampleMethods(nowMs).slice(1),
    organizations: organizations(nowMs),
    anewAfterMs: undefined,
    hasKeys,
  });
  const steps: Readonly<Record<string, ResetStep>> = {
    'reset-factor': { ...sampleStep(), email },
    'reset-keys': keys(false),
    'reset-none': keys(false),
    'reset-ready': keys(true),
  };
  return {
    begin: async () => ok(),
    enterCode: async () => ok(keys(false)),
    resume: async () => ok(steps[as ?? '']),
    giveFactor: async () => ok(keys(false)),
    goOnWithoutFactor: async () => ok(keys(false)),
    openWith: async () => ok(keys(true)),
    finish: async () => ok({ scope: 'full', organizations: organizations(nowMs) }),
    startOver: async () => ok({ scope: 'full', organizations: organizations(nowMs) }),
    cancel: async () => {},
    closedOrganizations: async () => ok(organizations(nowMs)),
    refuseWaiting: async () => ok({ untold: [] }),
    dismissWaiting: async () => {},
  };
}
