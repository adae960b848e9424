import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mustBeOk } from '@postern/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuthenticatorApp } from '../apps/server/test/support/authenticator-app.ts';
import { startTestServer, type TestServer } from '../apps/server/test/support/test-server.ts';
import { type Device, readPrintedTexts } from '../packages/client/test/people.ts';
import { password, startOwner } from '../packages/client/test/team.ts';
import { buildCli, root } from '../scripts/set-up.mjs';

const email = 'maya@northwind.example';
const folder = mkdtempSync(join(tmpdir(), 'postern-cli-'));
const kitFile = join(folder, 'kit.pdf');

let server: TestServer;
let laptop: Device;
let code: string;
let idStart: string;

beforeAll(async () => {
  const [started] = await Promise.all([startTestServer(), buildCli()]);
  server = started;
  laptop = await startOwner(server, email, 'northwind');
  const kit = mustBeOk(await laptop.client.organization.makeKit('northwind'));
  const groups = (await readPrintedTexts(kit.pdf)).filter((text) => /^[0-9A-HJKMNP-TV-Z]{6}$/.test(text));
  mustBeOk(await laptop.client.organization.confirmKit('northwind', groups[kit.askedGroup - 1] ?? ''));
  code = groups.join('-');
  writeFileSync(kitFile, kit.pdf);
  idStart = mustBeOk(await laptop.client.organization.evidence()).organization.slice(0, 12);
  const { secondFactor } = laptop.client;
  const app = new AuthenticatorApp(mustBeOk(await secondFactor.beginTotp()).secretB32, server.nowMs);
  mustBeOk(await secondFactor.finishTotp('Phone', app.code()));
});
afterAll(async () => {
  await laptop.client.close();
  await server.stop();
});

/** Runs the program, each line typed where nobody sits at a terminal. */
function run(words: readonly string[], lines: readonly string[] = []) {
  const program = join(root, 'apps/cli/bin/postern-client.mjs');
  const child = spawn(process.execPath, [program, ...words], { stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  for (const channel of [child.stdout, child.stderr]) {
    channel.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  }
  child.stdin.end(lines.map((line) => `${line}\n`).join(''));
  return new Promise<{ readonly exit: number | null; readonly said: string }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exit) => resolve({ exit, said }));
  });
}

const place = () => `${server.url}/northwind`;

describe('postern-client recover', () => {
  it('says what it is for, and what it does not understand', async () => {
    const [help, nothing, elsewhere] = await Promise.all([
      run(['--help']),
      run(['recover']),
      run(['recover', 'http://postern.example/northwind']),
    ]);
    expect(help).toMatchObject({ exit: 0, said: expect.stringContaining('with the recovery code') });
    expect(nothing.exit).toBe(2);
    expect(elsewhere).toMatchObject({ exit: 2, said: expect.stringContaining('is no address') });
  });

  it('names what is wrong, and changes nothing', async () => {
    const words = ['recover', place(), '--email', email];
    const otherOrganization = await run(words, [password, '', 'AAAAAAAA']);
    expect(otherOrganization).toMatchObject({
      exit: 1,
      said: expect.stringContaining('recovery_kit_of_other'),
    });
    const mistyped = await run(words, [password, '', idStart, code.slice(0, -1)]);
    expect(mistyped).toMatchObject({ exit: 1, said: expect.stringContaining('Group 11') });
    expect(mistyped.said).not.toContain(code.slice(0, 20));
    expect(mistyped.said).not.toContain(password);
  });

  it('brings the owner back by the saved kit, past a lost second factor', async () => {
    const words = ['recover', place(), '--email', email, '--kit', kitFile, '--exempt-factor'];
    const done = await run(words, [password, '']);
    expect(done.said).toContain('You are the owner again, and hold every key.');
    expect(done.said).toContain('Every vault has a new key.');
    expect(done.exit).toBe(0);
    const mails = server.mails.filter(({ subject }) => subject.startsWith('The recovery code of'));
    expect(mails.map(({ to }) => to)).toEqual([email]);
    // The second factor is off, and the laptop goes on with what it has.
    mustBeOk(await laptop.client.organization.enter('northwind'));
    expect(mustBeOk(await laptop.client.secondFactor.list()).factors).toEqual([]);
  });
});
