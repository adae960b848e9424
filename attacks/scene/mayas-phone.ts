import { approveOnPhone, getAccount } from '@postern/contract';
import { type Bytes, fromBase64Url, type KeyMethodId, mustBeOk, systemClock } from '@postern/core';
import {
  type AskedAbout,
  hashB64,
  openByAccountSecret,
  parseKeyStatement,
  type SealingKeyPair,
  unwrapApproval,
  verifyKeyStorage,
} from '@postern/crypto';
import type { z } from 'zod';
import { createMemoryPhoneKeys } from '../../packages/client/src/phone/memory-phone-keys.ts';
import { pairPhone, startPhone, type TestPhone, untilPhone } from '../../packages/client/test/phones.ts';
import type { Scene } from '../harness/attack.ts';
import type { Exchange, MisbehavingServer } from '../harness/misbehaving-server.ts';
import { mayasNewDevice, mayasPlace } from './mayas-place.ts';

/** A phone before this server; it ends with the scene. */
export async function aPhone(scene: Scene, { url }: { readonly url: string }, evil: MisbehavingServer) {
  const phone = await startPhone({ url }, createMemoryPhoneKeys(), systemClock, evil.fetch);
  scene.after(() => phone.app.close());
  return phone;
}

/** Maya's place with her phone paired, and a new device of hers that the password brings no keys to. */
export async function mayasKeylessDevice(scene: Scene) {
  const place = await mayasPlace(scene);
  const { server, evil, desk, password } = place;
  const phone = await aPhone(scene, server, evil);
  await pairPhone(desk, phone, 'Maya’s phone');
  const { methods } = mustBeOk(await desk.client.keyStorage.read());
  const ofPassword = methods.find(({ kind }) => kind === 'password')?.id as KeyMethodId;
  mustBeOk(await desk.client.keyStorage.remove(ofPassword, password));
  evil.keep(getAccount);
  const tablet = await mayasNewDevice(place);
  return { ...place, phone, tablet };
}

/** The account and the key statement as everybody who carries this account's traffic knows them. */
export function servedAccount(evil: MisbehavingServer) {
  const kept = evil.kept(getAccount).at(-1);
  if (kept === undefined) throw new Error('no account was served');
  const served = getAccount.answer.parse(JSON.parse(Buffer.from(kept.body).toString('utf8')));
  const keyStatement = bytes(served.keyStatement);
  return { ...served, keyStatement, statementHash: hashB64(keyStatement) };
}

/** Whether what the phone handed over opens with the server's own key, and the account with it. */
export async function openRelayed(evil: MisbehavingServer, keyPair: SealingKeyPair, about: AskedAbout) {
  const sent = evil.received.findLast(({ endpoint }) => endpoint?.name === approveOnPhone.name);
  if (sent === undefined) return false;
  const { phone, answer } = bodyOf(approveOnPhone, sent);
  const { account, keys, keyStatement } = servedAccount(evil);
  const statement = bytes(keys.keyStorage);
  const { signingKey } = mustBeOk(await parseKeyStatement(keyStatement));
  const { secretVersion } = mustBeOk(await verifyKeyStorage(statement, signingKey));
  const by = { method: phone.method, secretVersion };
  const secret = await unwrapApproval({ keyPair }, about, by, bytes(answer.sealed));
  if (secret === undefined) return false;
  const bundle = bytes(keys.bundle);
  return (await openByAccountSecret(secret, { account, statement, bundle, keyStatement })).ok;
}

/** The body of a request as the endpoint's schema reads it. */
export function bodyOf<Sent extends z.ZodType>(
  endpoint: { readonly body?: Sent },
  { body }: Exchange,
): z.infer<Sent> {
  if (endpoint.body === undefined) throw new Error('an endpoint without a body');
  return endpoint.body.parse(JSON.parse(Buffer.from(body ?? []).toString('utf8')));
}

/** The first question that a phone shows. */
export async function firstRequest(phone: TestPhone) {
  const { requests } = await untilPhone(phone, (now) => now.requests.length > 0);
  const [request] = requests;
  if (request === undefined) throw new Error('nobody asks');
  return request;
}

export function bytes(text: string): Bytes {
  const parsed = fromBase64Url(text);
  if (parsed === undefined) throw new TypeError('expected base64url');
  return parsed;
}
