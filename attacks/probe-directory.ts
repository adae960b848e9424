import { createClient, createMemoryStore } from '@postern/client';
import { mustBeOk, newId, type SessionId } from '@postern/core';
import { loginStart } from '@postern/crypto';
import { vi } from 'vitest';
import type { ReadsAtOnce } from '../apps/server/src/platform/db/prepare-read.ts';
import { signUp, TestClient } from '../apps/server/test/support/account-client.ts';
import { TestMember } from '../apps/server/test/support/test-member.ts';
import { startTestServer } from '../apps/server/test/support/test-server.ts';
import { until } from '../packages/client/test/people.ts';
import type { Scene } from './harness/attack.ts';

/** One question of the outsider: what came back, without what is drawn anew for each answer, and what it cost. */
export interface Probe {
  readonly asked: string;
  readonly said: string;
  /** Status, headers and body of every answer. */
  readonly answers: readonly unknown[];
  /** The SQL statements, in order. */
  readonly work: readonly string[];
}

const password = 'seven brass weathervanes';
const cli = { kind: 'cli', version: '0.1.0' } as const;
const drawnAnew = ['date', 'x-request-id', 'x-reference'];

/**
 * Leo, an outsider with an account of his own, asks about Maya, who is a member of northwind, and about nobody; about
 * northwind, and about an organization that does not exist. Pairs of probes that must not differ.
 */
export async function probeDirectory(scene: Scene): Promise<readonly (readonly [Probe, Probe])[]> {
  const server = await startTestServer({ POSTERN_SIGNUP: 'open' });
  scene.after(server.stop);
  const maya = await signUp(new TestClient(server.url), server.codeFor, {
    email: 'maya@northwind.example',
    password,
    nowMs: server.nowMs(),
  });
  const person = { ...maya, token: maya.client.token ?? '', session: newId<SessionId>() };
  const northwind = await TestMember.foundReady(server, person, 'northwind');

  const answers: unknown[] = [];
  const { fetch, received } = scene.watch(async (input, init) => {
    const response = await globalThis.fetch(input, init);
    answers.push(await describe(response.clone()));
    return response;
  });
  const leo = await createClient({
    fetch,
    baseUrl: server.url,
    store: createMemoryStore(),
    ...cli,
  });
  scene.after(leo.close);
  await until(leo, (snapshot) => snapshot.server !== undefined);
  const work: string[] = [];
  const { kysely } = server.running.platform.db;
  const executor = kysely.getExecutor();
  const execute = executor.executeQuery.bind(executor);
  vi.spyOn(executor, 'executeQuery').mockImplementation((query, ...rest) => {
    work.push(query.sql);
    return execute(query, ...rest);
  });
  // Readings that every request makes go past the executor where the database answers at once.
  const adapter = executor.adapter as typeof executor.adapter & Partial<ReadsAtOnce>;
  const { readAtOnce } = adapter;
  if (readAtOnce) {
    adapter.readAtOnce = (sql, parameters) => {
      work.push(sql);
      return readAtOnce(sql, parameters);
    };
  }

  const probe = async (asked: string, ask: () => Promise<string>): Promise<Probe> => {
    answers.length = 0;
    work.length = 0;
    const said = await ask();
    return { asked, said, answers: [...answers], work: [...work] };
  };
  const codeOf = (result: { readonly ok: boolean; readonly code?: string }) => result.code ?? 'done';
  const post = async (path: string, sent: object): Promise<Readonly<Record<string, string>>> => {
    const body = JSON.stringify(sent);
    const headers = { 'content-type': 'application/json' };
    return (await fetch(server.url + path, { method: 'POST', headers, body })).json() as never;
  };
  const { message } = await loginStart(password);
  /** The evaluated element of OPAQUE: made by a key of this address, hence the same whenever one asks the same. */
  const evaluate = async (email: string) => {
    const { attempt, loginResponse = '' } = await post('/api/account/sign-in/begin', {
      email,
      startLoginRequest: message,
    });
    const finishLoginRequest = Buffer.alloc(64, 7).toString('base64url');
    await post('/api/account/sign-in/finish', { attempt, finishLoginRequest, client: cli });
    return Buffer.from(loginResponse, 'base64url').subarray(0, 32).toString('hex');
  };
  const signIn = (email: string) =>
    probe(`sign in as ${email}`, async () => {
      const elements = new Set([await evaluate(email), await evaluate(email)]);
      const signedIn = await leo.account.signIn(email, 'a guess of twelve');
      return elements.size === 1 ? codeOf(signedIn) : 'another key each time';
    });
  const begin = (email: string) =>
    probe(`sign up as ${email}`, async () => codeOf(await leo.account.beginSignUp(email)));
  const enter = (address: string) =>
    probe(`enter ${address}`, async () => {
      // A denial goes into his own log once a minute, whatever it was about.
      server.passMs(61_000);
      const gate = mustBeOk(await leo.organization.enter(address));
      const { authorization = '' } = received.at(-1)?.headers ?? {};
      const id = address === northwind.state.address ? northwind.organization : 'A'.repeat(43);
      await fetch(`${server.url}/api/organizations/${id}/heads`, { headers: { authorization } });
      return gate.denial?.code ?? 'let in';
    });

  const signIns = [await signIn('maya@northwind.example'), await signIn('nina@northwind.example')] as const;
  const signUps = [await begin('maya@northwind.example'), await begin('nora@northwind.example')] as const;
  mustBeOk(await leo.account.beginSignUp('leo@elsewhere.example'));
  mustBeOk(
    await leo.account.verifySignUpCode('leo@elsewhere.example', server.codeFor('leo@elsewhere.example')),
  );
  mustBeOk(await leo.account.finishSignUp('leo@elsewhere.example', password));
  const gates = [await enter(northwind.state.address), await enter('southwind')] as const;
  return [signIns, signUps, gates];
}

/** An answer as an outsider can compare it: tokens and blinded elements are told by their length. */
async function describe(response: Response) {
  const headers = [...response.headers].filter(([name]) => !drawnAnew.includes(name));
  const body = (await response.text())
    .replaceAll(/[\w-]{40,}/g, (drawn) => `<${drawn.length} drawn>`)
    .replaceAll(/"atMs":\d+/g, '"atMs":<now>')
    .replaceAll(/"reference":"[^"]*"/g, '"reference":<drawn>');
  return { status: response.status, headers, body };
}
