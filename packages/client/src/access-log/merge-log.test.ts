import type { AccessLine } from '@postern/contract';
import type { AccessRecordId, AccountId } from '@postern/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Merging, matchesLedger, matchesServer, mergeLog } from './merge-log.ts';
import type { LedgerLogLine, LogCursor, LogLine, ServerLogLine } from './port.ts';

const start: LogCursor = { serverDone: false, ledgerBefore: 1_000 };

const told = (atMs: number, name: string): AccessLine => ({
  record: name as AccessRecordId,
  atMs,
  kind: 'entered',
  account: 'maya' as AccountId,
  email: 'maya@northwind.example',
});

const change = (atMs: number, seq: number, part = 0): LedgerLogLine => ({
  source: 'ledger',
  kind: 'changed',
  about: 'rules',
  type: 'settings_set',
  params: { who: 'kim@northwind.example' },
  by: 'dana@northwind.example',
  atMs,
  seq,
  part,
  target: undefined,
});

const shown = ({ record, atMs, kind, account, email }: AccessLine): ServerLogLine => ({
  source: 'server',
  record,
  atMs,
  kind,
  account,
  email,
  member: undefined,
  clientKind: 'web',
  clientVersion: '0.1.0',
  address: '2001:DB8::7',
  factorsUsed: [],
  code: undefined,
  reference: undefined,
  request: undefined,
  by: undefined,
});

const merging = (ledger: readonly LedgerLogLine[], changes: Partial<Merging> = {}): Merging => ({
  ledger,
  shown,
  wanted: () => true,
  ...changes,
});

const nameOf = (line: LogLine) => (line.source === 'server' ? line.record : `${line.seq}.${line.part}`);

/** A server that gives so many lines at once, and tells where it ended. */
function serve(all: readonly AccessLine[], cursor: string | undefined, atOnce: number) {
  const from = cursor === undefined ? 0 : all.findIndex((one) => `${one.atMs}.${one.record}` === cursor) + 1;
  const lines = all.slice(from, from + atOnce);
  return { lines, done: from + atOnce >= all.length };
}

describe('the merged log', () => {
  it('has both sources in one order of time, the change first where both are of one moment', () => {
    const reading = { lines: [told(90, 'a'), told(50, 'b'), told(10, 'c')], done: true };
    const page = mergeLog(merging([change(95, 9), change(50, 8), change(5, 7)]), reading, start, 100);
    expect(page.lines.map(nameOf)).toEqual(['9.0', 'a', '8.0', 'b', 'c', '7.0']);
    expect(page).toMatchObject({ next: undefined, lookedBackToMs: 0 });
  });

  it('tells no change older than what the server has told so far', () => {
    const reading = { lines: [told(90, 'a')], done: false };
    const page = mergeLog(merging([change(95, 9), change(50, 8)]), reading, start, 100);
    expect(page.lines.map(nameOf)).toEqual(['9.0', 'a']);
    expect(page.next).toEqual({ server: '90.a', serverDone: false, ledgerBefore: 9 });
    expect(page.lookedBackToMs).toBe(90);
  });

  it('says how far it has looked where nothing was wanted', () => {
    const reading = { lines: [told(90, 'a'), told(70, 'b')], done: false };
    const page = mergeLog(merging([], { wanted: () => false }), reading, start, 100);
    expect(page).toMatchObject({ lines: [], lookedBackToMs: 70, next: { server: '70.b' } });
  });

  it('keeps the parts of one event together', () => {
    const parts = [change(9, 4, 2), change(9, 4, 1), change(9, 4, 0), change(8, 3)];
    const page = mergeLog(merging(parts), { lines: [], done: true }, start, 1);
    expect(page.lines.map(nameOf)).toEqual(['4.2', '4.1', '4.0']);
    expect(page.next).toMatchObject({ ledgerBefore: 4 });
  });

  it('tells every line once, in order, however it is cut into pages', () => {
    const time = fc.integer({ min: 0, max: 40 });
    fc.assert(
      fc.property(
        fc.array(time, { maxLength: 30 }),
        fc.array(time, { maxLength: 30 }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 9 }),
        (serverTimes, ledgerTimes, room, atOnce) => {
          const down = (one: number, other: number) => other - one;
          const server = serverTimes.sort(down).map((atMs, at) => told(atMs, `s${at}`));
          const ledger = ledgerTimes.sort(down).map((atMs, at) => change(atMs, 100 - at));
          const lines: LogLine[] = [];
          let cursor: LogCursor | undefined = start;
          for (let pages = 0; cursor !== undefined; pages++) {
            expect(pages).toBeLessThan(100);
            const reading = cursor.serverDone
              ? { lines: [], done: true }
              : serve(server, cursor.server, atOnce);
            const page = mergeLog(merging(ledger), reading, cursor, room);
            lines.push(...page.lines);
            cursor = page.next;
          }
          expect(lines.map(nameOf).sort()).toEqual(
            [...server.map(({ record }) => record), ...ledger.map(nameOf)].sort(),
          );
          expect(lines.map(({ atMs }) => atMs)).toEqual(lines.map(({ atMs }) => atMs).sort(down));
        },
      ),
    );
  });
});

describe('a filter', () => {
  const line = shown(told(90, 'a'));

  it('finds a part of an address in any spelling, and the client', () => {
    expect(matchesServer(line, { address: '2001:db8' })).toBe(true);
    expect(matchesServer(line, { address: '203.0' })).toBe(false);
    expect(matchesServer(line, { person: ' Maya@' })).toBe(true);
    expect(matchesServer(line, { person: 'kim' })).toBe(false);
    expect(matchesServer(line, { clientKind: 'web' })).toBe(true);
    expect(matchesServer(line, { clientKind: 'cli' })).toBe(false);
  });

  it('leaves changes out where it asks for what they do not have', () => {
    for (const filter of [
      { kind: 'denied' as const },
      { clientKind: 'web' as const },
      { address: '203.0' },
    ]) {
      expect(matchesLedger(filter)).toBeUndefined();
    }
    const one = change(50, 8);
    expect(matchesLedger({ kind: 'changed', address: ' ' })?.(one)).toBe(true);
    expect(matchesLedger({ person: 'dana' })?.(one)).toBe(true);
    expect(matchesLedger({ person: 'kim@' })?.(one)).toBe(true);
    expect(matchesLedger({ person: 'leo' })?.(one)).toBe(false);
    expect(matchesLedger({ fromMs: 51 })?.(one)).toBe(false);
    expect(matchesLedger({ fromMs: 50, toMs: 50 })?.(one)).toBe(true);
  });
});
