import type { IpRange, SessionId } from '@postern/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { idFor } from '../../test/people.ts';
import { type Team, team } from '../../test/team.ts';
import { findMember } from '../state.ts';
import type { EventBody } from './all-events.ts';
import { maxMemberAddresses, maxSessionAddressMs } from './member-addresses.ts';

let at: Team;
beforeEach(async () => {
  at = await team();
});

type Added = EventBody<'member_addresses_set'>['add'][number];
const home = '2001:db8::7' as IpRange;
const hotel = '198.51.100.0/24' as IpRange;
const session = idFor<SessionId>('session');
const entry = (range: IpRange, change: Partial<Added> = {}): Added => ({
  range,
  session: null,
  untilMs: null,
  ...change,
});
const body = (change: Partial<EventBody<'member_addresses_set'>>) => ({
  add: [],
  member: at.leo.member,
  remove: [],
  ...change,
});
const write = (change: Partial<EventBody<'member_addresses_set'>>, by = at.dana) =>
  at.chain.write(by, 'member_addresses_set', body(change));
const refusal = (change: Partial<EventBody<'member_addresses_set'>>, by = at.dana) =>
  at.chain.refusal(by, 'member_addresses_set', body(change));
const leo = () => {
  const found = findMember(at.chain.current, at.leo.member);
  if (found === undefined) throw new Error('is a member');
  return found;
};
const held = () => leo().addresses.map(({ range, session: of }) => [range, of]);

describe('addresses of one member', () => {
  it('are added and taken away one by one, and say who', async () => {
    const { chain, dana, maya } = at;
    expect(leo().addresses).toEqual([]);
    await write({ add: [entry(home)] });
    const setAt = { seq: chain.current.head.seq, by: dana.member };
    expect(leo().addresses).toEqual([{ ...entry(home), setAt }]);
    expect(leo().setAt.addresses).toEqual(setAt);
    await write({ add: [entry(hotel)] }, maya);
    expect(leo().addresses[0]?.setAt).toEqual(setAt);
    await write({ remove: [home] });
    expect(held()).toEqual([[hotel, null]]);
    expect(await refusal({ remove: [home] })).toBe('address_not_listed');
  });

  it('take the place of one of the same range for the same session alone', async () => {
    const untilMs = at.chain.nowMs + 60_000;
    await write({ add: [entry(home), entry(home, { session, untilMs })] });
    await write({ add: [entry(home, { untilMs: untilMs + 1 })] });
    expect(held()).toEqual([
      [home, session],
      [home, null],
    ]);
    expect(leo().addresses[1]?.untilMs).toBe(untilMs + 1);
    await write({ remove: [home] });
    expect(held()).toEqual([]);
  });

  it('are forgotten at the next change once they are over', async () => {
    const untilMs = at.chain.nowMs + 60_000;
    await write({ add: [entry(home, { untilMs }), entry(hotel)] });
    at.chain.nowMs = untilMs;
    expect(held()).toHaveLength(2);
    // Somebody takes away what ran out in that very moment.
    expect(await refusal({ remove: [home] })).toBe('accepted');
    await write({ add: [entry('203.0.113.7' as IpRange)] });
    expect(held().map(([range]) => range)).toEqual([hotel, '203.0.113.7']);
  });

  it('end in the future, and soon where they are bound to a session', async () => {
    const nextMs = () => at.chain.nowMs + 1000;
    const until = async (untilMs: number | null, of: SessionId | null) =>
      refusal({ add: [entry(home, { session: of, untilMs })] });
    expect(await until(at.chain.nowMs, null)).toBe('date_wrong');
    expect(await until(nextMs() + 365 * 24 * 3_600_000, null)).toBe('accepted');
    expect(await until(null, session)).toBe('date_wrong');
    expect(await until(nextMs() + maxSessionAddressMs, session)).toBe('accepted');
    expect(await until(nextMs() + maxSessionAddressMs + 1, session)).toBe('date_wrong');
  });

  it('are few', async () => {
    const many = Array.from({ length: maxMemberAddresses }, (_, n) => entry(`10.0.${n}.0/24` as IpRange));
    await write({ add: many });
    expect(await refusal({ add: [entry(home)] })).toBe('addresses_full');
    expect(await refusal({ add: [entry(home)], remove: ['10.0.0.0/24' as IpRange] })).toBe('accepted');
    expect(await refusal({ add: many.slice(0, 1) })).toBe('accepted');
  });

  it('are given by who manages settings, to anybody who is a member', async () => {
    const { ines, maya, dana } = at;
    expect(await refusal({ add: [entry(home)] }, ines)).toBe('permission_missing');
    expect(await refusal({ add: [entry(home)], member: maya.member })).toBe('accepted');
    expect(await refusal({ add: [entry(home)], member: idFor('nobody') })).toBe('member_not_found');
    expect(await refusal({})).toBe('settings_empty');
    await write({ add: [entry(home)] });
    await at.chain.write(dana, 'remove', { heads: [], member: at.leo.member });
    expect(leo().addresses).toEqual([]);
    expect(await refusal({ add: [entry(home)] })).toBe('member_not_found');
  });
});
