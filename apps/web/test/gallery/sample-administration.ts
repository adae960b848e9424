import type {
  AdministrationPort,
  Given,
  Grantee,
  GrantView,
  GroupView,
  InvitationView,
  InvitedAddress,
  MadeInvitation,
  MemberView,
  OrganizationLine,
  Outcome,
  Permission,
  RulesView,
  SetBy,
  VaultAccessView,
} from '@postern/client';
import {
  type GroupId,
  type InviteId,
  type MemberId,
  ok,
  refuse,
  type SessionId,
  type VaultId,
} from '@postern/core';
import { sampleCheckAccess } from './sample-check-access.ts';

/** An organization with people in every state, for looking at the administration. Nothing in it changes. */
const now = Date.now();
const day = 86_400_000;
const id = (text: string) => text.padEnd(21, 'A').slice(0, 21).concat('A');
const words = ['harbour', 'lantern', 'gravel', 'opal', 'meadow', 'rivet', 'cobalt', 'thistle'];
const dana = 'dana.whitlock@northwind.example';
const set = (days: number, by = dana): SetBy => ({ by, atMs: now - days * day, seq: 400 - days });

const names = [
  'maya.okafor',
  'dana.whitlock',
  'tom.reyes',
  'joris.vandenberg',
  'ana.horvat',
  'li.wei',
  'zoe.martin',
  'priya.nair',
  'sven.lund',
  'amara.diallo',
  'noa.peretz',
  'lucia.ferrari',
  'kofi.mensah',
  'hana.suzuki',
  'omar.haddad',
  'elif.kaya',
  'jonas.weber',
  'ines.costa',
  'bram.de.wit',
  'sofia.lindqvist',
  'ravi.menon',
  'chloe.dubois',
  'pavel.novak',
  'grace.oduya',
  'matteo.ricci',
  'yuki.tanaka',
  'nora.berg',
  'diego.alvarez',
  'anouk.jansen',
  'samir.aziz',
  'lena.vogel',
  'oscar.nilsson',
  'mira.kovac',
  'felix.braun',
  'aisha.khan',
  'peter.molnar',
  'rosa.mendes',
  'emil.hansen',
  'tara.singh',
  'warehouse.scanner.account.with.a.rather.long.name',
];

const groupNames = ['Dispatch', 'Finance', 'Infrastructure on call', 'Warehouse 2', 'Contractors'];
const vaultNames = ['Dispatch', 'Finance', 'Infrastructure', 'Customs and port authorities', 'Office'];
const groupRef = (at: number) => ({ id: id(`g${at}`) as GroupId, name: groupNames[at] ?? '' });
const groupsOf = (at: number) =>
  at < 2 ? [] : [at % 5, ...(at % 4 === 0 ? [(at + 2) % 5] : [])].map(groupRef);
const permissionsOf: Readonly<Record<number, readonly Permission[]>> = {
  4: ['members.manage', 'groups.manage'],
  7: ['audit.read'],
};

