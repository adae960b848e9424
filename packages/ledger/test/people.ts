import {
  type AccountId,
  type Bytes,
  type Email,
  encodeCanonical,
  type InviteId,
  type Json,
  type MemberId,
  mustBeOk,
  toBase64Url,
} from '@postern/core';
import {
  type AccountKeys,
  createAccountKeys,
  createNextAccountKeys,
  type InvitationKeys,
  type InviteSecret,
  invitationKeysOf,
  ObjectType,
  type SigningKey,
  type SigningSeed,
  sha256,
  signingKeyFromSeed,
  signJoinProof,
  signObject,
} from '@postern/crypto';
import {
  apply,
  draftEvent,
  draftGenesis,
  type EventBody,
  type EventType,
  findMember,
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

/** The same person after a forgotten password: keys that the former ones did not vouch for. */
export async function anew(who: Person): Promise<Person> {
  return { ...who, keys: await createNextAccountKeys(who.keys.statement, startMs) };
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

export function recoveryKey(version: number): Promise<SigningKey> {
  return signingKeyFromSeed(sha256(encodeCanonical(['recovery', version])) as SigningSeed);
}

export async function recoveryBody(version: number): Promise<EventBody<'recovery_rotate'>> {
  const key = await recoveryKey(version);
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

/** The body of a relink: what the fixer hands over is named by `change`. */
export function relinkBody(renewed: Person, change: Partial<EventBody<'relink'>> = {}): EventBody<'relink'> {
  return {
    groups: [],
    heads: [],
    member: renewed.member,
    proof: hashFor('proof'),
    statement: toBase64Url(renewed.keys.statement.bytes),
    vaults: [],
    via: 'words',
    ...change,
  };
}

/** The body by which a member replaces keys; whoever has custody begins the next organization key. */
export function rekeyBody(
  state: LedgerState,
  { member, keys }: Pick<Person, 'member' | 'keys'>,
  change: Partial<EventBody<'rekey'>> = {},
): EventBody<'rekey'> {
  const next = publicKeyFor('organization', state.organizationKey.epoch + 1);
  return {
    heads: [],
    organizationKey: findMember(state, member)?.custodian ? next : null,
    statement: toBase64Url(keys.statement.bytes),
    ...change,
  };
}

/** The body of a recovery by which the owner comes back. */
export function recoverBody(
  chain: Chain,
  renewed: Person,
  change: Partial<EventBody<'recover'>> = {},
): EventBody<'recover'> {
  return {
    exemptions: { address: null, secondFactor: false },
    heads: [],
    member: renewed.member,
    organizationKey: publicKeyFor('organization', chain.current.organizationKey.epoch + 1),
    statement: toBase64Url(renewed.keys.statement.bytes),
    ...change,
  };
}

/** The next event, a recovery, by the recovery key of this version. */
export function makeRecover(chain: Chain, body: EventBody<'recover'>, version = 1): Promise<Bytes> {
  chain.nowMs += 1000;
  return recoveryKey(version).then((key) =>
    chain.sign(key, draftEvent(chain.current, 'recovery', 'recover', body, chain.nowMs)),
  );
}

/** What an invitation and its acceptance may differ in. */
export interface Welcome {
  readonly by?: Person;
  readonly delivery?: 'link' | 'words' | 'mail';
  readonly invite?: Partial<EventBody<'invite'>>;
  readonly join?: Partial<EventBody<'join'>>;
}

const inviteIdOf = (who: Person) => idFor<InviteId>(`invitation of ${who.name}`);
const secretOf = (name: string) => sha256(encodeCanonical(['invitation', name])) as InviteSecret;

/** The keys of an invitation by its secret's name, as `invite` holds their public halves. */
export async function invitationKeys(
  chain: Chain,
  invite: InviteId,
  secret: string,
): Promise<InvitationKeys> {
  return invitationKeysOf(secretOf(secret), { org: chain.current.organization, invite });
}

/** The body of an invitation of somebody who is to be a plain member and gets nothing but what `change` says. */
export async function inviteBody(
  chain: Chain,
  who: Person,
  change: Partial<EventBody<'invite'>> = {},
): Promise<EventBody<'invite'>> {
  const invite = change.invite ?? inviteIdOf(who);
  const keys = await invitationKeys(chain, invite, who.name);
  return {
    clients: { allowed: [], denied: [] },
    delivery: 'link',
    email: who.email,
    endsAtMs: null,
    expiresAtMs: chain.nowMs + 7 * 24 * 3_600_000,
    grants: [],
    groups: [],
    invite,
    permissions: [],
    role: 'member',
    sealingKey: toBase64Url(keys.sealing.publicKey),
    signingKey: toBase64Url(keys.signing.publicKey),
    ...change,
  };
}

/** The body of a join by an invitation's secret, signed by its key. */
export async function joinBody(
  chain: Chain,
  who: Person,
  invite = inviteIdOf(who),
  secret = who.name,
): Promise<EventBody<'join'>> {
  const keys = await invitationKeys(chain, invite, secret);
  const { account, email, member } = who;
  const proof = { account, email, invite, member };
  const org = chain.current.organization;
  const signed = await signJoinProof(keys, { ...proof, org, statementHash: who.keys.statement.hash });
  return {
    ...proof,
    inviteSignature: toBase64Url(signed),
    statement: toBase64Url(who.keys.statement.bytes),
  };
}

/** Somebody invited and inside, by the owner unless `by` says otherwise. */
export async function welcome(chain: Chain, owner: Person, who: Person, how: Welcome = {}): Promise<void> {
  const { by = owner, delivery = 'link' } = how;
  await chain.write(by, 'invite', await inviteBody(chain, who, { delivery, ...how.invite }));
  await chain.write(who, 'join', { ...(await joinBody(chain, who, how.invite?.invite)), ...how.join });
}

/** Plain members, inside one after another. */
export async function welcomeAll(chain: Chain, owner: Person, ...others: readonly Person[]): Promise<void> {
  for (const who of others) await welcome(chain, owner, who);
}

/** A public key of its own for each name: 1,216 bytes that nobody holds the private half of. */
export function publicKeyFor(name: string, epoch = 1): EventBody<'group_create'>['key'] {
  const part = sha256(encodeCanonical(name));
  const publicKey = toBase64Url(Uint8Array.from({ length: 1216 }, (_, at) => part[at % 32] as number));
  return { commit: hashFor(`${name} ${epoch}`), epoch, publicKey };
}
