import { type ArchCode, archCodes, type Denied, deny } from '@postern/access';
import type {
  ClientPort,
  EntryRow,
  OpenedEntry,
  OpenOrganization,
  RecoveryView,
  Scope,
  Snapshot,
  VaultFacts,
} from '@postern/client';
import type { GateAnswer } from '@postern/contract';
import {
  type EntryId,
  type FolderId,
  type HashB64,
  type OrganizationId,
  ok,
  refuse,
  type SessionId,
  type VaultId,
} from '@postern/core';
import { sampleAccessLog } from './sample-access-log.ts';
import { sampleAdministration } from './sample-administration.ts';
import { sampleForgotPassword } from './sample-forgot-password.ts';
import { sampleImpact } from './sample-impact.ts';
import { sampleInvitation } from './sample-invitation.ts';
import { sampleKeyStorage, sampleMethods } from './sample-key-storage.ts';
import { samplePhone } from './sample-phone.ts';
import { sampleRelink } from './sample-relink.ts';
import { sampleAsk, sampleInbox, sampleOpenRequests, sampleOwnRequests } from './sample-requests.ts';
import { sampleSecondFactor, sampleStep } from './sample-second-factor.ts';

/**
 * A port over made-up data, for looking at pages and taking screenshots of them. It is built by `--mode gallery` only
 * and is no part of the product. The query of the page picks the state: `?as=signed-out`, `?as=denied`, ...
 */
const id = (text: string) => text.padEnd(21, 'A').slice(0, 21).concat('A');
const hash = (text: string) => text.padEnd(42, 'B').slice(0, 42).concat('A') as HashB64;
const organizationId = hash('northwind') as string as OrganizationId;
const now = Date.now();
const day = 86_400_000;

const vault = (name: string, count: number, kind: VaultFacts['kind'] = 'shared'): VaultFacts => ({
  id: id(name) as VaultId,
  name,
  kind,
  count,
  canEdit: true,
  folders:
    name === 'Infrastructure'
      ? [
          { id: id('fdb') as FolderId, name: 'Databases' },
          { id: id('fnet') as FolderId, name: 'Network' },
        ]
      : [],
});
const vaults = [
  vault('Personal', 31, 'personal'),
  vault('Dispatch', 120),
  vault('Finance', 58),
  vault('Infrastructure', 203),
];
const titles: [string, string][] = [
  ['Port authority portal', 'dispatch@northwind.example'],
  ['Payroll bureau', 'finance-ops'],
  ['Postgres: tracking-prod', 'svc_tracking'],
  ['Parcel label printer', 'admin'],
  ['Pallet exchange', 'northwind-eu'],
  ['Office Wi-Fi', 'Warehouse 2'],
  ['Orange fleet SIMs', 'fleet@northwind.example'],
  ['Notary upload', 'maya.okafor'],
  ['Narrow-gauge scanner VPN', 'site-14'],
  ['Meteo service', 'api'],
  ['Lloyds agency login', 'dispatch'],
  ['Kelder archive key', ''],
];
const rows: EntryRow[] = Array.from({ length: 412 }, (_, index) => {
  const [title, user] = titles[index % titles.length] ?? ['', ''];
  return {
    vault: vaults[1 + (index % 3)]?.id ?? (id('x') as VaultId),
    entry: id(`e${index}x`) as EntryId,
    type: user === '' ? 'note' : 'login',
    title: index < titles.length ? title : `${title} ${Math.floor(index / titles.length) + 1}`,
    user,
    favourite: index === 0,
  };
});

const opened = (row: EntryRow): OpenedEntry => ({
  ...row,
  revision: 7,
  password: row.type === 'note' ? '' : 'quay-Mantle74!rowan-t0rch',
  urls: row.type === 'note' ? [] : ['https://portal.harbour.example'],
  notes: 'Account manager rotates this every quarter.',
  tags: ['customs', 'rotate-in-november'],
  folder: undefined,
  custom: [{ kind: 'hidden', name: 'Berth code', value: '55-K-901' }],
  createdAtMs: now - 400 * day,
  changedAtMs: now - 12 * day,
  trashedAtMs: undefined,
  history: [{ atMs: now - 90 * day, password: 'older-One22?' }],
});

