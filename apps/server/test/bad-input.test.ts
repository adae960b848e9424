import { isCode } from '@postern/access';
import { type Endpoint, endpoints, problem as problemSchema, writeVault } from '@postern/contract';
import { type FactorId, type InviteId, newId, type RequestId, type VaultId } from '@postern/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchEndpoint } from './support/call-endpoint.ts';
import { type SeededPerson, seedPerson } from './support/seeded-person.ts';
import { TestMember } from './support/test-member.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

let server: TestServer;
let maya: SeededPerson;
let member: TestMember;
let vault: VaultId;
beforeAll(async () => {
  server = await startTestServer();
  maya = await seedPerson(server, 'Maya');
  member = await TestMember.foundReady(server, maya, 'northwind');
  vault = await member.createVault();
  await member.write(vault, [await member.sealEntry(vault, 'Harbour')]);
});
afterAll(() => server.stop());

/** What counts as saved; not the log of who came, when a session was used, and what is limited. */
const savedTables = [
  'accounts',
  'key_methods',
  'pending_generations',
  'second_factors',
  'totp_secrets',
  'passkeys',
  'backup_codes',
  'organizations',
  'memberships',
  'invited_addresses',
  'invitation_mails',
  'ledger_events',
  'sealed_keys',
  'vault_heads',
  'manifests',
  'entries',
  'access_requests',
  'access_request_mails',
] as const;

async function saved(): Promise<unknown> {
  const { kysely } = server.running.platform.db;
  const tables = await Promise.all(
    savedTables.map((table) => kysely.selectFrom(table).selectAll().execute()),
  );
  return tables.map((rows) => rows.map((row) => JSON.stringify(row)).sort());
}

const withBody = endpoints.filter(({ body }) => body !== undefined);
const paramsOf = () => ({
  pairing: 'AAAAAAAAAAAAAAAAAAAAAA',
  organization: member.organization,
  vault,
  session: maya.session,
  address: 'northwind',
  factor: newId<FactorId>(),
  invite: newId<InviteId>(),
  request: newId<RequestId>(),
});

/** The problem document that a request was refused with; fails for anything else. */
async function refusalOf(response: Response) {
  const text = await response.text();
  expect(response.headers.get('content-type'), text).toContain('application/problem+json');
  expect(text).not.toMatch(/ {4}at |node_modules|\.ts:\d|SQLITE|FST_|Error:/);
  const problem = problemSchema.parse(JSON.parse(text));
  expect(problem.status).toBe(response.status);
  expect(isCode(problem.code), problem.code).toBe(true);
  expect(problem.status, `${problem.code} ${problem.reference}`).toBeLessThan(500);
  return problem;
}