function memberAt(at: number): MemberView {
  const status = at % 13 === 5 ? 'disabled' : at === 8 || at === 27 ? 'expired' : 'active';
  const ends = status === 'expired' ? now - 3 * day : at % 6 === 3 ? now + at * 5 * day : undefined;
  const role = at === 0 ? 'owner' : at < 3 || at === 12 ? 'administrator' : 'member';
  return {
    id: id(`m${at}x`) as MemberId,
    email: `${names[at] ?? `person.${at}`}@northwind.example`,
    isSelf: at === 0,
    status,
    role,
    permissions: permissionsOf[at] ?? [],
    custodian: at < 2,
    groups: groupsOf(at),
    vaultCount: (at * 3) % 7,
    clients: {
      allowed: at % 9 === 2 ? ['cli'] : [],
      denied: at % 7 === 6 ? ['extension', 'app'] : [],
    },
    endsAtMs: ends,
    addresses:
      at === 9
        ? [
            { range: '198.51.100.7', session: undefined, untilMs: now + 6 * day, set: set(1) },
            {
              range: '2001:db8:51ab:7::/64',
              session: id('s9') as SessionId,
              untilMs: now + 5 * 3_600_000,
              set: set(0, 'tom.reyes@northwind.example'),
            },
          ]
        : [],
    exemptUntilMs: at === 9 ? now + 19 * 3_600_000 : undefined,
    link: at === 6 || at === 19 ? 'pending' : 'linked',
    unheard: at === 6 || at === 19,
    fingerprintWords: words,
    waitsFor: at === 6 ? 3 : 0,
    sinceMs: now - (400 - at * 9) * day,
    canManage: at > 0,
    statusSet: status === 'active' ? set(40 + at, at === 0 ? names[0] : dana) : set(2),
    set: {
      ...(role === 'administrator' ? { role: set(90) } : {}),
      ...(ends === undefined ? {} : { end: set(12, 'tom.reyes@northwind.example') }),
      ...(permissionsOf[at] === undefined ? {} : { permissions: set(20) }),
      ...(at === 9 ? { exemption: set(0) } : {}),
    },
  };
}

/** The people of the sample; `many` as in a large company. */
function members(as: string): readonly MemberView[] {
  const count = as === 'many' ? 1000 : as === 'new' ? 1 : names.length;
  return Array.from({ length: count }, (_, at) => memberAt(at));
}

const vaultAt = (at: number) => id(`v${at}`) as VaultId;
const given: readonly Given[] = ['reader', 'operator', 'editor', 'manager', ['view', 'fill']];

function grantsOf(at: number): readonly GrantView[] {
  const toGroups = groupNames.flatMap((label, group) =>
    (group + at) % 3 === 0
      ? [
          {
            grantee: { kind: 'group', id: id(`g${group}`) as GroupId } satisfies Grantee,
            label,
            given: given[(group + at) % 5] ?? 'reader',
            waits: false,
            set: set(30 + group),
          },
        ]
      : [],
  );
  const toMembers = members('').flatMap((member, index) =>
    (index + at) % 6 === 0
      ? [
          {
            grantee: { kind: 'member', id: member.id } satisfies Grantee,
            label: member.email,
            given: given[(index * 2 + at) % 5] ?? 'reader',
            waits: member.link === 'pending',
            set: set(index + 3),
          },
        ]
      : [],
  );
  return [...toGroups, ...toMembers];
}

function vaults(as: string): readonly VaultAccessView[] {
  if (as === 'new') return [];
  return vaultNames.map((name, at) => ({
    vault: vaultAt(at),
    name,
    kind: 'shared',
    archived: at === 4,
    made: set(200 + at),
    grants: grantsOf(at),
    keyStale: at === 2,
    canShare: at !== 1,
  }));
}

function groups(as: string): readonly GroupView[] {
  if (as === 'new') return [];
  return groupNames.map((name, at) => ({
    id: id(`g${at}`) as GroupId,
    name,
    made: set(100 + at),
    changed: at === 0 ? undefined : set(at),
    members: members('')
      .filter((member) => member.groups.some((group) => group.name === name))
      .map(({ id: member, email, link }) => ({ id: member, email, waits: link === 'pending' })),
    vaults: vaults(as)
      .filter(({ grants }) => grants.some(({ label }) => label === name))
      .map((one) => ({ vault: one.vault, name: one.name, given: 'operator' })),
    canChange: at !== 1,
  }));
}