const as = new URLSearchParams(location.search).get('as') ?? sessionStorage.getItem('as') ?? 'open';
sessionStorage.setItem('as', as);

const open: OpenOrganization = {
  id: organizationId,
  address: 'northwind',
  name: 'Northwind Freight',
  isOwner: as !== 'limited',
  permissions: as === 'limited' ? ['audit.read'] : [],
  vaults,
  tags: [
    { name: 'rotate-in-november', count: 4 },
    { name: 'customs', count: 2 },
  ],
  counts: { all: as === 'empty' ? 0 : 412, favourites: 9, trash: 0 },
  revision: 1,
  ledgerSeq: 41,
  logRevision: 0,
  recipientsAsked: 0,
  openRequests: sampleOpenRequests(as),
  requestsRevision: 0,
  sync: { state: 'synced' },
  settings: { sessionAgeMinutes: 720 },
  memberCount: 14,
};

const deniedBy: Record<string, Denied> = {
  denied: deny('ip_not_allowed', { address: '203.0.113.7' }),
  stranger: deny('invitation_required', {}),
  setup: deny('setup_required', { youAreOwner: true }, { remedies: ['make_recovery_kit'], fixers: ['self'] }),
  'mfa-set-up': deny('mfa_enrollment_required', { acceptedFactors: 'no_mail' }),
  'mfa-required': deny('mfa_required', {}),
  'mfa-weak': deny('mfa_too_weak', { acceptedFactors: 'phishing_resistant' }),
  pending: deny('invitation_pending', {}),
  'invitation-ended': deny('invitation_expired', { endedAtMs: now - day }),
  disabled: deny('member_disabled', {}),
  ended: deny('member_expired', { endedAtMs: now - 3 * day }),
  suspended: deny('organization_suspended', {}),
  extension: deny('extension_not_allowed', {}),
  outdated: deny('client_outdated', { minimumVersion: '0.2.0' }),
  waiting: deny(
    'setup_required',
    { youAreOwner: false },
    { remedies: ['remind_owner', 'wait_for_owner'], fixers: ['owner'] },
  ),
  confirm: deny('reauthentication_required', {}),
};
/** With a request in some state: `?as=denied-seen`. */
const state = as.replace(/-(?:asked|seen|refused|expired)$/, '');
const denied = deniedBy[state];
const path: readonly ArchCode[] = archCodes.filter((arch) => arch !== 'in_service');

/** A denial as it travels: without the mark of a refused result. */
const wire = ({ code, params, remedies, fixers }: Denied) => ({
  code,
  params: params as Record<string, string | boolean>,
  remedies: [...remedies],
  fixers: [...fixers],
});
const shutBy: Record<string, ArchCode> = {
  denied: 'address',
  stranger: 'member',
  setup: 'kit_saved',
  waiting: 'kit_saved',
  'mfa-set-up': 'second_factor',
  'mfa-required': 'second_factor',
  'mfa-weak': 'second_factor',
  pending: 'member',
  'invitation-ended': 'member',
  disabled: 'enabled',
  ended: 'enabled',
  suspended: 'in_service',
  extension: 'client',
  outdated: 'client',
  confirm: 'recent',
};
const shutAt = path.indexOf(shutBy[state] ?? 'signed_in');
const gate: GateAnswer = {
  allowed: denied === undefined,
  ...(denied === undefined ? {} : { denial: wire(denied), reference: '7QK2-M4' }),
  path: path.map((arch, index) => ({
    arch,
    state: denied === undefined || index < shutAt ? 'open' : index === shutAt ? 'shut' : 'dim',
  })),
  atMs: now,
};

const signedOut =
  (as.startsWith('reset-') && as !== 'reset-began') ||
  as === 'signed-out' ||
  as === 'factor' ||
  as === 'invited-out';
