import type { SupposedAttempt } from '@postern/client';
import {
  type AccessRecordId,
  type EntryId,
  isId,
  type MemberId,
  parseIpAddress,
  type VaultId,
} from '@postern/core';

/** The clients that somebody can be supposed to come with. */
export const askedClients = ['web', 'extension', 'app', 'cli'] as const;
export const askedFactors = ['none', 'mail', 'totp', 'passkey'] as const;

/**
 * What the address bar says about a check: all of it, so that the address can be given to somebody else. It holds who
 * and from where, and no title of anything.
 */
export interface CheckSearch {
  readonly tab?: 'vault' | undefined;
  readonly member?: MemberId | undefined;
  readonly email?: string | undefined;
  readonly client?: (typeof askedClients)[number] | undefined;
  readonly from?: string | undefined;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at?: number | undefined;
  readonly factor?: (typeof askedFactors)[number] | undefined;
  readonly attempt?: AccessRecordId | undefined;
  /** Of a past attempt: asked by the rules of now. */
  readonly rules?: 'now' | undefined;
  readonly vault?: VaultId | undefined;
  readonly entry?: EntryId | undefined;
}

const email = /^[^\s@]{1,64}@[^\s@]{1,189}$/;
const latestMs = 8_640_000_000_000_000;

/** The parts of an address bar that are understood; anything else is left out. */
export function parseCheckSearch(raw: Record<string, unknown>): CheckSearch {
  const id = <Id extends string>(value: unknown) =>
    typeof value === 'string' && isId(value) ? (value as Id) : undefined;
  const oneOf = <Value extends string>(values: readonly Value[], value: unknown) =>
    values.find((each) => each === value);
  return {
    tab: oneOf(['vault'] as const, raw.tab),
    member: id<MemberId>(raw.member),
    email: typeof raw.email === 'string' && email.test(raw.email) ? raw.email : undefined,
    client: oneOf(askedClients, raw.client),
    from: typeof raw.from === 'string' ? parseIpAddress(raw.from) : undefined,
    at: Number.isSafeInteger(raw.at) && Math.abs(Number(raw.at)) <= latestMs ? Number(raw.at) : undefined,
    factor: oneOf(askedFactors, raw.factor),
    attempt: id<AccessRecordId>(raw.attempt),
    rules: oneOf(['now'] as const, raw.rules),
    vault: id<VaultId>(raw.vault),
    entry: id<EntryId>(raw.entry),
  };
}

/** What an address bar asks about a person; undefined where it names nobody. */
export function supposedIn({
  member,
  email: address,
  client,
  from,
  at,
  factor,
}: CheckSearch): SupposedAttempt | undefined {
  const who = member !== undefined ? { member } : address !== undefined ? { email: address } : undefined;
  return who && { who, clientKind: client ?? 'web', address: from, atMs: at, factor };
}
