import type { OwnersDoorAnswer } from '@postern/contract';
import type { Email, HashB64, OrganizationId } from '@postern/core';
import { describe, expect, it } from 'vitest';
import type { KnownPlace } from './device-word.ts';
import { judgeOwnersDoor } from './judge-owners-door.ts';

const organization = 'o'.repeat(43) as OrganizationId;
const address = 'northwind';
const dana = {
  email: 'dana@northwind.example' as Email,
  canRestore: true,
  managesMembers: true,
  managesSettings: true,
};
const opened: OwnersDoorAnswer = {
  opened: true,
  organization,
  rules: ['ip_not_allowed'],
  kit: { version: 2, madeAtMs: 20 },
  people: [],
  morePeople: 0,
};
const place = (ledger?: Partial<NonNullable<KnownPlace['ledger']>>): KnownPlace => ({
  address,
  organization,
  pin: { seq: 1, hash: 'h'.repeat(43) as HashB64 },
  ...(ledger && {
    ledger: {
      name: 'Northwind',
      isOwner: true,
      kit: { version: 2, madeAtMs: 21 },
      people: [dana],
      ...ledger,
    },
  }),
});

describe('a door that the server opens', () => {
  it('shows what the device has verified in place of what the server says', () => {
    expect(judgeOwnersDoor([place({})], address, opened)).toEqual({
      ok: true,
      value: {
        state: 'open',
        knownBy: 'device',
        rules: ['ip_not_allowed'],
        kit: { version: 2, madeAtMs: 21, fileName: 'Postern recovery kit Northwind northwind v2.pdf' },
        people: [dana],
        morePeople: 0,
      },
    });
  });

  it('may be of a kit made since the device was last let in, and never of an earlier one', () => {
    const kitAt = (known: number, told: number) => {
      const judged = judgeOwnersDoor([place({ kit: { version: known, madeAtMs: 0 } })], address, {
        ...opened,
        kit: { version: told, madeAtMs: 1 },
      });
      return judged.ok && judged.value.state === 'open' ? judged.value.kit.version : undefined;
    };
    expect([kitAt(1, 2), kitAt(2, 2), kitAt(3, 2)]).toEqual([2, 2, 3]);
  });

  it('is the server’s word where the device has verified no ledger', () => {
    for (const places of [undefined, [place()]]) {
      expect(judgeOwnersDoor(places, address, opened)).toMatchObject({
        value: {
          state: 'open',
          knownBy: 'server',
          kit: { fileName: 'Postern recovery kit … northwind v2.pdf' },
        },
      });
    }
  });

  it('is doubted where the device knows better', () => {
    const doubted = { ok: true, value: { state: 'doubted' } };
    expect(judgeOwnersDoor([place({ isOwner: false })], address, opened)).toEqual(doubted);
    expect(judgeOwnersDoor([place({})], 'globex', opened)).toEqual(doubted);
    expect(judgeOwnersDoor([], address, opened)).toEqual(doubted);
  });

  it('is refused of another organization than the one meant', () => {
    const other = { ...opened, organization: 'p'.repeat(43) as OrganizationId };
    expect(judgeOwnersDoor([place({})], address, other)).toMatchObject({ code: 'organization_unknown' });
  });
});

describe('a door that stays shut', () => {
  it('is the gate’s answer, as the gate is judged', () => {
    const gate = { allowed: true, organization, path: [], atMs: 0 };
    expect(judgeOwnersDoor([place({})], address, { opened: false, gate })).toEqual({
      ok: true,
      value: { state: 'inside' },
    });
    expect(judgeOwnersDoor(undefined, address, { opened: false, gate })).toEqual({
      ok: true,
      value: { state: 'unfinished' },
    });
    const claim = { allowed: false, path: [], atMs: 0 };
    expect(judgeOwnersDoor([], 'globex', { opened: false, gate: { ...claim, allowed: true } })).toMatchObject(
      {
        value: { state: 'refused', gate: { denial: { code: 'invitation_required' } } },
      },
    );
  });
});