const snapshot: Snapshot = {
  phase: signedOut ? 'signed-out' : as === 'locked' || as === 'keys-needed' ? as : 'open',
  server: {
    version: '0.1.0',
    nowMs: now,
    signup: 'open',
    outbox: true,
    publicUrl: 'https://vault.northwind.example',
    supportContact: 'it@northwind.example',
    forwardingHeadersIgnored: false,
    ownAddress: '203.0.113.7',
  },
  door: undefined,
  waitingGeneration:
    as === 'reset-began' ? { startedAtMs: now - 3600_000, cause: 'password', isOwn: false } : undefined,
  keysNeeded:
    as === 'keys-needed'
      ? { email: 'maya@northwind.example', methods: sampleMethods(now).slice(1) }
      : undefined,
  pairing: undefined,
  approval: undefined,
  online: as !== 'offline',
  account: signedOut
    ? undefined
    : {
        email: 'maya@northwind.example',
        createdAtMs: now - 300 * day,
        fingerprintWords: ['harbour', 'lantern', 'gravel', 'opal', 'meadow', 'rivet'],
      },
  organizations: signedOut ? [] : [{ id: organizationId, address: 'northwind', name: 'Northwind Freight' }],
  entered: signedOut
    ? undefined
    : {
        address: 'northwind',
        gate,
        open: denied === undefined ? open : undefined,
        requests: sampleOwnRequests(as),
      },
  alarm: as === 'alarm' ? { ok: false, code: 'ledger_fork' } : undefined,
};

const find = (entry: EntryId) => rows.find((row) => row.entry === entry) ?? (rows[0] as EntryRow);

const administration = sampleAdministration(as);

/** The port; every operation succeeds and changes nothing. */
const listed = (scope: Scope, query: string) =>
  as === 'empty' || scope.kind === 'trash'
    ? []
    : rows.filter((row) => `${row.title} ${row.user}`.toLowerCase().includes(query.toLowerCase()));

const sampleRecovery: RecoveryView = {
  identified: true,
  kit: {
    version: 2,
    madeAtMs: now - 40 * day,
    fileName: 'Postern recovery kit Northwind Freight northwind v2.pdf',
  },
  organization: { name: 'Northwind Freight', vaultCount: 12, custodians: ['dana@northwind.example'] },
  ownAddress: '203.0.113.7',
  lostFactor: false,
};