function sendRaw(endpoint: Endpoint, text: string | Uint8Array<ArrayBuffer>): Promise<Response> {
  const path = endpoint.path.replace(
    /:(\w+)/g,
    (_, name) => (paramsOf() as Record<string, string>)[name] ?? 'x',
  );
  return fetch(`${server.url}${path}`, {
    method: endpoint.method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${maya.token}` },
    body: text,
  });
}

/** More than any endpoint takes. */
const huge = new TextEncoder().encode(JSON.stringify({ text: 'x'.repeat(17 * 1024 * 1024) }));

const malformed = [
  '{"',
  'null',
  '[]',
  '7',
  '"text"',
  '{"__proto__":{"admin":true}}',
  '{"no such field":1}',
  `${'['.repeat(5000)}${']'.repeat(5000)}`,
  '\u0000',
];

describe('a body that is not what the endpoint expects', () => {
  it.each(withBody)('is refused with code and field, and changes nothing: $name', async (endpoint) => {
    const before = await saved();
    for (const text of malformed) {
      const problem = await refusalOf(await sendRaw(endpoint, text));
      expect(problem).toMatchObject({ code: 'request_invalid', field: expect.any(String) });
      expect(problem.params?.expected, text.slice(0, 40)).toEqual(expect.any(String));
    }
    const tooLarge = await refusalOf(await sendRaw(endpoint, huge));
    expect(tooLarge).toMatchObject({ code: 'body_too_large', status: 413 });
    expect(tooLarge.params?.limitBytes).toBeGreaterThanOrEqual(1024 * 1024);
    expect(await saved()).toEqual(before);
  });

  it('is no fault of the server’s, whatever it is', async () => {
    const before = await saved();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...withBody), fc.jsonValue(), async (endpoint, value) => {
        // The one thing that some expect.
        fc.pre(JSON.stringify(value) !== '{}');
        await refusalOf(await sendRaw(endpoint, JSON.stringify(value)));
      }),
      { numRuns: 150 },
    );
    expect(await saved()).toEqual(before);
  });
});

describe('a method that the path does not answer', () => {
  const others = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
  const shapeOf = (path: string) => path.replaceAll(/:\w+/g, ':');

  it.each(endpoints)('is refused with those it does: $name', async ({ path }) => {
    const answered = endpoints
      .filter((each) => shapeOf(each.path) === shapeOf(path))
      .map(({ method }) => method);
    const headers = { 'content-type': 'application/json' };
    for (const method of others.filter((each) => !answered.some((one) => one === each))) {
      const response = await fetchEndpoint(
        server.url,
        { method: method as Endpoint['method'], path },
        { params: paramsOf(), headers },
        undefined,
      );
      expect(response.status, method).toBe(405);
      expect(response.headers.get('allow')?.split(', ').sort()).toEqual(answered.sort());
      if (method !== 'HEAD') expect(await refusalOf(response)).toMatchObject({ code: 'method_not_allowed' });
    }
  });

  it('is nothing special where there is no path', async () => {
    const headers = { 'content-type': 'application/json' };
    for (const method of ['GET', 'POST', 'DELETE']) {
      const response = await fetch(`${server.url}/api/nothing`, { method, headers });
      expect(await refusalOf(response)).toMatchObject({ code: 'not_found' });
    }
  });
});

describe('a path or query that is not what the endpoint expects', () => {
  const inOrganization = endpoints.filter(({ access }) => access === 'organization');

  it.each(inOrganization)('names the parameter: $name', async (endpoint) => {
    const params = { ...paramsOf(), organization: 'northwind' };
    const response = await fetchEndpoint(server.url, endpoint, { params, body: undefined }, maya.token);
    expect(await refusalOf(response)).toMatchObject({ code: 'request_invalid', field: '/path/organization' });
  });

  it.each([
    ['/ledger?from=-1', '/query/from'],
    ['/ledger?from=abc', '/query/from'],
    ['/ledger?from=1e99', '/query/from'],
    ['/heads?known=short', '/query/known'],
    ['/vaults/VAULT/changes?since=0&after=nobody', '/query/after'],
    ['/vaults/VAULT/changes?since=0&since=1', '/query/since'],
  ])('names the field of the query: %s', async (rest, field) => {
    const path = `/api/organizations/${member.organization}${rest.replace('VAULT', vault)}`;
    const response = await fetch(server.url + path, { headers: { authorization: `Bearer ${maya.token}` } });
    expect(await refusalOf(response)).toMatchObject({ code: 'request_invalid', field });
  });
});

describe('a character that no database should meet', () => {
  const refused = ['\u0000', 'a\u0000b', 'a\u0007', '\u007f', 'a\u0085'];

  it.each(endpoints.filter(({ path }) => path.includes(':address')))(
    'is refused in an address: $name',
    async (endpoint) => {
      for (const address of [...refused, 'north\nwind']) {
        const input = { params: { ...paramsOf(), address }, body: endpoint.body && {} };
        const problem = await refusalOf(await fetchEndpoint(server.url, endpoint, input, maya.token));
        expect(problem).toMatchObject({ code: 'request_invalid', field: '/path/address' });
      }
    },
  );

  it.each([
    ['askForAccess', { code: 'invitation_required' }],
    ['refuseRequest', {}],
  ])('is refused in a note, where lines and tabs are kept: %s', async (name, rest) => {
    const endpoint = endpoints.find((each) => each.name === name);
    if (endpoint === undefined) throw new Error(`no ${name}`);
    for (const note of refused) {
      const problem = await refusalOf(await sendRaw(endpoint, JSON.stringify({ ...rest, note })));
      expect(problem).toMatchObject({ code: 'request_invalid', field: '/note' });
    }
    const typed = await refusalOf(await sendRaw(endpoint, JSON.stringify({ ...rest, note: 'one\n\ttwo' })));
    expect(typed.code).not.toBe('request_invalid');
  });

  it.each(['1.2', '1.2.x', `1.2.${'3'.repeat(40)}`, '1.2.3\u0000'])(
    'is refused in a client’s version: %j',
    async (version) => {
      const endpoint = endpoints.find((each) => each.name === 'announceClientVersion');
      if (endpoint === undefined) throw new Error('no announceClientVersion');
      const problem = await refusalOf(await sendRaw(endpoint, JSON.stringify({ version })));
      expect(problem).toMatchObject({ code: 'request_invalid', field: '/version' });
    },
  );
});

describe('a write for another organization', () => {
  it('is refused there, and neither organization changes', async () => {
    const other = await TestMember.foundReady(server, maya, 'southwind');
    const theirs = await other.createVault();
    const drafted = await member.draftWrite(vault, [await member.sealEntry(vault, 'Stray')]);
    const before = await saved();
    const send = (place: { organization: string; vault: string }) =>
      fetchEndpoint(server.url, writeVault, { params: place, body: drafted.body }, maya.token);
    const elsewhere = await refusalOf(await send({ organization: other.organization, vault: theirs }));
    expect(elsewhere).toMatchObject({ code: 'wrong_organization', field: '/manifest' });
    const nowhere = await refusalOf(await send({ organization: other.organization, vault }));
    expect(nowhere).toMatchObject({ code: 'vault_not_shared' });
    const unknown = await refusalOf(await send({ organization: member.organization, vault: newId() }));
    expect(unknown).toMatchObject({ code: 'vault_not_shared' });
    expect(await saved()).toEqual(before);
    expect(await member.sendWrite(drafted)).toMatchObject({ ok: true });
  });
});

describe('a write that is refused half-way', () => {
  it('leaves nothing of itself, whichever of its parts is wrong', async () => {
    const before = await saved();
    const entries = await Promise.all([1, 2, 3].map((n) => member.sealEntry(vault, `Entry ${n}`)));
    const { body } = await member.draftWrite(vault, entries);
    const [first, second, third] = body.changes;
    if (!first || !second || !third || 'purge' in third) throw new Error('three entries');
    const wrong = [
      { ...body, changes: [first, second] },
      { ...body, changes: [first, second, { ...third, body: 'AAAA' }] },
      { ...body, changes: [first, second, { ...third, revision: 7 }] },
      { ...body, changes: [first, second, { ...third, epoch: 9 }] },
      { ...body, changes: [first, second, third, { entry: newId(), purge: true }] },
    ];
    for (const attempt of wrong) {
      const input = { params: { organization: member.organization, vault }, body: attempt };
      const problem = await refusalOf(await fetchEndpoint(server.url, writeVault, input, maya.token));
      expect(problem.field).toEqual(expect.stringMatching(/^\/(?:manifest|changes)/));
    }
    expect(await saved()).toEqual(before);
  });
});
