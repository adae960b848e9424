import type { HashB64 } from '@postern/core';
import { describe, expect, test } from 'vitest';
import { gateDenials, revealOf } from '../catalogue/catalogue.ts';
import { sentence } from '../catalogue/sentence.ts';
import { checks, gateCodesInUse } from './checks.ts';
import { exampleNowMs, mayaInside, withPart } from './example-facts.ts';
import { absent, type FactorLevel, type FactorStrength, type Facts, unknown } from './facts.ts';
import { decide, explain } from './gate.ts';
import {
  addressNotAllowed,
  appOff,
  cliOff,
  disabled,
  expired,
  extensionOff,
  failed,
  forOtherAddress,
  invitationExpired,
  invitationPending,
  invitationRequired,
  keysOfOwnerPending,
  keysPending,
  outdated,
  phoneGone,
  phoneOfLoneOwnerGone,
  phoneOfOwnerGone,
  reauthentication,
  recoveryCodeOnly,
  recoveryCodeOrCustodian,
  relinkRequired,
  setUpFactor,
  setUpStronger,
  setupForOthers,
  setupForOwner,
  signInRequired,
  suspended,
  type Told,
  useFactor,
  useStronger,
} from './told.ts';

const day = 86_400_000;
const nowMs = exampleNowMs;
const request = mayaInside().request;
const kitUnsaved = withPart('organization', { kitConfirmedAtMs: null });
const ownerKitUnsaved = withPart('membership', { isOwner: true }, kitUnsaved);

type InvitationStatus = Extract<Facts['invitation'], { state: 'present' }>['status'];
const invited = (status: InvitationStatus, expiresAtMs: number, forThisEmail = true): Facts =>
  mayaInside({
    membership: absent,
    invitation: { state: 'present', status, expiresAtMs, forThisEmail },
  });
const listedElsewhere = withPart('settings', { addressAllowed: false });
const withMinimum = (clientIsOutdated: boolean) =>
  withPart('settings', { minimumClientVersion: '1.4.0', clientIsOutdated });
const allClientsOff = { extension: false, app: false, cli: false };
const clientOffFor = (
  clientKind: 'extension' | 'app' | 'cli',
  own: boolean | null,
  ofOrganization: boolean,
) =>
  withPart(
    'membership',
    { clientRules: { extension: null, app: null, cli: null, [clientKind]: own } },
    withPart(
      'settings',
      { clientsAllowed: { ...allClientsOff, [clientKind]: ofOrganization } },
      withPart('session', { clientKind }),
    ),
  );
/** A session whose keys the organization does not know, and what began them. */
const reset = (
  resetBy: 'password' | 'phone' | null,
  isOwner: boolean,
  otherCustodians = 1,
  helpers: readonly string[] = otherCustodians > 0 ? ['dana@northwind.example'] : [],
): Facts =>
  withPart(
    'keyLink',
    { link: 'broken', helpers },
    withPart(
      'account',
      { keys: { state: 'present', generation: 2, resetBy } },
      withPart(
        'organization',
        {
          otherCustodians,
          otherCustodianNames: otherCustodians > 0 ? ['dana@northwind.example'] : [],
        },
        withPart('membership', { isOwner }),
      ),
    ),
  );
const keysWait = (link: 'linked' | 'pending', isOwner = false): Facts =>
  withPart(
    'keyLink',
    { link, waits: link === 'linked', helpers: ['dana@northwind.example'] },
    withPart('membership', { isOwner }),
  );
/** A rule about second factors that began long ago, and what Maya has and used. */
const factors = (
  level: FactorLevel,
  used: readonly FactorStrength[],
  enrolled: readonly FactorStrength[],
  rule: { readonly fromMs?: number; readonly graceMs?: number } = {},
  exemptUntilMs: number | null = null,
): Facts =>
  withPart(
    'membership',
    { sinceMs: nowMs - 30 * day, factorExemptUntilMs: exemptUntilMs },
    withPart(
      'settings',
      { factorRule: { level, fromMs: nowMs - 60 * day, graceMs: 0, ...rule } },
      withPart('session', { factorsUsed: used }, withPart('account', { factorsEnrolled: enrolled })),
    ),
  );

