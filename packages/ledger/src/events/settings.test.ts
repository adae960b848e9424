import { type IpRange, toBase64Url } from '@postern/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Team, team } from '../../test/team.ts';
import { clientAllowed, secondFactorDueMs } from '../queries.ts';
import { defaultSettings, settingNames, settingsTable } from '../settings-table.ts';
import { findMember } from '../state.ts';
import type { EventBody } from './all-events.ts';
import { maxAddresses } from './settings.ts';

let at: Team;
beforeEach(async () => {
  at = await team();
});
const set = (change: EventBody<'settings_set'>['set'], by = at.maya) =>
  at.chain.refusal(by, 'settings_set', { set: change });
const member = (who: Team['maya']) => {
  const found = findMember(at.chain.current, who.member);
  if (found === undefined) throw new Error('is a member');
  return found;
};
const dayMs = 24 * 3_600_000;

describe('settings', () => {
  it('begin with the table’s defaults, which keep its bounds', async () => {
    expect(at.chain.current.settings).toEqual(defaultSettings);
    for (const name of settingNames) {
      expect(await set({ [name]: settingsTable[name].default }), name).toBe('accepted');
    }
    expect(await set({ secondFactorGraceDays: 90 })).toBe('accepted');
    expect(await set({ secondFactorGraceDays: 91 })).toBe('setting_out_of_bounds');
    expect(await set({ secondFactorGraceDays: -1 })).toBe('setting_out_of_bounds');
    expect(await set({ personalVaults: false }, at.ines)).toBe('permission_missing');
  });

  it('require a second factor from a date on, with time to set it up', async () => {
    const { chain, maya, leo } = at;
    expect(secondFactorDueMs(chain.current, member(leo))).toBeNull();
    await chain.write(maya, 'settings_set', { set: { secondFactor: 'any', secondFactorGraceDays: 7 } });
    const sinceMs = chain.current.lastAtMs;
    expect(chain.current.settings.secondFactorFromMs).toBe(sinceMs);
    expect(secondFactorDueMs(chain.current, member(leo))).toBe(sinceMs + 7 * dayMs);
    await chain.write(maya, 'settings_set', { set: { secondFactor: 'phishing_resistant' } });
    expect(chain.current.settings.secondFactorFromMs).toBe(sinceMs);
    const fromMs = sinceMs + 30 * dayMs;
    await chain.write(maya, 'settings_set', { set: { secondFactorFromMs: fromMs } });
    expect(secondFactorDueMs(chain.current, member(leo))).toBe(fromMs + 7 * dayMs);
    expect(secondFactorDueMs(chain.current, { sinceMs: fromMs + 1 })).toBe(fromMs + 1 + 7 * dayMs);
  });

  it('turn clients off unless a member is allowed them', async () => {
    const { chain, maya, dana, leo } = at;
    await chain.write(maya, 'settings_set', { set: { clientsOff: ['cli', 'app'] } });
    await chain.write(dana, 'clients_set', {
      clients: { allowed: ['cli'], denied: ['extension'] },
      member: leo.member,
    });
    const allowed = (who: Team['maya'], kind: 'cli' | 'app' | 'extension') =>
      clientAllowed(chain.current, member(who), kind);
    expect([allowed(leo, 'cli'), allowed(leo, 'app'), allowed(leo, 'extension')]).toEqual([
      true,
      false,
      false,
    ]);
    expect([allowed(maya, 'cli'), allowed(maya, 'extension')]).toEqual([false, true]);
  });
});

describe('the list of addresses', () => {
  const office = '203.0.113.0/24' as IpRange;
  const home = '2001:db8::7' as IpRange;
  const change = (body: Partial<EventBody<'addresses_set'>>, by = at.maya) =>
    at.chain.refusal(by, 'addresses_set', { add: [], remove: [], ...body });

  it('is changed one by one, says who, and forgets what is over', async () => {
    const { chain, dana } = at;
    const untilMs = chain.nowMs + 60_000;
    await chain.write(dana, 'addresses_set', {
      add: [
        { label: 'Office', range: office, untilMs: null },
        { label: '', range: home, untilMs },
      ],
      remove: [],
    });
    const setAt = { seq: chain.current.head.seq, by: dana.member };
    expect(chain.current.addresses).toEqual({
      [office]: { label: 'Office', untilMs: null, setAt },
      [home]: { label: '', untilMs, setAt },
    });
    chain.nowMs = untilMs;
    await chain.write(dana, 'addresses_set', { add: [], remove: [home] });
    expect(Object.keys(chain.current.addresses)).toEqual([office]);
    expect(await change({ remove: [home] })).toBe('address_not_listed');
    expect(await change({})).toBe('settings_empty');
    expect(await change({ remove: [office] }, at.ines)).toBe('permission_missing');
    expect(await change({ add: [{ label: ' x', range: home, untilMs: null }] })).toBe('name_invalid');
    expect(await change({ add: [{ label: 'x', range: home, untilMs: chain.nowMs }] })).toBe('date_wrong');
  });

  it('has an end', async () => {
    const many = Array.from({ length: maxAddresses }, (_, n) => ({
      label: '',
      range: `10.${n >> 8}.${n & 255}.0/24` as IpRange,
      untilMs: null,
    }));
    await at.chain.write(at.maya, 'addresses_set', { add: many, remove: [] });
    expect(await change({ add: [{ label: '', range: office, untilMs: null }] })).toBe('addresses_full');
    expect(toBase64Url(at.chain.events.at(-1) as never).length).toBeLessThan(100_000);
  });
});
