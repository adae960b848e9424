import fc from 'fast-check';
import { exampleNowMs, mayaInside } from './example-facts.ts';
import { absent, clientKinds, type Facts, factorLevels, factorStrengths, unknown } from './facts.ts';

export const partNames = Object.keys(mayaInside()) as readonly (keyof Facts)[];

const day = 86_400_000;
const time = fc.constantFrom(exampleNowMs - day, exampleNowMs, exampleNowMs + 1);
const timeOrNone = fc.option(time);
/** Mostly so, so that many facts get past a check and reach the ones behind it. */
const mostly = (likely: boolean) => fc.constantFrom(likely, likely, likely, likely, !likely);
const mostlyPresent = <Part>(part: fc.Arbitrary<Part>, ...others: Part[]): fc.Arbitrary<Part> =>
  fc.oneof({ arbitrary: part, weight: 12 }, { arbitrary: fc.constantFrom(...others), weight: 1 });

const {
  session: aSession,
  account: anAccount,
  organization: anOrganization,
  membership: aMembership,
  settings: someSettings,
  keyLink: aLink,
} = mayaInside();

const request: fc.Arbitrary<Facts['request']> = fc.record({
  nowMs: fc.constantFrom(...new Array<number>(8).fill(exampleNowMs), exampleNowMs + 1e12, 0),
  door: fc.constantFrom('use', 'set_up', 'recover'),
  signInAgeLimitMs: fc.constantFrom(null, null, 1, 900_000),
});

const session: fc.Arbitrary<Facts['session']> = mostlyPresent(
  fc
    .record({
      expiresAtMs: fc.constantFrom(exampleNowMs + day, exampleNowMs + day, exampleNowMs + day, exampleNowMs),
      clientKind: fc.constantFrom(...clientKinds),
      address: fc.oneof(fc.ipV4(), fc.ipV6(), fc.constant('')),
      factorsUsed: fc.subarray([...factorStrengths]),
    })
    .map((changes) => ({ ...aSession, ...changes }) as Facts['session']),
  absent,
  unknown,
);

const account: fc.Arbitrary<Facts['account']> = mostlyPresent(
  fc
    .record({
      factorsEnrolled: fc.subarray([...factorStrengths]),
      keys: fc.record({
        state: fc.constantFrom('present', 'present', 'present', 'unknown'),
        generation: fc.constantFrom(1, 2),
        resetBy: fc.constantFrom('password', 'phone', null),
      }),
    })
    .map((changes) => ({ ...anAccount, ...changes }) as Facts['account']),
  unknown,
);

const organization: fc.Arbitrary<Facts['organization']> = mostlyPresent(
  fc
    .record({
      suspended: mostly(false),
      kitConfirmedAtMs: fc.constantFrom(exampleNowMs, exampleNowMs, null),
      otherCustodians: fc.constantFrom(0, 1),
    })
    .map((changes) => ({ ...anOrganization, ...changes }) as Facts['organization']),
  absent,
  unknown,
);

const rules = <Value>(value: fc.Arbitrary<Value>) => fc.record({ extension: value, app: value, cli: value });

const membership: fc.Arbitrary<Facts['membership']> = mostlyPresent(
  fc
    .record({
      status: fc.constantFrom('active', 'active', 'active', 'active', 'disabled', 'expired', 'removed'),
      isOwner: fc.boolean(),
      sinceMs: time,
      endsAtMs: fc.option(time, { freq: 1 }),
      clientRules: rules(fc.constantFrom(true, false, null)),
      factorExemptUntilMs: timeOrNone,
      addressAllowed: mostly(false),
    })
    .map((changes) => ({ ...aMembership, ...changes }) as Facts['membership']),
  absent,
  unknown,
);

const invitation: fc.Arbitrary<Facts['invitation']> = fc.oneof(
  fc.constantFrom(absent, unknown),
  fc.record({
    state: fc.constant('present' as const),
    status: fc.constantFrom('waiting', 'expired', 'revoked'),
    expiresAtMs: time,
    forThisEmail: fc.boolean(),
  }),
);

const settings: fc.Arbitrary<Facts['settings']> = mostlyPresent(
  fc
    .record({
      sessionAgeMs: fc.constantFrom(day, day, 1),
      addressAllowed: fc.constantFrom(true, null, false),
      addressListOffUntilMs: timeOrNone,
      clientsAllowed: rules(mostly(true)),
      minimumClientVersion: fc.constantFrom(null, '1.4.0'),
      clientIsOutdated: mostly(false),
      factorRule: fc.option(
        fc.record({
          level: fc.constantFrom(...factorLevels),
          fromMs: time,
          graceMs: fc.constantFrom(0, 1, day),
        }),
      ),
    })
    .map((changes) => ({ ...someSettings, ...changes }) as Facts['settings']),
  unknown,
);

const keyLink: fc.Arbitrary<Facts['keyLink']> = mostlyPresent(
  fc
    .record({
      link: fc.constantFrom('linked', 'linked', 'linked', 'broken', 'pending'),
      waits: mostly(false),
      helpers: fc.constantFrom([], ['dana@northwind.example']),
    })
    .map((changes) => ({ ...aLink, ...changes }) as Facts['keyLink']),
  unknown,
);

/** Facts as a server could gather them, those that let in and those of every denial among them. For tests. */
export const anyFacts: fc.Arbitrary<Facts> = fc.record({
  request,
  session,
  account,
  organization,
  membership,
  invitation,
  settings,
  keyLink,
});