const standings = ['open', 'open', 'expired', 'open', 'void', 'revoked', 'open'] as const;
function invitations(as: string): readonly InvitationView[] {
  if (as === 'new') return [];
  return standings.map((standing, at) => ({
    id: id(`i${at}`) as InviteId,
    email: `${['pim', 'carmen', 'old.address', 'yusuf', 'temp', 'wrong', 'klara'][at]}@haulage.example`,
    standing,
    role: at === 3 ? 'administrator' : 'member',
    groups: [groupRef(at % 5)],
    vaultCount: at % 3,
    delivery: (['words', 'link', 'mail'] as const)[at % 3] ?? 'link',
    expiresAtMs: now + (standing === 'expired' ? -2 : at + 2) * day,
    endsAtMs: undefined,
    made: set(at),
    mail:
      at % 3 === 1
        ? { state: 'none' }
        : at === 3
          ? {
              state: 'waiting',
              refused: refuse('email_not_sent', { params: { email: 'yusuf@haulage.example' } }),
            }
          : { state: 'sent' },
  }));
}

const rules: RulesView = {
  settings: {
    sessionAgeMinutes: 10_080,
    accessLogDays: 90,
    secondFactor: 'no_mail',
    secondFactorFromMs: now + 10 * day,
    secondFactorGraceDays: 14,
    addressListOn: true,
    clientsOff: ['cli'],
    minimumClientVersion: '0.1.0',
    personalVaults: true,
  },
  settingsSet: { secondFactor: set(1), clientsOff: set(30), addressListOn: set(8) },
  addresses: [
    { range: '203.0.113.0/24', label: 'Office Rotterdam', untilMs: undefined, set: set(8) },
    { range: '198.51.100.7', label: 'Ana at home, until the move', untilMs: now + 40 * day, set: set(3) },
    { range: '2001:db8:40::/48', label: 'VPN', untilMs: undefined, set: set(120) },
    { range: '192.0.2.77', label: 'Fair in Hamburg', untilMs: now - day, set: set(9) },
  ],
  ownAddress: '192.0.2.14',
};

const done = <Id>(ids: readonly Id[]): readonly Outcome<Id>[] =>
  ids.map((of, at) => ({ of, refused: at === 2 ? refuse('rights_not_covered') : undefined }));

const made = (email: string, at: number): MadeInvitation => ({
  invite: id(`n${at}`) as InviteId,
  email,
  link: `https://vault.northwind.example/invitation#northwind.Zm9yIHRoZSBnYWxsZXJ5IG9ubHk.${at}Q2F0Y2ggbWUgaWYgeW91IGNhbg`,
  words: at % 2 === 0 ? words.slice(0, 6) : undefined,
  mailRefused: at === 1 ? refuse('email_not_sent', { params: { email } }) : undefined,
});

const report = (member: MemberId) => ({
  member,
  email: members('').find((one) => one.id === member)?.email ?? '',
  vaults: vaultNames.slice(0, 3).map((name, at) => ({ vault: vaultAt(at), name, role: 'operator' })),
  entries: Array.from({ length: 24 }, (_, at) => ({
    vault: vaultAt(at % 3),
    title: ['Port authority portal', 'Payroll bureau', 'Postgres: tracking-prod'][at % 3] ?? '',
    user: ['dispatch', 'finance-ops', 'svc_tracking'][at % 3] ?? '',
  })),
  closedVaults: 2,
});

const sampleLines = [
  { about: 'members', type: 'disable', params: { who: dana } },
  { about: 'vaults', type: 'vault_grant', params: { who: dana, more: 4, vault: 'Dispatch', role: 'editor' } },
  { about: 'rules', type: 'settings_set', params: { setting: 'secondFactor', value: 'any' } },
  { about: 'groups', type: 'group_add', params: { who: dana, group: 'Night shift' } },
] as const;

