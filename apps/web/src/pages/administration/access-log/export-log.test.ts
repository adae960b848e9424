import type { AccessLogPort, LogLine } from '@postern/client';
import { type AccessRecordId, type AccountId, ok, refuse } from '@postern/core';
import { en } from '@postern/ui';
import { describe, expect, it } from 'vitest';
import { logCsv, logJson, readWholeLog } from './export-log.ts';

const line = (record: string, changes: object = {}): LogLine => ({
  source: 'server',
  record: record as AccessRecordId,
  atMs: Date.UTC(2026, 10, 12, 9, 2, 41),
  kind: 'denied',
  account: 'a' as AccountId,
  email: 'kim@northwind.example',
  member: undefined,
  clientKind: 'cli',
  clientVersion: '0.1.0',
  address: '203.0.113.7',
  factorsUsed: ['mail', 'totp'],
  code: 'ip_not_allowed',
  reference: '7QK2-M4',
  request: undefined,
  by: undefined,
  ...changes,
});

const changed: LogLine = {
  source: 'ledger',
  kind: 'changed',
  about: 'organization',
  type: 'organization_rename',
  params: { name: '=HYPERLINK("https://evil.example")' },
  by: 'dana@northwind.example',
  atMs: 0,
  seq: 7,
  part: 0,
  target: undefined,
};

describe('the access log as a file', () => {
  it('has a column for all that a line says', () => {
    const [header, one] = logCsv([line('r1')], en).split('\r\n');
    expect(header?.split(',')).toHaveLength(one?.split(',').length ?? 0);
    expect(one).toBe(
      '2026-11-12T09:02:41.000Z,Refused,Refused,kim@northwind.example,no,,Command line 0.1.0,0.1.0,203.0.113.7,mailed code; code from an app,ip_not_allowed,7QK2-M4,server,r1',
    );
  });

  it('runs nothing that others wrote', () => {
    const csv = logCsv([changed, line('r2', { email: '=1+1', address: '@SUM(A1)' })], en);
    expect(csv).toContain(",'=1+1,");
    expect(csv).toContain(",'@SUM(A1),");
    // In the middle of a sentence it is none.
    expect(csv).toContain('"Renamed the organization to “=HYPERLINK(""https://evil.example"")”"');
  });

  it('is JSON with the same', () => {
    expect(JSON.parse(logJson([line('r1'), changed], en))).toMatchObject([
      { at: '2026-11-12T09:02:41.000Z', says: 'Refused', record: 'r1', code: 'ip_not_allowed' },
      { at: '1970-01-01T00:00:00.000Z', type: 'organization_rename', by: 'dana@northwind.example' },
    ]);
  });

  it('is read to its end, or not at all', async () => {
    const pages = [[line('r1')], [], [line('r2')]];
    const serve: AccessLogPort = {
      page: async (_filter, cursor) => {
        const at = cursor?.ledgerBefore ?? 0;
        const next = at < 2 ? { serverDone: false, ledgerBefore: at + 1 } : undefined;
        return ok({ lines: pages[at] ?? [], next, lookedBackToMs: 0 });
      },
    };
    expect(await readWholeLog(serve, {})).toMatchObject({
      ok: true,
      value: { lines: [{ record: 'r1' }, { record: 'r2' }], cut: false },
    });
    const refusing = { page: async () => refuse('permission_missing') };
    expect(await readWholeLog(refusing, {})).toMatchObject({ code: 'permission_missing' });
  });
});
