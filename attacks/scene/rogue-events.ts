import { readLedger } from '@postern/contract';
import { type Bytes, fromBase64Url, mustBeOk, parseEmail, toBase64Url } from '@postern/core';
import { type AccountKeys, hashB64, ObjectType, type SigningKey, signObject } from '@postern/crypto';
import { draftEvent, findMemberByAccount, type LedgerState, verifyChain } from '@postern/ledger';
import { openAccount, provePassword, TestClient } from '../../apps/server/test/support/account-client.ts';
import type { MisbehavingServer } from '../harness/misbehaving-server.ts';
import { address, type Place } from './mayas-place.ts';

/** What an insider has who works with the server: keys of a member, and Northwind's ledger to go on from. */
export interface Insider {
  readonly keys: AccountKeys;
  readonly state: LedgerState;
  readonly chain: readonly Bytes[];
}

/** The keys of an account and the ledger, with its password: by who sat at her desk once, or the member in person. */
export async function takeKeys({
  server,
  email,
  password,
  desk,
}: Pick<Place, 'server' | 'email' | 'password' | 'desk'>): Promise<Insider> {
  const thief = new TestClient(server.url);
  const proven = await provePassword(thief, 'sign-in', { email: mustBeOk(parseEmail(email)), password });
  if (proven === undefined) throw new Error('the password does not sign in');
  const { keys } = await openAccount(thief, proven.exportKey);
  const organization = desk.client.snapshot().organizations.find((one) => one.address === address);
  const { events } = await thief.must(thief.get(`/api/organizations/${organization?.id}/ledger?from=0`));
  const chain = (events as string[]).map((text) => fromBase64Url(text) as Bytes);
  const { state } = mustBeOk(await verifyChain(null, chain));
  return { keys, state, chain };
}

/** The member that these keys are of. */
export function memberOf({ keys, state }: Pick<Insider, 'keys' | 'state'>) {
  const member = findMemberByAccount(state, keys.account);
  if (member === undefined) throw new Error('not a member');
  return member.id;
}

interface Signer {
  readonly by: string;
  readonly key: SigningKey;
}
type Signing = Pick<Insider, 'state'> & Signer;
type Drafted = readonly [type: string, body: object, signer?: Signer];

/** Events after the ledger's last one, in good form and signed with `key` or their own, whether or not a rule allows them. */
export async function signAnyway(
  { state, ...signing }: Signing,
  drafts: readonly Drafted[],
): Promise<Bytes[]> {
  const events: Bytes[] = [];
  let after = state;
  for (const [type, body, signer = signing] of drafts) {
    const { by, key } = signer;
    const payload = draftEvent(after, by as never, type as never, body as never, after.lastAtMs);
    const bytes = await signObject(ObjectType.ledgerEvent, key, payload);
    events.push(bytes);
    after = { ...after, head: { seq: after.head.seq + 1, hash: hashB64(bytes) } };
  }
  return events;
}

/** To a device that reads from the beginning the server, which refuses nothing, shows these events after the real ones. */
export function showEvents(evil: MisbehavingServer, rogue: readonly Bytes[]): void {
  evil.alter(
    readLedger,
    (answer) => ({ ...answer, events: [...answer.events, ...rogue.map((event) => toBase64Url(event))] }),
    { if: ({ url }) => url.searchParams.get('from') === '0' },
  );
}
