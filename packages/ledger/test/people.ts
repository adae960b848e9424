import {
  type AccountId,
  type Bytes,
  type Email,
  encodeCanonical,
  type Json,
  type MemberId,
  mustBeOk,
  toBase64Url,
} from '@postern/core';
import {
  type AccountKeys,
  createAccountKeys,
  ObjectType,
  type SigningKey,
  type SigningSeed,
  sha256,
  signingKeyFromSeed,
  signObject,
} from '@postern/crypto';
import {
  apply,
  draftEvent,
  draftGenesis,
  type EventBody,
  type EventType,
  type LedgerEvent,
  type LedgerState,
  parseEvent,
  verifyEvent,
} from '../src/index.ts';

/** Named people and a ledger they write, for tests. Keys are real, ids follow from names so that failures read well. */

export const startMs = Date.UTC(2026, 10, 20, 9);

export function idFor<Id extends string>(name: string): Id {
  return toBase64Url(sha256(encodeCanonical(name)).subarray(0, 16)) as Id;
}

export function hashFor<Hash extends string>(name: string): Hash {
  return toBase64Url(sha256(encodeCanonical(name))) as Hash;
}

export interface Person {
  readonly name: string;
  readonly member: MemberId;
  readonly account: AccountId;
  readonly email: Email;
  readonly keys: AccountKeys;
}

export async function person(name: string): Promise<Person> {
  const account = idFor<AccountId>(`account ${name}`);
  return {
    name,
    account,
    member: idFor<MemberId>(`member ${name}`),
    email: `${name.toLowerCase()}@northwind.example` as Email,
    keys: await createAccountKeys(account, startMs),
  };
}

export function genesisBody(owner: Person): EventBody<'genesis'> {
  return {
    address: 'northwind',
    name: 'Northwind',
    nonce: idFor('nonce'),
    organizationKey: {
      commit: hashFor('organization key'),
      epoch: 1,
      publicKey: toBase64Url(owner.keys.statement.sealingKey),
    },
    owner: {
      account: owner.account,
      email: owner.email,
      member: owner.member,
      statement: toBase64Url(owner.keys.statement.bytes),
    },
    reducer: 1,
  };
}

export async function recoveryBody(version: number): Promise<EventBody<'recovery_rotate'>> {
  const key = await signingKeyFromSeed(sha256(encodeCanonical(['recovery', version])) as SigningSeed);
  return {
    signingKey: toBase64Url(key.publicKey),
    sealingKey: toBase64Url(new Uint8Array(1216).fill(version)),
    version,
  };
}

/** Changes whatever is in a payload, to make events that no honest client would. */
export type Tampering = (payload: Record<string, Json>) => Record<string, Json>;

/** A chain under construction: what was appended, and the state it leads to. */
export class Chain {
  readonly events: Bytes[] = [];
  state: LedgerState | null = null;
  nowMs = startMs;

  get current(): LedgerState {
    if (this.state === null) throw new Error('no genesis yet');
    return this.state;
  }

  async sign(key: SigningKey, payload: LedgerEvent | Record<string, Json>): Promise<Bytes> {
    return signObject(ObjectType.ledgerEvent, key, payload as Json);
  }

  /** The signed bytes of the next event; tampering happens before signing. */
  async make<Type extends Exclude<EventType, 'genesis'>>(
    by: Person,
    type: Type,
    body: EventBody<Type>,
    tamper: Tampering = (p) => p,
  ): Promise<Bytes> {
    this.nowMs += 1000;
    const payload = draftEvent(this.current, by.member, type, body, this.nowMs);
    return this.sign(by.keys.signing, tamper(payload as unknown as Record<string, Json>));
  }

  /** What verification and the reducer say to these bytes, without appending them. */
  async judge(bytes: Bytes) {
    const parsed = parseEvent(bytes);
    if (!parsed.ok) return parsed;
    const verified = await verifyEvent(this.state, parsed.value);
    return verified.ok ? apply(this.state, verified.value) : verified;
  }

  async append(bytes: Bytes): Promise<LedgerState> {
    this.state = mustBeOk(await this.judge(bytes));
    this.events.push(bytes);
    return this.state;
  }

  async write<Type extends Exclude<EventType, 'genesis'>>(
    by: Person,
    type: Type,
    body: EventBody<Type>,
  ): Promise<LedgerState> {
    return this.append(await this.make(by, type, body));
  }

  /** The code with which the next event of this type is refused, or `accepted`. */
  async refusal<Type extends Exclude<EventType, 'genesis'>>(
    by: Person,
    type: Type,
    body: EventBody<Type>,
    tamper?: Tampering,
  ) {
    const judged = await this.judge(await this.make(by, type, body, tamper));
    return judged.ok ? 'accepted' : judged.code;
  }
}

/** A new organization with a recovery key, as after the owner's first minute. */
export async function foundedBy(owner: Person): Promise<Chain> {
  const chain = new Chain();
  await chain.append(await chain.sign(owner.keys.signing, draftGenesis(genesisBody(owner), chain.nowMs)));
  await chain.write(owner, 'recovery_rotate', await recoveryBody(1));
  return chain;
}

/**
 * Others inside, as if their invitations had been accepted: this reducer version has no event for it yet, so the
 * state is given them directly. Chains that verify from genesis have the owner alone.
 */
export function withMembers(state: LedgerState, ...others: readonly Person[]): LedgerState {
  const members = { ...state.members };
  for (const { account, email, keys, member } of others) {
    members[member] = {
      id: member,
      account,
      email,
      status: 'active',
      role: 'member',
      permissions: [],
      custodian: false,
      keys: {
        generation: 1,
        statementHash: keys.statement.hash,
        signingKeyB64: toBase64Url(keys.signing.publicKey),
        sealingKeyB64: toBase64Url(keys.statement.sealingKey),
        fromSeq: state.head.seq,
      },
      formerKeys: [],
      personalVault: null,
      sinceSeq: state.head.seq,
      sinceMs: state.lastAtMs,
    };
  }
  return { ...state, members };
}