export const samplePort: ClientPort = {
  snapshot: () => snapshot,
  subscribe: () => () => {},
  account: {
    beginSignUp: async () => ok(),
    verifySignUpCode: async () => ok(),
    finishSignUp: async () => ok(),
    signIn: async () => (as === 'factor' ? ok(sampleStep()) : { ok: false, code: 'sign_in_failed' }),
    giveSecondFactor: async () => ok(),
    mailSecondFactor: async () => ok(),
    signInAtOwnersDoor: async () => ok(),
    openOwnersDoor: async () =>
      ok({
        state: 'open',
        knownBy: 'device',
        rules: ['ip_not_allowed'],
        kit: {
          version: 2,
          madeAtMs: now - 40 * day,
          fileName: 'Postern recovery kit Northwind Freight northwind v2.pdf',
        },
        people: [],
        morePeople: 0,
      }),
    beginRecovery: async () => ok(sampleRecovery),
    identifyOrganization: async () => ok(sampleRecovery),
    checkRecoveryCode: async () => ok({ version: 2 }),
    readWithCode: async () => ok(sampleRecovery),
    recoverOrganization: async () => ok({ entered: true }),
    readAbandonment: async () => ok(undefined),
    beginAbandonment: async () => ok(),
    confirmAbandonment: async () => ok({ begunAtMs: now, endsAtMs: now + 30 * day }),
    stopAbandonment: async () => ok(),
    leaveOwnersDoor: async () => {},
    signOut: async () => {},
    lock: async () => {},
    unlock: async () => ok(undefined),
    confirmIdentity: async () => ok(),
    changePassword: async () => ok({ endedSessions: 2 }),
    givePasswordBack: async () => ok(undefined),
    sessions: async () =>
      ok(
        [0, 1, 2].map((at) => ({
          session: id(`s${at}x`) as SessionId,
          current: at === 0,
          scope: 'full' as const,
          clientKind: at === 2 ? ('cli' as const) : ('web' as const),
          clientVersion: '0.1.0',
          userAgent:
            at === 2
              ? 'postern-cli/0.1.0'
              : 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
          address: at === 1 ? '203.0.113.7' : '192.0.2.14',
          createdAtMs: now - at * 9 * day,
          lastUsedAtMs: now - at * 3 * day - 60_000,
        })),
      ),
    keyMethodsForFactor: async () => ok(sampleMethods(now).slice(1)),
    resetSecondFactors: async () => refuse('key_opens_nothing'),
    revokeSession: async () => ok(),
    accessLog: async () =>
      ok([
        { atMs: now - 60_000, kind: 'sign_in' as const, clientKind: 'web' as const, address: '192.0.2.14' },
        {
          atMs: now - day,
          kind: 'denied' as const,
          code: 'ip_not_allowed',
          address: '203.0.113.7',
          reference: '7QK2-M4',
        },
      ]),

    beginDeletion: async () => ({ ok: false, code: 'owns_organization' }),
    finishDeletion: async () => ok(),
  },
  keyStorage: sampleKeyStorage(as, now),
  forgotPassword: sampleForgotPassword(as, now),
  secondFactor: sampleSecondFactor(as),
  organization: {
    create: async () => ({
      ok: false,
      code: 'address_taken',
      params: { slug: 'northwind' },
      field: '/address',
    }),
    enter: async () => ok(gate),
    keyRecipients: async () => ok({ seq: 41, members: [], invitations: [] }),
    confirmRecipients: async () => ok(),
    makeKit: async () =>
      ok({
        fileName: 'Postern recovery kit Northwind Freight northwind v1.pdf',
        pdf: new Uint8Array([37, 80, 68, 70]),
        version: 1,
        groupCount: 11,
        askedGroup: 4,
      }),
    confirmKit: async () => ({ ok: false, code: 'recovery_code_mistyped' }),
    changeSettings: async () => ok(),
    evidence: async () =>
      ok({
        organization: organizationId,
        idWords: ['harbour', 'lantern', 'gravel', 'opal', 'meadow', 'rivet', 'cobalt', 'thistle'],
        idHex: '3f9c0a7be1d24c5568b1f0a9d7e3c2113f9c0a7be1d24c5568b1f0a9d7e3c211',
        ledgerHead: { seq: 6, hash: hash('head') },
        vaultHeads: vaults.map((each) => ({
          vault: each.id,
          name: each.name,
          head: { seq: each.count, hash: hash(each.name) },
        })),
        events: [
          'genesis',
          'recovery_rotate',
          'vault_create',
          'vault_create',
          'vault_create',
          'settings_set',
        ].map((type, seq) => ({
          seq,
          hash: hash(`x${seq}`),
          type,
          atMs: now - (8 - seq) * day,
          by: 'dana@northwind.example',
        })),
      }),
  },
  administration: {
    ...administration,
    invitations: { ...administration.invitations, ...sampleInvitation(as) },
    people: {
      ...administration.people,
      // Whoever was let in by the link of a mail waits until somebody has compared the words.
      ...(as === 'invited-waits' ? { list: async () => ok([]) } : {}),
    },
  },
  accessLog: sampleAccessLog(as, now),
  impact: sampleImpact,
  phone: samplePhone,
  requests: { ask: sampleAsk, inbox: sampleInbox(as) },
  relink: sampleRelink,
  vault: {
    listEntries: async (scope, query) => listed(scope, query),
    listPart: async (scope, query, { from, count, place }) => {
      const all = listed(scope, query);
      const at = all.findIndex((row) => row.entry === place?.entry);
      const part = { total: all.length, from, rows: all.slice(from, from + count) };
      return at === -1 ? part : { ...part, place: at };
    },
    openEntry: async (ref) => ok(opened(find(ref.entry))),
    addEntry: async () => ok({ vault: vaults[0]?.id as VaultId, entry: rows[0]?.entry as EntryId }),
    editEntry: async (ref) => ({
      ok: false,
      code: 'edit_conflict',
      theirs: { ...opened(find(ref.entry)), password: 'theirs-Kestrel19' },
    }),
    setFavourite: async () => ok(),
    moveEntry: async (ref, to) => ok({ ...ref, vault: to }),
    trashEntry: async () => ok(),
    restoreEntry: async () => ok(),
    purgeEntry: async () => ok(),
    createPersonalVault: async () => refuse('personal_vault_disabled'),
    createVault: async () => ok(id('new') as VaultId),
    createFolder: async () => ok(id('fnew') as FolderId),
  },
};
