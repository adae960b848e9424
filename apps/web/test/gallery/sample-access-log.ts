import type { AccessLogPort, LogLine, ServerLogLine } from '@postern/client';
import { type AccessRecordId, type AccountId, type MemberId, ok, type RequestId } from '@postern/core';

const minute = 60_000;
const id = <Id extends string>(name: string) => name.padEnd(22, 'A') as Id;

/** An afternoon of an access log; nothing at all for `empty`. */
export function sampleAccessLog(as: string, now: number): AccessLogPort {
  const line = (at: number, who: string, changes: Partial<ServerLogLine>): ServerLogLine => ({
    source: 'server',
    record: id<AccessRecordId>(`r${at}x`),
    atMs: now - at * minute,
    kind: 'entered',
    account: id<AccountId>(who),
    email: `${who}@northwind.example`,
    member: id<MemberId>(who),
    clientKind: 'web',
    clientVersion: '0.1.0',
    address: '192.0.2.14',
    factorsUsed: ['totp'],
    code: undefined,
    reference: undefined,
    request: undefined,
    by: undefined,
    ...changes,
  });
  const lines: readonly LogLine[] = [
    line(2, 'dana', {}),
    line(6, 'kim', {
      kind: 'request_granted',
      request: id<RequestId>('q1'),
      by: 'maya@northwind.example',
      code: 'ip_not_allowed',
      clientKind: undefined,
      address: undefined,
    }),
    {
      source: 'ledger',
      kind: 'changed',
      about: 'members',
      type: 'member_address_add',
      params: { who: 'kim@northwind.example', range: '203.0.113.7' },
      part: 0,
      by: 'maya@northwind.example',
      atMs: now - 7 * minute,
      seq: 41,
      target: { kind: 'member', id: id<MemberId>('kim') },
    },
    line(11, 'kim', {
      kind: 'request_made',
      request: id<RequestId>('q1'),
      code: 'ip_not_allowed',
      address: '203.0.113.7',
    }),
    line(12, 'kim', {
      kind: 'denied',
      code: 'ip_not_allowed',
      reference: '7QK2-M4',
      address: '203.0.113.7',
      factorsUsed: [],
    }),
    line(95, 'prober', {
      kind: 'denied',
      code: 'invitation_required',
      reference: 'B4XD-9T',
      email: 'prober@elsewhere.example',
      member: undefined,
      address: '2001:db8:41f::9c02',
      clientKind: 'cli',
    }),
    line(400, 'leo', { clientKind: 'extension', address: '198.51.100.23', factorsUsed: ['passkey'] }),
  ];
  return {
    page: async () => ok({ lines: as === 'empty' ? [] : lines, next: undefined, lookedBackToMs: 0 }),
  };
}
