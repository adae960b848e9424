import type { IpRange } from '@postern/core';
import { mustBeOk } from '@postern/core';
import { describe, expect, it } from 'vitest';
import { team } from '../test/team.ts';
import { type SupposedEvent, supposeEvents } from './suppose-events.ts';

const office = '198.51.100.0/24' as IpRange;
const wanted: readonly SupposedEvent[] = [
  { type: 'settings_set', body: { set: { secondFactor: 'any' } } },
  { type: 'addresses_set', body: { add: [{ label: 'Office', range: office, untilMs: null }], remove: [] } },
];

describe('supposed events', () => {
  it('come to what the signed ones come to, heads aside', async () => {
    const { chain, maya, kim } = await team();
    const before = chain.current;
    const events: readonly SupposedEvent[] = [
      ...wanted,
      { type: 'clients_set', body: { clients: { allowed: [], denied: ['cli'] }, member: kim.member } },
    ];
    const supposed = mustBeOk(supposeEvents(before, maya.member, events, chain.nowMs));
    for (const { type, body } of events) await chain.write(maya, type, body as never);
    const { head, lastAtMs, ...written } = chain.current;
    const { head: supposedHead, lastAtMs: supposedAtMs, ...rest } = supposed;
    // The clock of the chain goes on with each event, and a rule that is new counts from its own.
    const from = { secondFactorFromMs: supposedAtMs };
    expect(rest).toEqual({ ...written, settings: { ...written.settings, ...from } });
    expect(supposedHead.seq).toBe(head.seq);
    expect(supposedAtMs).toBeLessThan(lastAtMs);
  });

  it('are refused as the signed ones would be, and change nothing', async () => {
    const { chain, kim, maya } = await team();
    const before = chain.current;
    const copy = structuredClone(before);
    expect(supposeEvents(before, kim.member, wanted, chain.nowMs)).toMatchObject({
      code: 'permission_missing',
    });
    expect(
      supposeEvents(before, maya.member, [{ type: 'settings_set', body: { set: {} } }], chain.nowMs),
    ).toMatchObject({ code: 'settings_empty' });
    expect(
      supposeEvents(
        before,
        maya.member,
        [{ type: 'settings_set', body: { set: { unknown: true } as never } }],
        chain.nowMs,
      ),
    ).toMatchObject({ code: 'event_malformed' });
    mustBeOk(supposeEvents(before, maya.member, wanted, chain.nowMs));
    expect(before).toEqual(copy);
  });
});
