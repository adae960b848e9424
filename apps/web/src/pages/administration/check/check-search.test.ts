import { describe, expect, it } from 'vitest';
import { parseCheckSearch, supposedIn } from './check-search.ts';
import { momentOf, momentText } from './moment-text.ts';

const id = 'bWF5YS1tZW1iZXItaWQtMQ';

describe('the address of a check', () => {
  it('says who, with what, from where and when', () => {
    const search = parseCheckSearch({
      member: id,
      client: 'cli',
      from: '2001:DB8::1',
      at: 1_795_000_000_000,
      factor: 'totp',
    });
    expect(supposedIn(search)).toEqual({
      who: { member: id },
      clientKind: 'cli',
      address: '2001:db8::1',
      atMs: 1_795_000_000_000,
      factor: 'totp',
    });
  });

  it('asks about the web client now, where it says no more than who', () => {
    expect(supposedIn(parseCheckSearch({ email: 'noa@else.example' }))).toEqual({
      who: { email: 'noa@else.example' },
      clientKind: 'web',
      address: undefined,
      atMs: undefined,
      factor: undefined,
    });
    expect(supposedIn(parseCheckSearch({}))).toBeUndefined();
  });

  it('leaves out what it does not understand', () => {
    const raw = {
      member: '../',
      email: 'no',
      client: 'api',
      from: 'here',
      at: 9e15,
      factor: 'luck',
      attempt: 7,
      rules: 'old',
      vault: '',
      entry: null,
      tab: 'x',
    };
    expect(Object.values(parseCheckSearch(raw)).filter((part) => part !== undefined)).toEqual([]);
  });
});

describe('a moment in a field', () => {
  it('comes back as it was, to the minute', () => {
    const ms = new Date(2026, 10, 21, 9, 2).getTime();
    expect(momentText(ms)).toBe('2026-11-21T09:02');
    expect(momentOf(momentText(ms))).toBe(ms);
    expect(momentText(undefined)).toBe('');
  });

  it('is none where the field holds none', () => {
    for (const text of ['', '2026-11-21', 'soon', '2026-13-40T99:99']) expect(momentOf(text)).toBeUndefined();
  });
});
