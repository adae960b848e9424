import { readLedger } from '@postern/contract';
import { type Bytes, fromBase64Url, mustBeOk, parseEmail, toBase64Url } from '@postern/core';
import type { AccountKeys } from '@postern/crypto';
import { findMemberByAccount, type LedgerState, verifyChain } from '@postern/ledger';
import { openAccount, provePassword, TestClient } from '../../apps/server/test/support/account-client.ts';
import type { MisbehavingServer } from '../harness/misbehaving-server.ts';
import { address, type Place } from './mayas-place.ts';

/** What an insider has who works with the server: Maya's keys, and Northwind's ledger to go on from. */
export interface Insider {
  readonly keys: AccountKeys;
  readonly state: LedgerState;
}

/** The keys of Maya's account, taken with her password, say by who sat at her desk once. */
export async function takeKeys({ server, email, password, desk }: Place): Promise<Insider> {
  const thief = new TestClient(server.url);
  const proven = await provePassword(thief, 'sign-in', { email: mustBeOk(parseEmail(email)), password });
  if (proven === undefined) throw new Error('the password does not sign in');
  const { keys } = await openAccount(thief, proven.exportKey);
  const organization = desk.client.snapshot().organizations.find((one) => one.address === address);
  const { events } = await thief.must(thief.get(`/api/organizations/${organization?.id}/ledger?from=0`));
  const chain = (events as string[]).map((text) => fromBase64Url(text) as Bytes);
  const { state } = mustBeOk(await verifyChain(null, chain));
  return { keys, state };
}

/** The member that Maya is. */
export function memberOf({ keys, state }: Insider) {
  const member = findMemberByAccount(state, keys.account);
  if (member === undefined) throw new Error('not a member');
  return member.id;
}

/** To a device that reads from the beginning the server, which refuses nothing, shows these events after the real ones. */
export function showEvents(evil: MisbehavingServer, rogue: readonly Bytes[]): void {
  evil.alter(
    readLedger,
    (answer) => ({ ...answer, events: [...answer.events, ...rogue.map((event) => toBase64Url(event))] }),
    { if: ({ url }) => url.searchParams.get('from') === '0' },
  );
}