const table: readonly [when: string, facts: Facts, Told][] = [
  ['nobody is signed in', mayaInside({ session: absent }), signInRequired],
  [
    'nobody is signed in and nothing else is known',
    mayaInside({ session: absent, organization: unknown, membership: unknown, settings: unknown }),
    signInRequired,
  ],
  ['the session ran out', withPart('session', { expiresAtMs: nowMs }), signInRequired],

  ['nobody has the address', mayaInside({ organization: absent }), invitationRequired],
  ['she never belonged', mayaInside({ membership: absent }), invitationRequired],
  ['she was removed', withPart('membership', { status: 'removed' }), invitationRequired],
  ['her invitation was taken back', invited('revoked', nowMs + day), invitationRequired],
  [
    'an invitation for somebody else was taken back',
    invited('revoked', nowMs + day, false),
    invitationRequired,
  ],
  ['she does not belong and the kit is not saved', { ...kitUnsaved, membership: absent }, invitationRequired],

  ['her invitation waits', invited('waiting', nowMs + 1), invitationPending],
  [
    'she was removed and is invited again',
    {
      ...withPart('membership', { status: 'removed' }),
      invitation: invited('waiting', nowMs + day).invitation,
    },
    invitationPending,
  ],
  ['her invitation is over', invited('waiting', nowMs - day), invitationExpired],
  ['her invitation is marked as over', invited('expired', nowMs - day), invitationExpired],
  ['she opened the link of another address', invited('waiting', nowMs + day, false), forOtherAddress],
  ['she opened an old link of another address', invited('expired', nowMs - day, false), forOtherAddress],
  [
    'she opened the link of another address and hers is not known',
    { ...invited('waiting', nowMs + day, false), account: unknown },
    {
      ...forOtherAddress,
      says: 'This invitation was sent to another address than the one you are signed in with.',
    },
  ],

  ['the operator suspended it', withPart('organization', { suspended: true }), suspended],
  [
    'it is suspended before the kit was saved',
    withPart('organization', { suspended: true }, kitUnsaved),
    suspended,
  ],

  ['the kit is not saved', kitUnsaved, setupForOthers],
  ['she is the owner and the kit is not saved', ownerKitUnsaved, setupForOwner],
  [
    'the owner comes by the owner’s door and the kit is not saved',
    { ...ownerKitUnsaved, request: { ...request, door: 'recover' } },
    setupForOwner,
  ],
  [
    'a member who is not the owner wants to make the kit',
    { ...kitUnsaved, request: { ...request, door: 'set_up' } },
    setupForOthers,
  ],

  [
    'somebody disabled her',
    withPart('membership', { status: 'disabled', statusEvent: 'b'.repeat(43) as HashB64 }),
    disabled,
  ],
  [
    'she is disabled and her membership ended',
    withPart('membership', { status: 'disabled', endsAtMs: nowMs - day }),
    disabled,
  ],

  ['her membership ended', withPart('membership', { endsAtMs: nowMs - day }), expired],
  [
    'it ends now',
    withPart('membership', { endsAtMs: nowMs }),
    { ...expired, says: expired.says.replace('20', '21') },
  ],
  [
    'an event ended it',
    withPart('membership', { status: 'expired' }),
    { ...expired, says: 'Your membership has ended.' },
  ],
  [
    'an event ended it and says when',
    withPart('membership', { status: 'expired', endsAtMs: nowMs - day }),
    expired,
  ],

  ['her address is not on the list', listedElsewhere, addressNotAllowed],
  [
    'the operator’s hour is over',
    withPart('settings', { addressListOffUntilMs: nowMs }, listedElsewhere),
    addressNotAllowed,
  ],
  [
    'her address cannot be said',
    withPart('session', { address: '' }, listedElsewhere),
    { ...addressNotAllowed, says: 'Your address is not allowed here.' },
  ],
  [
    'a member who is not the owner comes by the owner’s door',
    { ...listedElsewhere, request: { ...request, door: 'recover' } },
    addressNotAllowed,
  ],

  ['the organization has no extension', clientOffFor('extension', null, false), extensionOff],
  ['she has no extension', clientOffFor('extension', false, true), extensionOff],
  ['the organization has no app', clientOffFor('app', null, false), appOff],
  ['the organization has no command line', clientOffFor('cli', null, false), cliOff],

  ['her client is too old', withMinimum(true), outdated],
  [
    'her app is too old',
    withPart('session', { clientKind: 'app' }, withMinimum(true)),
    { ...outdated, remedies: ['update_client', 'use_web_client', 'ask_to_accept_version'] },
  ],

  ['she has no second factor', factors('any', [], []), setUpFactor],
  ['her grace is over', factors('any', [], [], { fromMs: nowMs - day, graceMs: day }), setUpFactor],
  ['her exemption is over', factors('any', [], [], {}, nowMs), setUpFactor],
  ['she has a second factor and did not use it', factors('any', [], ['mail']), useFactor],
  [
    'she has a strong one and did not use it',
    factors('phishing_resistant', [], ['totp', 'passkey']),
    useFactor,
  ],
  ['she used the weaker of two', factors('phishing_resistant', ['totp'], ['totp', 'passkey']), useStronger],
  ['she gave a backup code for a passkey', factors('phishing_resistant', ['totp'], ['passkey']), useStronger],
  ['she has and used a weak one only', factors('phishing_resistant', ['totp'], ['totp']), setUpStronger],
  ['she has a weak one only', factors('phishing_resistant', [], ['totp']), setUpStronger],
  [
    'she used a mailed code, which is forbidden',
    factors('no_mail', ['mail'], ['mail']),
    {
      ...setUpStronger,
      says: 'This organization requires a stronger second factor. It accepts an authenticator app, a passkey or a security key.',
    },
  ],

  [
    'the sign-in is older than the organization accepts',
    withPart('session', { authenticatedAtMs: nowMs - 10_080 * 60_000 - 1 }),
    reauthentication,
  ],
  [
    'the sign-in is older than the endpoint accepts',
    mayaInside({ request: { ...request, signInAgeLimitMs: 5 * 60_000 - 1 } }),
    reauthentication,
  ],
  [
    'the endpoint would accept more than the organization',
    withPart('settings', { sessionAgeMs: 1 }, mayaInside({ request: { ...request, signInAgeLimitMs: 1e9 } })),
    reauthentication,
  ],
  [
    'the sign-in lies in the future',
    withPart('session', { authenticatedAtMs: nowMs + 3_600_000 }),
    reauthentication,
  ],

  ['her only key was on a phone', reset('phone', false), phoneGone],
  ['she is the owner, and her only key was on a phone', reset('phone', true), phoneOfOwnerGone],
  [
    'she is the owner without a custodian, and her only key was on a phone',
    reset('phone', true, 0),
    phoneOfLoneOwnerGone,
  ],
  [
    'she is the owner, reset her password and nobody holds keys',
    reset('password', true, 0),
    recoveryCodeOnly,
  ],
  [
    'she is the owner, reset her password and a custodian is there',
    reset('password', true),
    recoveryCodeOrCustodian,
  ],
  [
    'so many custodians are there that none is named',
    withPart('organization', { otherCustodians: 13, otherCustodianNames: [] }, reset('password', true)),
    {
      ...recoveryCodeOrCustodian,
      says: 'You are the owner and your password was reset. Ask a custodian for a new invitation, or enter the recovery code.',
    },
  ],
  ['she reset her password', reset('password', false), relinkRequired],
  [
    'she reset her password, and no more than three of many are named',
    reset(
      'password',
      false,
      1,
      ['dana', 'leo', 'ines', 'kim'].map((name) => `${name}@northwind.example`),
    ),
    {
      ...relinkRequired,
      says: 'Your password was reset and no other key method was left. Ask dana@northwind.example, leo@northwind.example or ines@northwind.example for a new invitation.',
    },
  ],
  [
    'she reset her password and nobody is a custodian',
    reset('password', false, 0),
    {
      ...relinkRequired,
      says: 'Your password was reset and no other key method was left. Ask for a new invitation.',
    },
  ],
  ['the organization has gone on to newer keys of hers', reset(null, false), relinkRequired],
  [
    'a member who is not the owner comes by the owner’s door with keys nobody knows',
    { ...reset('password', false), request: { ...request, door: 'recover' } },
    relinkRequired,
  ],
  ['nobody has heard her words', keysWait('pending'), keysPending],
  [
    'nobody has heard her words, and who could is not known',
    withPart('keyLink', { helpers: [] }, keysWait('pending')),
    {
      ...keysPending,
      says: 'You are in. The keys arrive when somebody who holds them opens Postern or confirms your words.',
    },
  ],
  ['her words were heard and nothing has arrived', keysWait('linked'), keysPending],
  ['she is the owner and nothing has arrived', keysWait('linked', true), keysOfOwnerPending],

  ['the session is not known', mayaInside({ session: unknown }), failed],
  ['whether her keys are known is not known', mayaInside({ keyLink: unknown }), failed],
  [
    'her keys are not known, and why is not known',
    withPart('account', { keys: unknown }, reset('password', false)),
    failed,
  ],
  ['the organization is not known', mayaInside({ organization: unknown }), failed],
  ['the membership is not known', mayaInside({ membership: unknown }), failed],
  [
    'she is no member and her invitation is not known',
    mayaInside({ membership: absent, invitation: unknown }),
    failed,
  ],
  ['the settings are not known', mayaInside({ settings: unknown }), failed],
  ['her factors are asked for and not known', { ...factors('any', [], []), account: unknown }, failed],
  ['the clock gave nonsense', mayaInside({ request: { ...request, nowMs: Number.NaN } }), failed],
  ['the owner is disabled', withPart('membership', { isOwner: true, status: 'disabled' }), failed],
  ['the owner has an end date', withPart('membership', { isOwner: true, endsAtMs: nowMs - day }), failed],
];

