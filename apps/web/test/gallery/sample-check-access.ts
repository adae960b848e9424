import { type ArchCode, type Denied, deny, type GateCode } from '@postern/access';
import type {
  AdministrationPort,
  CheckedAccess,
  CheckLine,
  PastAttempt,
  VaultOpeners,
} from '@postern/client';
import { type AccessRecordId, type GroupId, type MemberId, ok, type VaultId } from '@postern/core';

const nowMs = Date.now();
const dana = { by: 'dana@northwind.example', atMs: nowMs - 9 * 86_400_000, seq: 40 };

function line(
  step: number,
  arch: ArchCode,
  codes: readonly GateCode[],
  more: Partial<CheckLine> & { readonly denial?: Denied } = {},
): CheckLine {
  const outcome = more.denial === undefined ? 'pass' : 'blocked';
  return { step, arch, codes, outcome, denial: undefined, evidence: {}, setBy: {}, missing: [], ...more };
}

const notAllowed = deny('ip_not_allowed', { address: '203.0.113.7' });
const disabled = deny('member_disabled', {});
const checks: readonly CheckLine[] = [
  line(1, 'signed_in', ['sign_in_required']),
  line(2, 'member', ['invitation_required'], {
    evidence: { status: 'disabled', sinceMs: nowMs - 90 * 86_400_000 },
    setBy: { event: { ...dana, type: 'disable' } },
  }),
  line(3, 'member', ['invitation_pending', 'invitation_expired', 'invitation_for_other_address']),
  line(4, 'in_service', ['organization_suspended'], { evidence: { suspended: false } }),
  line(5, 'kit_saved', ['setup_required'], { evidence: { kitConfirmedAtMs: nowMs - 99 * 86_400_000 } }),
  line(6, 'enabled', ['member_disabled'], {
    denial: disabled,
    evidence: { status: 'disabled' },
    setBy: { event: { ...dana, type: 'disable' } },
  }),
  line(7, 'enabled', ['member_expired'], { evidence: { endsAtMs: null } }),
  line(8, 'address', ['ip_not_allowed'], {
    denial: notAllowed,
    evidence: { address: '203.0.113.7', allowed: false, ownAllowed: false },
    setBy: { event: { ...dana, type: 'settings_set' } },
  }),
  line(9, 'client', ['extension_not_allowed', 'app_not_allowed', 'cli_not_allowed'], {
    evidence: { clientKind: 'web' },
  }),
  line(10, 'client', ['client_outdated'], {
    outcome: 'unknown',
    evidence: { minimumVersion: '1.4.0' },
    missing: ['client_version'],
    setBy: { event: { ...dana, type: 'settings_set' } },
  }),
  line(11, 'second_factor', ['mfa_enrollment_required', 'mfa_required', 'mfa_too_weak'], {
    evidence: { level: 'any', used: ['totp'], enrolled: ['totp'], exemptUntilMs: null },
    setBy: { event: { ...dana, type: 'settings_set' } },
  }),
  line(12, 'recent', ['reauthentication_required'], { evidence: { sessionAgeMs: 7 * 86_400_000 } }),
];

const attempt: PastAttempt = {
  record: 'YXR0ZW1wdC1yZWNvcmQtMQ' as AccessRecordId,
  atMs: nowMs - 3_600_000,
  email: 'kim@northwind.example',
  member: 'bTMtLS0tLS0tLS0tLS0tLQ' as MemberId,
  clientKind: 'web',
  clientVersion: '0.1.0',
  address: '203.0.113.7',
  outcome: 'denied',
  code: 'member_disabled',
  reference: 'K7QD-M2XW',
};

const checked: CheckedAccess = {
  who: { email: attempt.email, member: attempt.member, standing: 'disabled' },
  clientKind: 'web',
  clientVersion: undefined,
  address: attempt.address,
  addressKnownAtMs: attempt.atMs,
  atMs: nowMs,
  rules: 'now',
  checks,
  verdict: { outcome: 'refused', first: disabled, certain: true },
  path: [
    { arch: 'signed_in', state: 'open' },
    { arch: 'member', state: 'open' },
    { arch: 'in_service', state: 'open' },
    { arch: 'kit_saved', state: 'open' },
    { arch: 'enabled', state: 'shut' },
    { arch: 'address', state: 'shut' },
    { arch: 'client', state: 'question' },
    { arch: 'second_factor', state: 'open' },
    { arch: 'recent', state: 'open' },
  ],
  attempt: undefined,
};

const openers: VaultOpeners = {
  vault: 'djEtLS0tLS0tLS0tLS0tLQ' as VaultId,
  name: 'Carriers',
  kind: 'shared',
  archived: false,
  made: dana,
  entry: undefined,
  openers: [
    {
      member: 'bTEtLS0tLS0tLS0tLS0tLQ' as MemberId,
      email: dana.by,
      isSelf: true,
      can: 'opens',
      status: 'active',
      ways: [
        { kind: 'own', given: 'manager', waits: false, set: dana },
        { kind: 'custodian', set: dana },
      ],
      rights: ['view', 'password', 'sensitive', 'fill', 'add', 'edit', 'delete', 'share', 'export', 'manage'],
    },
    {
      member: 'bTItLS0tLS0tLS0tLS0tLQ' as MemberId,
      email: 'leo@northwind.example',
      isSelf: false,
      can: 'waits',
      status: 'active',
      ways: [
        {
          kind: 'group',
          group: 'ZzEtLS0tLS0tLS0tLS0tLQ' as GroupId,
          name: 'Dispatch',
          given: 'operator',
          waits: true,
          set: dana,
          joined: dana,
        },
      ],
      rights: [],
    },
  ],
  invited: [],
  stale: { ...dana, type: 'remove' },
  kit: dana,
};

/** Somebody with two things in the way and one that is not known, whatever is asked. */
export const sampleCheckAccess: AdministrationPort['checkAccess'] = {
  check: async () => ok(checked),
  checkAttempt: async () => ok({ ...checked, rules: 'then', attempt }),
  attempts: async () => ok([attempt]),
  vaults: async () =>
    ok([{ vault: openers.vault, name: openers.name, kind: 'shared', archived: false, made: dana }]),
  whoCanOpen: async () => ok(openers),
};
