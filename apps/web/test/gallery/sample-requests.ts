import { type ArchCode, archCodes, deny, denyPlainly, type GateCode } from '@postern/access';
import type {
  AskPort,
  CheckLine,
  InboxPort,
  InboxRow,
  OpenedRequest,
  OwnRequest,
  RemedyOffer,
} from '@postern/client';
import { type InviteId, type MemberId, ok, type RequestId, refuse, type VaultId } from '@postern/core';

/** Requests in every state, for looking at the denial page and the access inbox. */
const now = Date.now();
const minute = 60_000;
const day = 86_400_000;
const id = (text: string) => text.padEnd(21, 'A').slice(0, 21).concat('A');

const asked = (given: Partial<OwnRequest> & Pick<OwnRequest, 'code'>): OwnRequest => ({
  request: id('own') as RequestId,
  state: 'open',
  note: 'Working from my sister’s place until Thursday.',
  askedAtMs: now - 9 * minute,
  lastAskedAtMs: now - 9 * minute,
  mayAskAgainAtMs: now + 4 * 60 * minute,
  expiresAtMs: now + 14 * day,
  sentTo: ['permission:settings.manage'],
  mail: 'sent',
  ...given,
});

/** Own requests of the sample: `?as=denied-asked`, `denied-seen`, `denied-refused`, ... */
export function sampleOwnRequests(as: string): readonly OwnRequest[] {
  switch (as) {
    case 'denied-asked':
      return [asked({ code: 'ip_not_allowed', mail: 'waiting' })];
    case 'denied-seen':
      return [asked({ code: 'ip_not_allowed', seenAtMs: now - 8 * minute, mayAskAgainAtMs: now - minute })];
    case 'denied-refused':
      return [
        asked({
          code: 'ip_not_allowed',
          state: 'refused',
          settledAtMs: now - 2 * minute,
          answer: 'Not from there. <b>Call me</b> at the office:\nhttps://example.com',
          mayAskAgainAtMs: now + 58 * minute,
        }),
      ];
    case 'denied-expired':
      return [asked({ code: 'ip_not_allowed', state: 'expired', lastAskedAtMs: now - 15 * day })];
    case 'stranger-asked':
      return [asked({ code: 'invitation_required', sentTo: ['permission:members.manage'] })];
    default:
      return [];
  }
}

export const sampleAsk: AskPort = {
  ask: async (_address, { code, about, note }) =>
    code === 'client_outdated'
      ? refuse('rate_limited', { params: { retryAtMs: now + 90 * minute } })
      : ok(
          asked({
            code,
            note,
            ...(about === undefined ? {} : { about }),
            askedAtMs: now,
            lastAskedAtMs: now,
          }),
        ),
  own: async () => ok([]),
  withdraw: async () => ok(asked({ code: 'ip_not_allowed', state: 'withdrawn' })),
};

interface Case {
  readonly code: InboxRow['code'];
  readonly email: string;
  readonly note?: string;
  readonly address?: string;
  readonly clientKind?: string;
  readonly blocked: readonly (readonly [ArchCode, GateCode])[];
  readonly offers: readonly Omit<RemedyOffer, 'effect' | 'refused'>[];
  readonly about?: OpenedRequest['about'];
  readonly effect?: Partial<RemedyOffer['effect']>;
}

const vault = id('Finance') as VaultId;
const cases: readonly Case[] = [
  {
    code: 'member_disabled',
    email: 'maya.okafor@northwind.example',
    note: 'Back from leave today. The lorries wait for the port papers.',
    blocked: [
      ['enabled', 'member_disabled'],
      ['address', 'ip_not_allowed'],
      ['client', 'extension_not_allowed'],
    ],
    clientKind: 'extension',
    offers: [
      { remedy: 'enable_member', ends: 'member_disabled' },
      { remedy: 'allow_address_for_a_day', ends: 'ip_not_allowed' },
      { remedy: 'allow_address_once', ends: 'ip_not_allowed' },
      { remedy: 'allow_address_always', ends: 'ip_not_allowed' },
      { remedy: 'allow_client', ends: 'extension_not_allowed' },
    ],
  },
  {
    code: 'invitation_required',
    email: 'joris@haulage.example',
    note: 'Dana said I should have an account <script>alert(1)</script> **today**',
    address: '198.51.100.23',
    blocked: [['member', 'invitation_required']],
    offers: [{ remedy: 'invite_member', ends: 'invitation_required' }],
  },
  {
    code: 'member_expired',
    email: 'tom.reyes@northwind.example',
    blocked: [['enabled', 'member_expired']],
    offers: [{ remedy: 'extend_member', ends: 'member_expired' }],
  },
  {
    code: 'vault_not_shared',
    email: 'ana.horvat@northwind.example',
    note: 'Month end.',
    blocked: [],
    about: { kind: 'vault', vault },
    offers: [{ remedy: 'share_vault', ends: 'vault_not_shared' }],
    effect: { vault, vaultName: 'Finance' },
  },
  {
    code: 'permission_missing',
    email: 'li.wei@northwind.example',
    blocked: [],
    about: { kind: 'permission', permission: 'vaults.create' },
    offers: [{ remedy: 'grant_permission', ends: 'permission_missing' }],
    effect: { permission: 'vaults.create' },
  },
  {
    code: 'invitation_expired',
    email: 'pim@haulage.example',
    blocked: [['member', 'invitation_expired']],
    offers: [{ remedy: 'resend_invitation', ends: 'invitation_expired' }],
    effect: { invite: id('inv') as InviteId },
  },
  {
    code: 'mfa_required',
    email: 'zoe.martin.with.a.very.long.address.indeed@northwind-freight.example',
    blocked: [['second_factor', 'mfa_required']],
    offers: [{ remedy: 'exempt_second_factor', ends: 'mfa_required' }],
  },
];

