import { finishSignUp, getAccount, getAccountState, putAccountState } from '@postern/contract';
import { type AccountId, type Bytes, fromBase64Url, type KeyMethodId, toBase64Url } from '@postern/core';
import { type AccountSecret, ObjectType, parseSigned, wrapTo } from '@postern/crypto';
import { inText, withFlipped } from './scene/altered-bytes.ts';
import { aDevice, address, type Place } from './scene/mayas-place.ts';

/**
 * BW12: objects that would make a client of several formats choose a mode without authentication, and then tell by how
 * it goes on whether what the server had changed could still be read.
 */

const hash = 'A'.repeat(43);
/** How a sealed account state begins. All of this but the key is public; the ledger has less than ten events here. */
const beforeKey =
  `{"confirmed":[],"heads":[{"address":"${address}","hash":"${hash}","org":"${hash}","seq":1}],` +
  '"keyStorageVersion":1,"keyring":[{"epoch":1,"key":"';
const keyAt = 6 + 12 + beforeKey.length;

/** The newest account state that Maya has sent, which the server serves again and again. */
export function sentState({ evil }: Place): { readonly revision: number; readonly sealed: string } {
  const sent = evil.received.findLast(({ endpoint }) => endpoint?.name === putAccountState.name);
  return JSON.parse(Buffer.from(sent?.body ?? []).toString()) as ReturnType<typeof sentState>;
}

/** That state in a format 0 without a tag, the first letter of its first key changed by `mask`. */
export function serveWithoutTag({ evil }: Place, state: ReturnType<typeof sentState>, mask: number): void {
  const sealed = inText(state.sealed, (bytes) =>
    withFlipped(withFlipped(bytes.subarray(0, -16), keyAt, mask), 4),
  );
  evil.behave().alter(getAccountState, () => ({ ...state, sealed }));
}

/** A key of 16 bytes in the place of the account secret, wrapped to the public key that Maya's own statement names. */
export async function serveShortKey({ evil }: Place): Promise<void> {
  const signedUp = evil.received.find(({ endpoint }) => endpoint?.name === finishSignUp.name);
  const { account, keys } = JSON.parse(Buffer.from(signedUp?.body ?? []).toString()) as SignedUp;
  const statement = parseSigned(fromBase64Url(keys.keyStorage) as Bytes, ObjectType.keyStorage);
  if (statement === undefined) throw new Error('Maya has not signed up through this server');
  const [method] = (statement.payload as unknown as Statement).methods;
  const wrap = await wrapTo(
    ObjectType.accountSecret,
    fromBase64Url(method.sealingKey) as Bytes,
    { account, method: method.id, methodKind: 'password', secretVersion: 1 },
    new Uint8Array(16).fill(7) as Bytes as AccountSecret,
  );
  if (wrap === undefined) throw new Error('the short key could not be wrapped');
  evil.behave().alter(getAccount, (answer) => ({
    ...answer,
    keys: {
      ...answer.keys,
      methods: answer.keys.methods.map((one) => ({ ...one, wrap: toBase64Url(wrap) })),
    },
  }));
}

interface SignedUp {
  readonly account: AccountId;
  readonly keys: { readonly keyStorage: string };
}
interface Statement {
  readonly methods: readonly [{ readonly id: KeyMethodId; readonly sealingKey: string }];
}

/** What a new device says, and whether the server could see that it opened what it was given. */
export async function signInAndGoOn({
  scene,
  server,
  evil,
  email,
  password,
}: Place): Promise<{ readonly said: string; readonly wentOn: boolean }> {
  const { client, sent } = await aDevice(scene, server, evil);
  const signedIn = await client.account.signIn(email, password);
  const before = sent.length;
  await client.organization.enter(address);
  return { said: signedIn.ok ? '' : signedIn.code, wentOn: sent.length > before };
}
