import type { PastAttempt } from '@postern/access';
import { type IpRange, mustBeOk, type SessionId } from '@postern/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { idFor, type Person, startMs } from '../../../ledger/test/people.ts';
import { type Team, team } from '../../../ledger/test/team.ts';
import { type ForeseenFrom, foreseeImpact } from './foresee-impact.ts';
import type { ProposedChange } from './port.ts';

const day = 86_400_000;
const nowMs = startMs + day;
const office = '198.51.100.9';
const home = '203.0.113.7';

let people: Team;
/** Dana's office is listed, a home of Ines as her own, and Leo is a custodian beside Maya, who owns it. */
beforeAll(async () => {
  people = await team();
  const { chain, maya, dana, ines, leo } = people;
  await chain.write(maya, 'custodian_add', { member: leo.member });
  await chain.write(maya, 'addresses_set', {
    add: [{ label: 'Office', range: office as IpRange, untilMs: null }],
    remove: [],
  });
  await chain.write(dana, 'member_addresses_set', {
    add: [{ range: home as IpRange, session: null, untilMs: null }],
    member: ines.member,
    remove: [],
  });
});

const came = ({ name, account }: Person, address: string): PastAttempt => ({
  atMs: nowMs - day,
  account,
  session: idFor<SessionId>(name),
  clientKind: 'web',
  clientVersion: '1.4.0',
  address,
  factorsUsed: [],
  factorsEnrolled: [],
  authenticatedAtMs: nowMs - day,
});
const foresee = (
  attempts: readonly PastAttempt[],
  change: ProposedChange,
  more: Partial<ForeseenFrom> = {},
) =>
  foreseeImpact(
    {
      state: people.chain.current,
      self: people.dana.member,
      own: { clientKind: 'web', clientVersion: '1.4.0', address: office },
      attempts,
      nowMs,
      ...more,
    },
    change,
  );
const listOn: ProposedChange = { kind: 'settings', set: { addressListOn: true } };

describe('what the server would not take', () => {
  it('is that the owner could not come from anywhere they came from', () => {
    const { dana, maya } = people;
    const { lockOut, refused } = mustBeOk(foresee([came(dana, office), came(maya, home)], listOn));
    expect(refused.map(({ email }) => email)).toEqual([maya.email]);
    expect(lockOut).toMatchObject({
      code: 'would_lock_out_owner',
      who: [{ email: maya.email }],
      from: undefined,
    });
    const alsoOffice = { ...came(maya, office), session: idFor<SessionId>('Maya’s other') };
    expect(
      mustBeOk(foresee([came(dana, office), came(maya, home), alsoOffice], listOn)).lockOut,
    ).toBeUndefined();
  });

  it('is that the author could not, by where the server sees this device now', () => {
    const { dana } = people;
    const own = { clientKind: 'web' as const, clientVersion: '1.4.0', address: home };
    const { lockOut } = mustBeOk(foresee([came(dana, office)], listOn, { own }));
    expect(lockOut).toMatchObject({
      code: 'would_lock_out_author',
      who: [{ isSelf: true }],
      from: { clientKind: 'web', address: home },
    });
    // Without a record of this device nothing is claimed of it.
    expect(mustBeOk(foresee([], listOn, { own })).lockOut).toBeUndefined();
  });

  it('is that no custodian who came could come again', () => {
    const { dana, maya, leo } = people;
    const { lockOut } = mustBeOk(foresee([came(dana, office), came(leo, home)], listOn));
    expect(lockOut?.code).toBe('would_lock_out_custodians');
    expect(lockOut?.who.map(({ email }) => email).sort()).toEqual([leo.email, maya.email]);
  });

  it('is a version above the author’s own', () => {
    const set = { minimumClientVersion: '2.0.0' };
    const { lockOut } = mustBeOk(foresee([came(people.dana, office)], { kind: 'settings', set }));
    expect(lockOut?.code).toBe('minimum_version_above_own');
  });
});

describe('a member’s own address', () => {
  it('shuts its way when it is taken, and concerns nobody else who did not come', () => {
    const { chain, dana, ines } = people;
    const taken: ProposedChange = { kind: 'member_addresses', member: ines.member, remove: [home] };
    const { settings } = chain.current;
    const state = { ...chain.current, settings: { ...settings, addressListOn: true } };
    const impact = mustBeOk(foresee([came(dana, office), came(ines, home)], taken, { state }));
    expect(impact.refused).toMatchObject([{ email: ines.email, refused: [{ address: home }] }]);
    expect(mustBeOk(foresee([came(dana, office)], taken, { state })).unseen).toMatchObject([
      { email: ines.email, isSelf: false },
    ]);
  });

  it('is refused as the change itself would be', () => {
    const { ines, kim } = people;
    const remove = ['192.0.2.1'];
    expect(foresee([], { kind: 'member_addresses', member: ines.member, remove })).toMatchObject({
      code: 'address_not_listed',
    });
    expect(foresee([], { kind: 'addresses', add: [], remove: ['nowhere'] })).toMatchObject({
      code: 'address_range_invalid',
    });
    expect(foresee([], listOn, { self: kim.member })).toMatchObject({ code: 'permission_missing' });
  });
});