describe('the decision table', () => {
  test.each(table)('%s', (_when, facts, { code, says, remedies, fixers, reveal }) => {
    const decision = decide(facts);
    if (decision.ok) throw new Error('was allowed');
    expect(decision).toMatchObject({ code, remedies, fixers });
    expect(sentence(decision.code, decision.params, { timeZone: 'UTC' })).toBe(says);
    expect(revealOf(decision.code)).toBe(reveal);
  });

  test('reaches every code that the gate can give', () => {
    expect(new Set(table.map(([, , { code }]) => code))).toEqual(gateCodesInUse);
  });

  test('asks in the order of the rows, those about keys last', () => {
    expect([...gateCodesInUse].toSorted()).toEqual(Object.keys(gateDenials).toSorted());
    expect(checks.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 17]);
  });

  test.each([
    ['a member', mayaInside()],
    ['the owner making the kit', { ...ownerKitUnsaved, request: { ...request, door: 'set_up' } } as Facts],
    ['a sign-in of this moment', withPart('session', { authenticatedAtMs: nowMs })],
    ['a clock set back by seconds', withPart('session', { authenticatedAtMs: nowMs + 5_000 })],
    [
      'a member whose new invitation waits',
      mayaInside({ invitation: invited('waiting', nowMs + day).invitation }),
    ],
    ['a member whose end is to come', withPart('membership', { endsAtMs: nowMs + 1 })],
    ['an address on the list', withPart('settings', { addressAllowed: true })],
    ['a member at an address of her own', withPart('membership', { addressAllowed: true }, listedElsewhere)],
    [
      'anybody in the operator’s hour',
      withPart('settings', { addressListOffUntilMs: nowMs + 1 }, listedElsewhere),
    ],
    ['the web client where all else is off', withPart('settings', { clientsAllowed: allClientsOff })],
    ['a client that is on for her alone', clientOffFor('cli', true, false)],
    ['a client that is on for all', clientOffFor('app', null, true)],
    ['a client that is new enough', withMinimum(false)],
    ['any factor where any will do', factors('any', ['mail'], ['mail'])],
    ['an authenticator app where no mail will do', factors('no_mail', ['totp'], ['totp'])],
    ['a passkey where nothing else will do', factors('phishing_resistant', ['passkey'], ['passkey'])],
    ['nobody’s factor before the rule begins', factors('any', [], [], { fromMs: nowMs + 1 })],
    [
      'a member of old in the grace of a new rule',
      factors('any', [], [], { fromMs: nowMs - 1, graceMs: day }),
    ],
    ['a new member in the grace of an old rule', factors('any', [], [], { graceMs: 31 * day })],
    [
      'the owner at the owner’s door, whatever the keys',
      { ...reset('password', true), request: { ...request, door: 'recover' } } as Facts,
    ],
    [
      'the owner at the owner’s door, whatever waits',
      { ...keysWait('linked', true), request: { ...request, door: 'recover' } } as Facts,
    ],
    ['somebody exempt', factors('phishing_resistant', [], [], {}, nowMs + 1)],
  ])('lets in: %s', (_who, facts) => {
    expect(decide(facts)).toEqual({ ok: true, value: undefined });
  });

  test('answers whoever does not belong with the same bytes', () => {
    const answers = table
      .filter(([, , { code }]) => code === 'invitation_required')
      .map(([, facts]) => JSON.stringify(decide(facts)));
    expect(answers.length).toBeGreaterThan(4);
    expect(new Set(answers).size).toBe(1);
  });

  test('shows fixers whether the list or an address of the member’s own lets in', () => {
    const event = 'b'.repeat(43) as HashB64;
    const own = withPart('membership', { addressAllowed: true, addressEvent: event }, listedElsewhere);
    const evidence = explain(own).find(({ step }) => step === 8)?.evidence;
    expect(evidence).toMatchObject({ allowed: false, ownAllowed: true, ownEvent: event });
  });

  test('never says by whom somebody was disabled, but shows fixers the event', () => {
    const event = 'b'.repeat(43) as HashB64;
    const facts = withPart('membership', { status: 'disabled', statusEvent: event });
    expect(decide(facts)).toMatchObject({ code: 'member_disabled', params: {} });
    expect(JSON.stringify(decide(facts))).not.toContain(event);
    expect(explain(facts).find(({ step }) => step === 6)?.evidence).toEqual({ status: 'disabled', event });
  });
});

