import { createClient, createMemoryStore } from '@postern/client';
import { type Email, mustBeOk, newId, type SessionId } from '@postern/core';
import { loginStart } from '@postern/crypto';
import { vi } from 'vitest';
import type { ReadsAtOnce } from '../../apps/server/src/platform/db/prepare-read.ts';
import { signUp, TestClient } from '../../apps/server/test/support/account-client.ts';
import type { TestServer } from '../../apps/server/test/support/test-server.ts';
import { until } from '../../packages/client/test/people.ts';
import type { Scene } from '../harness/attack.ts';

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
/** What the server does by itself, whoever asks: it looks for operators' acts, for mails to send and for new keys that wait. */
const ofItself = [
  /^select .* from "(?:operator_acts|invitation_mails)"/,
  /^(?:select|update|delete) .*"access_request_mails"/,
  /"access_requests".* where .*(?:"expires_at_ms" <=|"to_mail" =)/,
  /^select \* from "access_requests" where "id" =/,
  /^select "head_seq" as "seq", "head_hash" as "hash" from "organizations"/,
  /^select "account" from "pending_generations"$/,
];
const drawnAnew = ['date', 'x-request-id', 'x-reference'];

/** Somebody who has an account on this server, as its tests make events for them. */
export async function signedUp(server: TestServer, email: string) {
  const { url, codeFor } = server;
  const person = await signUp(new TestClient(url), codeFor, { email, password, nowMs: server.nowMs() });
  return {
    ...person,
    email: email as Email,
    token: person.client.token ?? '',
    session: newId<SessionId>(),
  };
}

/** Leo, a client of this server and nothing else, who asks and compares. */
export async function anOutsider(scene: Scene, server: TestServer) {
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
  const note = (sql: string) => {
    if (!ofItself.some((statement) => statement.test(sql))) work.push(sql);
  };
  const { kysely } = server.running.platform.db;
  const executor = kysely.getExecutor();
  const execute = executor.executeQuery.bind(executor);
  vi.spyOn(executor, 'executeQuery').mockImplementation((query, ...rest) => {
    note(query.sql);
    return execute(query, ...rest);
  });
  // Readings that every request makes go past the executor where the database answers at once.
  const adapter = executor.adapter as typeof executor.adapter & Partial<ReadsAtOnce>;
  const { readAtOnce } = adapter;
  if (readAtOnce) {
    adapter.readAtOnce = (sql, parameters) => {
      note(sql);
      return readAtOnce(sql, parameters);
    };
  }

  const probe = async (asked: string, ask: () => Promise<string>): Promise<Probe> => {
    answers.length = 0;
    work.length = 0;
    const said = await ask();
    return { asked, said, answers: [...answers], work: [...work] };
  };
  const send = async (path: string, init?: RequestInit): Promise<Readonly<Record<string, string>>> =>
    (await fetch(server.url + path, init)).json() as never;
  const post = (path: string, sent: object) =>
    send(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(sent),
    });
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

  return {
    leo,
    received,
    probe,
    /** Signs in with a guessed password. */
    signIn: (email: string) =>
      probe(`sign in as ${email}`, async () => {
        const elements = new Set([await evaluate(email), await evaluate(email)]);
        const signedIn = await leo.account.signIn(email, 'a guess of twelve');
        return elements.size === 1 ? codeOf(signedIn) : 'another key each time';
      }),
    /** Asks for a code and guesses it. */
    signUp: (email: string) =>
      probe(`sign up as ${email}`, async () => {
        const begun = codeOf(await leo.account.beginSignUp(email));
        return `${begun}, ${codeOf(await leo.account.verifySignUpCode(email, '000000'))}`;
      }),
    /** Says to have forgotten the password, guesses the code, and tries a password of before. */
    forgetPassword: (email: string) =>
      probe(`forget the password of ${email}`, async () => {
        const begun = codeOf(await leo.forgotPassword.begin(email));
        const guessed = codeOf(await leo.forgotPassword.enterCode(email, '000000'));
        const former = codeOf(await leo.account.signIn(email, 'a guess of twelve', 'former'));
        return `${begun}, ${guessed}, ${former}`;
      }),
    /** Asks the server without a session. */
    ask: (path: string) => probe(`GET ${path}`, async () => (await send(path)).code ?? 'an answer'),
    /** Asks the server with the session of the client. */
    askSignedIn: async (path: string) => {
      const { authorization = '' } = received.at(-1)?.headers ?? {};
      await fetch(server.url + path, { headers: { authorization } });
    },
    /** An account of his own. */
    signUpHimself: async () => {
      const email = 'leo@elsewhere.example';
      mustBeOk(await leo.account.beginSignUp(email));
      mustBeOk(await leo.account.verifySignUpCode(email, server.codeFor(email)));
      mustBeOk(await leo.account.finishSignUp(email, password));
    },
  };
}

function codeOf(result: { readonly ok: boolean; readonly code?: string }): string {
  return result.code ?? 'done';
}

/** An answer as an outsider can compare it: tokens and blinded elements are told by their length. */
async function describe(response: Response) {
  const headers = [...response.headers].filter(([name]) => !drawnAnew.includes(name));
  const body = (await response.text())
    .replaceAll(/[\w-]{40,}/g, (drawn) => `<${drawn.length} drawn>`)
    .replaceAll(/"(\w*[aA]tMs)":\d+/g, '"$1":<then>')
    .replaceAll(/"request":"[^"]*"/g, '"request":<drawn>')
    .replaceAll(/"reference":"[^"]*"/g, '"reference":<drawn>');
  return { status: response.status, headers, body };
}
