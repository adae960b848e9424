import type { LogFilter, LogLine } from '@postern/client';
import { mustBeOk } from '@postern/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import { type Device, until } from './people.ts';
import { memberOf, startMember, startOwner, startPerson } from './team.ts';

/** Maya owns Northwind, Ada reads the audit log, Leo works there, and Sam does not. */
let server: TestServer;
let maya: Device;
let ada: Device;
let leo: Device;
let sam: Device;

const email = (name: string) => `${name}@northwind.example`;

beforeAll(async () => {
  server = await startTestServer({ POSTERN_SIGNUP: 'open' });
  maya = await startOwner(server, email('maya'), 'northwind');
  ada = await startMember(server, maya, email('ada'), { permissions: ['audit.read'] });
  leo = await startMember(server, maya, email('leo'));
  sam = await startPerson(server, email('sam'));
});
afterAll(async () => {
  for (const { client } of [maya, ada, leo, sam]) await client.close();
  await server.stop();
});

async function log(filter: LogFilter = {}): Promise<readonly LogLine[]> {
  const lines: LogLine[] = [];
  let cursor: Parameters<typeof ada.client.accessLog.page>[1];
  do {
    const page = mustBeOk(await ada.client.accessLog.page(filter, cursor));
    lines.push(...page.lines);
    cursor = page.next;
  } while (cursor !== undefined);
  return lines;
}
const revision = () => ada.client.snapshot().entered?.open?.logRevision ?? 0;

it('tells who came and what was changed, in one order of time', async () => {
  const lines = await log();
  expect(lines.map(({ atMs }) => atMs)).toEqual(
    lines.map(({ atMs }) => atMs).sort((one, other) => other - one),
  );
  expect(lines.at(-1)).toMatchObject({ source: 'ledger', type: 'genesis' });
  const entered = lines.filter(({ kind }) => kind === 'entered');
  for (const name of ['maya', 'ada', 'leo']) {
    const { id } = await memberOf(maya, email(name));
    expect(entered).toContainEqual(
      expect.objectContaining({ email: email(name), member: id, clientKind: 'cli', clientVersion: '0.1.0' }),
    );
  }
  expect(lines).toContainEqual(expect.objectContaining({ type: 'join', target: expect.anything() }));
});

it('is told of a refusal while it is open, of a member and of a stranger', async () => {
  const before = revision();
  const { id } = await memberOf(maya, email('leo'));
  mustBeOk(await maya.client.administration.people.disable([id]));
  await until(leo.client, ({ entered }) => entered?.gate.denial?.code === 'member_disabled');
  mustBeOk(await sam.client.organization.enter('northwind'));
  await until(ada.client, () => revision() > before);
  const denied = await log({ kind: 'denied' });
  expect(denied).toMatchObject([
    { email: email('sam'), member: undefined, code: 'invitation_required' },
    { email: email('leo'), member: id, code: 'member_disabled', reference: expect.any(String) },
    { email: email('maya'), code: 'setup_required' },
  ]);
  const [disabled, ...earlier] = await log({ kind: 'changed', person: 'LEO@' });
  expect(disabled).toMatchObject({ type: 'disable', by: email('maya'), target: { kind: 'member', id } });
  // Leo's own vault is a change by Leo.
  expect(earlier).toMatchObject([{ type: 'vault_create' }, { type: 'join' }, { type: 'invite' }]);
  expect((await log({ person: email('leo'), address: '127.0' })).map(({ kind }) => kind)).toEqual([
    'denied',
    'entered',
  ]);
  expect(await log({ address: '203.0.113' })).toEqual([]);
});

it('names people by the verified ledger, whatever the server calls them', async () => {
  ada.between((path, answer) =>
    path.includes('/access-log')
      ? { ...answer, lines: answer.lines.map((line: object) => ({ ...line, email: 'eve@evil.example' })) }
      : answer,
  );
  const lines = await log({ kind: 'denied' });
  ada.between(undefined);
  expect(lines.map((line) => line.source === 'server' && [line.email, line.member !== undefined])).toEqual([
    // Nothing that is verified knows this account.
    ['eve@evil.example', false],
    [email('leo'), true],
    [email('maya'), true],
  ]);
});

it('is refused to who may not read it', async () => {
  const { id } = await memberOf(maya, email('leo'));
  mustBeOk(await maya.client.administration.people.enable([id]));
  await until(leo.client, ({ entered }) => entered?.open !== undefined);
  expect(await leo.client.accessLog.page({})).toMatchObject({
    ok: false,
    code: 'permission_missing',
    params: { permission: 'audit.read' },
  });
});