/** The administration of the sample organization, by the state that is asked for. */
export function sampleAdministration(as: string): Omit<AdministrationPort, 'invitations'> & {
  readonly invitations: Omit<AdministrationPort['invitations'], 'open' | 'accept'>;
} {
  return {
    recoveryKey: {
      read: async () =>
        ok({
          version: 2,
          madeAtMs: now - 40 * day,
          confirmedAtMs: now - 40 * day,
          due: false,
          fileName: 'Postern recovery kit Northwind Freight northwind v2.pdf',
          organizationId: 'A'.repeat(43),
          vaults: { all: 12, stale: 3 },
          isOwner: true,
          abandonment: undefined,
        }),
      confirm: async () => ok(),
      putOff: async () => {},
      renew: async () => ok(),
      keepOrganization: async () => ok(),
    },
    people: {
      list: async (removedToo) =>
        ok(
          removedToo === true && as !== 'new'
            ? [...members(as), { ...memberAt(45), status: 'removed' as const, canManage: false }]
            : members(as),
        ),
      history: async (member) =>
        ok([
          { type: 'join', params: {}, ...set(200, report(member).email) },
          { type: 'role_set', params: { role: 'administrator' }, ...set(90) },
          { type: 'end_set', params: { untilMs: now + 30 * day }, ...set(12) },
          { type: 'disable', params: {}, ...set(4) },
          { type: 'enable', params: {}, ...set(2) },
        ]),
      disable: async (ids) => ok(done(ids)),
      enable: async (ids) => ok(done(ids)),
      remove: async (ids) => ok({ outcomes: done(ids), reports: ids.map(report) }),
      leaverReport: async (member) => ok(report(member)),
      setEnd: async (ids) => ok(done(ids)),
      setRole: async (ids) => ok(done(ids)),
      setPermissions: async () => refuse('rights_not_covered'),
      setClients: async (ids) => ok(done(ids)),
      exempt: async () => ok(),
      allowAddress: async () => ok(),
      forgetAddress: async () => ok(),
      addCustodian: async () => ok(),
      removeCustodian: async () => refuse('custodian_last'),
      transferOwnership: async () => ok(),
      confirmWords: async () => refuse('confirmation_wrong'),
    },
    history: {
      operatorActs: async () =>
        ok([
          { atMs: now - day, act: 'address_list_lifted' as const, value: now - day + 3_600_000 },
          { atMs: now - 9 * day, act: 'storage_set' as const, value: 2 * 1024 ** 3 },
        ]),
      all: async () =>
        ok(
          Array.from({ length: 400 }, (_, at): OrganizationLine => {
            const line = sampleLines[at % sampleLines.length] ?? sampleLines[0];
            return { ...line, part: 0, ...set(at), seq: 400 - at };
          }),
        ),
    },
    checkAccess: sampleCheckAccess,
    invitations: {
      list: async () => ok(invitations(as)),
      invite: async (addresses) =>
        ok(
          addresses.split('\n').map((address, at): InvitedAddress => {
            if (address.startsWith('bad')) return { address, ok: false, refused: refuse('already_member') };
            return { address, ok: true, made: made(address, at) };
          }),
        ),
      resend: async (invite) => ok(made(invitations('').find((one) => one.id === invite)?.email ?? '', 0)),
      revoke: async (ids) => ok(done(ids)),
    },
    groups: {
      list: async () => ok(groups(as)),
      create: async () => ok(id('g0') as GroupId),
      rename: async () => ok(),
      setMembers: async () => ok(),
      remove: async () => ok(),
    },
    vaultAccess: {
      list: async () => ok({ vaults: vaults(as), others: as === 'new' ? 0 : 3 }),
      grant: async () => ok(),
      revoke: async () => ok(),
    },
    rules: {
      operator: async () =>
        ok({
          seatsTaken: 9,
          seats: 25,
          storage: { limitBytes: 2 * 1024 ** 3, usedBytes: 1.1 * 1024 ** 3 },
          addressListOffUntilMs: null,
        }),
      read: async () => ok(as === 'new' ? { ...rules, addresses: [], settingsSet: {} } : rules),
      set: async (next) =>
        'addressListOn' in next ? refuse('would_lock_out_author', { field: '/set/addressListOn' }) : ok(),
      allowAddresses: async () => ok(),
      forgetAddresses: async () => ok(),
      rename: async () => ok(),
    },
  };
}
