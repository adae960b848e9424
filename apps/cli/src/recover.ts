import { readFile } from 'node:fs/promises';
import { sentence } from '@postern/access';
import { createClient, createMemoryStore, type PosternClient } from '@postern/client';
import { readTextOfOwnPdf } from '@postern/client/own-pdf';
import type { Refusal, Result } from '@postern/core';
import type { Terminal } from './terminal.ts';
import { version } from './version.ts';

export interface RecoverWords {
  /** Origin like `https://postern.example`. */
  readonly server: string;
  /** Of the organization. */
  readonly address: string;
  readonly email: string | undefined;
  /** The saved PDF. */
  readonly kit: string | undefined;
  readonly exemptAddress: boolean;
  readonly exemptFactor: boolean;
}

/** A step that was refused, with the sentence for it. */
class Refused extends Error {}

/**
 * The ceremony of docs/protocol/recovery.md with the same client as in the browser, in a process that no server has sent
 * code to. It keeps nothing on this machine. Answers the exit code.
 */
export async function recover(terminal: Terminal, words: RecoverWords): Promise<number> {
  const client = await createClient({
    fetch,
    baseUrl: words.server,
    store: createMemoryStore(),
    kind: 'cli',
    version,
  });
  try {
    await goThrough(terminal, client, words);
    return 0;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    terminal.complain(error.message);
    return 1;
  } finally {
    await client.account.leaveOwnersDoor();
    if (client.snapshot().phase !== 'signed-out') await client.account.signOut();
    await client.close();
  }
}

async function goThrough(terminal: Terminal, client: PosternClient, words: RecoverWords): Promise<void> {
  const { account } = client;
  const { address, server } = words;
  terminal.say(`Coming back into /${address} at ${server}. Nothing is changed before the code is accepted.`);
  const kit = words.kit === undefined ? undefined : await readKit(words.kit);
  await signIn(terminal, client, words.email ?? (await terminal.ask('Mail address of your account')));

  terminal.say('Reading and checking the history of the organization.');
  let view = must(await account.beginRecovery(address));
  const { identified } = view;
  if (kit !== undefined) view = must(await account.identifyOrganization(kit));
  else if (!identified) {
    const typed = await terminal.ask('First 12 characters of the organization’s id, from the kit');
    view = must(await account.identifyOrganization(typed));
  }
  terminal.say(`The kit is for this organization: ${view.organization?.name ?? address}.`);
  terminal.say(
    `Version ${view.kit.version} counts, made on ${new Date(view.kit.madeAtMs).toISOString().slice(0, 10)}.`,
  );
  // A session without its second factor, or of keys that wait, is shown the history for the code alone.
  const early = view.organization === undefined ? (kit ?? (await askForCode(terminal))) : undefined;
  if (early !== undefined) view = must(await account.readWithCode(early));
  const { organization, ownAddress, lostFactor } = view;
  if (organization !== undefined && organization.custodians.length > 0) {
    terminal.say(`No custodians any more afterwards: ${organization.custodians.join(', ')}.`);
  }
  if (words.exemptAddress) {
    terminal.say(
      ownAddress === undefined
        ? 'The server cannot tell this address from its proxy’s, so it is not exempted.'
        : `${ownAddress} is let in for 24 hours.`,
    );
  }
  const maker = organization?.kitMadeBy;
  if (lostFactor && maker !== undefined) {
    terminal.say(`${maker} made this kit: it takes no second factor off your account. The operator can.`);
  } else if (words.exemptFactor) terminal.say('No second factor is asked of you for 24 hours.');
  else if (lostFactor) terminal.say('Your second factor still stands: use --exempt-factor if it is lost.');

  if (early !== undefined && kit === undefined) {
    const answer = await terminal.ask('Go on with that? yes or no');
    if (answer.trim().toLowerCase() !== 'yes') throw new Refused('Nothing was changed.');
  }
  const text = early ?? kit ?? (await askForCode(terminal));
  terminal.say('Opening the vaults and sealing them to you.');
  const end = must(
    await account.recoverOrganization(text, {
      address: words.exemptAddress && ownAddress !== undefined,
      secondFactor: words.exemptFactor,
    }),
  );
  terminal.say('You are the owner again, and hold every key.');
  if (end.entered) await renew(terminal, client);
  terminal.say(`Make a new kit now: ${server}/${address}/administration/recovery-key`);
}

/** By password and second factor; without the factor, to the owner's door. */
async function signIn(terminal: Terminal, client: PosternClient, email: string): Promise<void> {
  const { account } = client;
  const password = await terminal.askHidden('Password');
  const step = must(await account.signIn(email, password));
  if (step === undefined) {
    if (client.snapshot().phase === 'open') return;
    throw new Refused('The password alone does not open your keys. Get them back in the browser first.');
  }
  const typed = await terminal.ask(
    'Code of your authenticator app, or nothing if your second factor is lost',
  );
  const code = typed.replaceAll(/\s/g, '');
  must(
    code === '' ? await account.signInAtOwnersDoor() : await account.giveSecondFactor({ kind: 'totp', code }),
  );
}

function askForCode(terminal: Terminal): Promise<string> {
  return terminal.askHidden('Recovery code');
}

async function readKit(file: string): Promise<string> {
  const bytes = await readFile(file).catch(() => {
    throw new Refused(`The file ${file} cannot be read.`);
  });
  const text = await readTextOfOwnPdf(new Uint8Array(bytes));
  if (text === undefined) throw new Refused(`${file} is no kit that Postern saved.`);
  return text;
}

/** Vaults get keys that the code which was just used does not know. */
async function renew(terminal: Terminal, { administration }: PosternClient): Promise<void> {
  const { recoveryKey } = administration;
  const renewed = await recoveryKey.renew();
  const read = await recoveryKey.read();
  const stale = read.ok ? read.value.vaults.stale : 0;
  if (renewed.ok && stale === 0) terminal.say('Every vault has a new key.');
  else
    terminal.say(`${stale} vaults get their new key once you look through who holds keys, in the browser.`);
}

function must<Value>(result: Result<Value>): Value {
  if (result.ok) return result.value;
  throw new Refused(sayRefusal(result));
}

function sayRefusal(refusal: Refusal): string {
  return `${sentence(refusal.code, refusal.params)} (${refusal.code})`;
}
