import { fileURLToPath } from 'node:url';
import { createClient, createMemoryStore, type PosternClient } from '@postern/client';
import { mustBeOk } from '@postern/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AuthenticatorApp } from '../apps/server/test/support/authenticator-app.ts';
import { type DemoPerson, password, type Way } from './demo-person.ts';
import { describeDemo } from './describe-demo.ts';
import { type Demo, startDemo } from './start-demo.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo(fileURLToPath(new URL('..', import.meta.url)), 0);
});
afterAll(() => demo.stop());

/** What somebody sees who follows the line that is printed for them. */
async function look({ who, address, way }: DemoPerson): Promise<string | undefined> {
  if (way.by === 'nobody') {
    const refused: { code: string } = await (await fetch(`${demo.url}/api/gate/${address}`)).json();
    return refused.code;
  }
  const client = await clientOf(way);
  try {
    await signIn(client, who, way);
    if (way.by === 'invitation') return codeOf(await client.administration.invitations.open(way.link));
    if (way.by === 'two-browsers') await setUpElsewhere(who);
    if (way.by === 'staying') {
      expect(mustBeOk(await client.organization.enter(address)).allowed).toBe(true);
      demo.passMs(16 * 60_000);
    }
    const entered = await client.organization.enter(address);
    if (!entered.ok) return entered.code;
    return entered.value.allowed ? 'inside' : entered.value.denial?.code;
  } finally {
    await client.close();
  }
}

function clientOf(way: Way): Promise<PosternClient> {
  const { kind, version } = way.by === 'client' ? way : { kind: 'web' as const, version: '0.1.0' };
  return createClient({ fetch: withCookie(), baseUrl: demo.url, store: createMemoryStore(), kind, version });
}

/** A browser keeps its session as a cookie. */
function withCookie(): typeof fetch {
  let cookie = '';
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    if (cookie !== '') headers.set('cookie', cookie);
    const response = await fetch(input, { ...init, headers });
    const [set] = response.headers.getSetCookie();
    if (set !== undefined) cookie = set.split(';')[0] ?? '';
    return response;
  };
}

async function signIn(client: PosternClient, who: string, way: Way): Promise<void> {
  const step = mustBeOk(await client.account.signIn(who, password));
  if (step === undefined) return;
  if (way.by === 'factor') {
    const [code = ''] = way.backupCodes;
    mustBeOk(await client.account.giveSecondFactor({ kind: 'backup', code }));
  } else {
    mustBeOk(await client.account.mailSecondFactor());
    mustBeOk(await client.account.giveSecondFactor({ kind: 'mail', code: await demo.mailedCode(who) }));
  }
}

async function setUpElsewhere(who: string): Promise<void> {
  const other = await clientOf({ by: 'sign-in' });
  await signIn(other, who, { by: 'sign-in' });
  const { secretB32 } = mustBeOk(await other.secondFactor.beginTotp());
  const app = new AuthenticatorApp(secretB32, Date.now);
  mustBeOk(await other.secondFactor.finishTotp('Phone', app.code()));
  await other.close();
}

const codeOf = (answer: { ok: boolean; code?: string }) => (answer.ok ? 'inside' : answer.code);

it('shows each person what is printed for them', async () => {
  const seen: Record<string, string | undefined> = {};
  const printed: Record<string, string> = {};
  const lines = describeDemo(demo);
  // Time passes for the last one alone.
  const inOrder = [...demo.people].sort(
    (a, b) => Number(a.way.by === 'staying') - Number(b.way.by === 'staying'),
  );
  for (const person of inOrder) {
    const name = `${person.who}, ${person.sees}`;
    printed[name] = person.sees;
    seen[name] = await look(person);
    expect(lines).toContain(`${person.who}\n  opens`);
    if (person.sees !== 'inside') expect(lines).toContain(`${person.sees}: `);
  }
  expect(seen).toEqual(printed);
  expect(new Set(Object.values(seen)).size).toBe(24);
  expect(lines).toContain(password);
});