const caseOf = (at: number): Case => cases[at % cases.length] as Case;

function row(at: number, settled: boolean): InboxRow {
  const one = caseOf(at);
  return {
    request: id(`${settled ? 's' : 'o'}${at}x`) as RequestId,
    code: one.code,
    about: one.about,
    state: settled ? (at % 3 === 0 ? 'refused' : 'granted') : 'open',
    email: one.email,
    member: one.code.startsWith('invitation') ? undefined : (id('m1x') as MemberId),
    note: one.note ?? '',
    lastAskedAtMs: now - (at + 1) * 7 * minute,
    clientKind: one.clientKind ?? 'web',
    address: one.address ?? '203.0.113.7',
    settledBy: settled ? 'dana.whitlock@northwind.example' : undefined,
    settledAtMs: settled ? now - at * 5 * minute : undefined,
  };
}

function opened(at: number, settled: boolean, as: string): OpenedRequest {
  const one = caseOf(at);
  const shut = new Map(one.blocked);
  return {
    ...row(at, settled),
    shown: `shown ${at}`,
    times: at % 2 === 0 ? 3 : 1,
    askedAtMs: now - (at + 1) * 60 * minute,
    expiresAtMs: now + 13 * day,
    mail: at === 1 ? 'waiting' : 'sent',
    seen: undefined,
    answer: settled && at % 3 === 0 ? 'Use the office network.' : undefined,
    clientVersion: '0.1.0',
    path: archCodes.map((arch) => ({ arch, state: shut.has(arch) ? 'shut' : 'open' })),
    checks: one.blocked.map(
      ([arch, code], step): CheckLine => ({
        step,
        arch,
        codes: [code],
        outcome: 'blocked',
        denial: code === 'ip_not_allowed' ? deny(code, { address: '203.0.113.7' }) : denyPlainly(code),
        evidence: {},
        setBy: {
          event: { by: 'dana.whitlock@northwind.example', atMs: now - 9 * day, seq: 31, type: 'disable' },
        },
        missing: [],
      }),
    ),
    offers: one.offers.map(({ remedy, ends }) => ({
      remedy,
      ends,
      effect: {
        email: one.email,
        role: 'member',
        vaultCount: 4,
        groupCount: 2,
        address: '203.0.113.7',
        clientKind: one.clientKind ?? 'web',
        untilMs: now + day,
        ...one.effect,
      },
      refused: as === 'limited' && ends === 'ip_not_allowed' ? 'permission_missing' : undefined,
    })),
    vaultName: one.effect?.vaultName,
    linkedBy: undefined,
    memberSince: { by: 'dana.whitlock@northwind.example', atMs: now - 400 * day, seq: 3 },
  };
}

const at = (request: RequestId) => Number(/^[os](\d+)x/.exec(request)?.[1] ?? Number.NaN);

/** The inbox of the sample; `many` as in a large company. */
export function sampleInbox(as: string): InboxPort {
  const count = as === 'many' ? 5_000 : as === 'new' ? 0 : cases.length;
  return {
    list: async (which, before) => {
      const from = before === undefined ? 0 : Number(before);
      const all = Math.min(from + 100, count);
      const rows = Array.from({ length: all - from }, (_, index) => row(from + index, which === 'settled'));
      return ok({ rows, open: count, next: all < count ? String(all) : undefined });
    },
    open: async (request) =>
      Number.isNaN(at(request)) ? refuse('not_found') : ok(opened(at(request), request.startsWith('s'), as)),
    settle: async ({ request }) =>
      as === 'late'
        ? refuse('request_settled')
        : ok({ request: opened(at(request), true, as), stillBlocked: [], undo: 'token' }),
    refuse: async (request) =>
      ok({ request: opened(at(request), true, as), stillBlocked: [], undo: 'token' }),
    undo: async () => ok(opened(0, false, as)),
  };
}

/** How many wait, for the badge. */
export function sampleOpenRequests(as: string): number {
  return as === 'many' ? 5_000 : as === 'new' ? 0 : cases.length;
}