test('of everything that stands in the way, the first in order is said', () => {
  let facts: Facts = withPart(
    'organization',
    { suspended: true, kitConfirmedAtMs: null },
    withPart(
      'membership',
      { status: 'disabled', endsAtMs: nowMs - day },
      withPart(
        'settings',
        {
          addressAllowed: false,
          clientsAllowed: allClientsOff,
          minimumClientVersion: '1.4.0',
          clientIsOutdated: true,
          factorRule: { level: 'any', fromMs: 0, graceMs: 0 },
          sessionAgeMs: 1,
        },
        withPart(
          'session',
          { clientKind: 'app' },
          withPart(
            'keyLink',
            { link: 'broken' },
            withPart('account', { keys: { state: 'present', generation: 2, resetBy: 'password' } }),
          ),
        ),
      ),
    ),
  );
  const codeOf = (changed: Facts) => {
    const decision = decide(changed);
    return decision.ok ? undefined : decision.code;
  };
  expect(codeOf({ ...facts, session: absent, membership: absent })).toBe('sign_in_required');
  expect(codeOf({ ...facts, membership: absent })).toBe('invitation_required');
  const { invitation } = invited('waiting', nowMs + day);
  expect(codeOf({ ...facts, membership: absent, invitation })).toBe('invitation_pending');
  const remedied = [
    ['organization', {}, 'organization_suspended'],
    ['organization', { suspended: false }, 'setup_required'],
    ['organization', { kitConfirmedAtMs: nowMs }, 'member_disabled'],
    ['membership', { status: 'active' }, 'member_expired'],
    ['membership', { endsAtMs: null }, 'ip_not_allowed'],
    ['settings', { addressAllowed: null }, 'app_not_allowed'],
    ['settings', { clientsAllowed: { extension: true, app: true, cli: true } }, 'client_outdated'],
    ['settings', { clientIsOutdated: false }, 'mfa_enrollment_required'],
    ['settings', { factorRule: null }, 'reauthentication_required'],
    ['settings', { sessionAgeMs: 3_600_000 }, 'relink_required'],
    ['keyLink', { link: 'pending' }, 'keys_pending'],
    ['keyLink', { link: 'linked' }, undefined],
  ] as const;
  for (const [part, changes, code] of remedied) {
    facts = withPart(part, changes, facts);
    expect(codeOf(facts)).toBe(code);
  }
});
