import type { SealedKey } from '@postern/contract';
import {
  type AccountId,
  type Bytes,
  type Email,
  fromBase64Url,
  type GroupId,
  type InviteId,
  type MemberId,
  mustBeOk,
  newId,
  type OrganizationId,
  ok,
  refuse,
  toBase64Url,
  type VaultId,
} from '@postern/core';
import {
  type AccountKeys,
  commitVaultKey,
  createAccountKeys,
  drawSecret,
  type GroupKeySeed,
  hashB64,
  type InviteSecret,
  invitationKeysOf,
  ObjectType,
  type SigningKey,
  signJoinProof,
  signObject,
  type VaultKey,
} from '@postern/crypto';
import {
  draftEvent,
  type EventBody,
  type EventType,
  findMember,
  type LedgerEvent,
  type LedgerState,
  verifyChain,
} from '@postern/ledger';
import { indexLedger } from '../apps/server/src/organization/ledger-indexes.ts';
import { insertEvents, moveHead, putSealedKeys } from '../apps/server/src/organization/ledger-queries.ts';
import type { Db } from '../apps/server/src/platform/db/database.ts';
import { draftGroupKey } from '../packages/client/src/organization/renew-keys.ts';
import { type KeySource, sealRequiredKeys } from '../packages/client/src/organization/seal-required-keys.ts';

/** Who signs. The owner founds, invites and shares here; what is sealed to others is sealed in the owner's name. */
interface Signer {
  readonly member: MemberId;
  readonly signing: SigningKey;
}

/** What an organization is to have: of each so many, those that were seeded before included. */
export interface Size {
  readonly members: number;
  readonly vaults: number;
  readonly groups: number;
}

interface SeededMember {
  readonly member: MemberId;
  readonly keys: AccountKeys;
}

/** What was written, before it is in a database. */
interface Written {
  readonly events: {
    readonly seq: number;
    readonly hash: ReturnType<typeof hashB64>;
    readonly bytes: Bytes;
  }[];
  readonly sealedKeys: SealedKey[];
  readonly accounts: { readonly email: Email; readonly keys: AccountKeys }[];
}

const groupsPerMember = 2;
const groupsPerVault = 3;
const membersPerVault = 3;
const day = 24 * 3_600_000;

/**
 * Grows an organization beneath OPAQUE: people with real keys who were invited and joined, each with a personal vault,
 * groups of forty, and vaults that are shared with three groups, three members and the owner. Every event is signed by
 * whoever would sign it, every key sealed to whom the ledger names; only passwords and the way over HTTP are left out.
 */
export class SeededOrganization {
  readonly owner: Signer & { readonly organization: OrganizationId };
  #people: SeededMember[] = [];
  readonly #groups: GroupId[] = [];
  readonly #vaults: VaultId[] = [];
  #clerks = 0;
  readonly #mailHost: string;
  #state: LedgerState;
  #written: Written = { events: [], sealedKeys: [], accounts: [] };

  /** `mailHost`: what the people's addresses end with; nobody else's do. */
  constructor(state: LedgerState, signing: SigningKey, mailHost = 'northwind.example') {
    this.#mailHost = mailHost;
    this.#state = state;
    this.owner = { member: state.owner, signing, organization: state.organization };
  }

  /** Members that were seeded and are still there, in the order they came. */
  get members(): readonly MemberId[] {
    return this.#people.map(({ member }) => member);
  }

  /** Their accounts, in the same order. */
  get accounts(): readonly AccountId[] {
    return this.#people.map(({ keys }) => keys.account);
  }

  get vaults(): readonly VaultId[] {
    return this.#vaults;
  }

  /** Writes on top of `state`, which others may have moved on, until the organization has this size, and stores it. */
  async growTo(size: Size, state: LedgerState, db: Db): Promise<void> {
    this.#state = state;
    this.#written = { events: [], sealedKeys: [], accounts: [] };
    this.#people = this.#people.filter(({ member }) => findMember(state, member)?.status === 'active');
    const from = this.#people.length;
    while (this.#people.length < size.members) await this.#welcome();
    const fresh = this.#people.slice(from);
    const groups = size.groups - this.#groups.length;
    for (let at = 0; at < groups; at++) {
      const members = fresh.filter((_, n) =>
        Array.from({ length: groupsPerMember }, (_, k) => (n + k * 7) % groups).includes(at),
      );
      await this.#createGroup(members);
    }
    while (this.#vaults.length < size.vaults) await this.#createVault();
    await this.#store(db, state);
  }

  async #welcome(): Promise<void> {
    const nowMs = Date.now();
    const account = newId<AccountId>();
    const member = newId<MemberId>();
    const invite = newId<InviteId>();
    this.#clerks += 1;
    const email = `clerk-${this.#clerks}@${this.#mailHost}` as Email;
    const org = this.#state.organization;
    const keys = await createAccountKeys(account, nowMs);
    const invited = await invitationKeysOf(drawSecret<InviteSecret>(), { org, invite });
    await this.#append(this.owner, 'invite', {
      clients: { allowed: [], denied: [] },
      delivery: 'link',
      email,
      endsAtMs: null,
      expiresAtMs: nowMs + 7 * day,
      grants: [],
      groups: [],
      invite,
      permissions: [],
      role: 'member',
      sealingKey: toBase64Url(invited.sealing.publicKey),
      signingKey: toBase64Url(invited.signing.publicKey),
    });
    const proof = { account, email, invite, member };
    const signed = await signJoinProof(invited, { ...proof, org, statementHash: keys.statement.hash });
    const self = { member, signing: keys.signing };
    await this.#append(self, 'join', {
      ...proof,
      inviteSignature: toBase64Url(signed),
      statement: toBase64Url(keys.statement.bytes),
    });
    await this.#appendVault(self, 'personal', [{ member, role: 'manager' }]);
    this.#people.push({ member, keys });
    this.#written.accounts.push({ email, keys });
  }

  async #createGroup(members: readonly SeededMember[]): Promise<void> {
    const group = newId<GroupId>();
    const key = drawSecret<GroupKeySeed>();
    const org = this.#state.organization;
    const drafted = await draftGroupKey(key, { epoch: 1, group, org }, `Berth ${this.#groups.length}`);
    if (drafted === undefined) throw new Error('the name of a group is too long');
    await this.#append(
      this.owner,
      'group_create',
      { group, members: members.map(({ member }) => member), ...drafted } as EventBody<'group_create'>,
      { groupKey: async () => ok(key) },
    );
    this.#groups.push(group);
  }

  async #createVault(): Promise<void> {
    const n = this.#vaults.length;
    const picked = <Item>(all: readonly Item[], count: number) =>
      [...new Set(Array.from({ length: count }, (_, k) => all[(n + k * 11) % all.length]))].filter(
        (one) => one !== undefined,
      );
    const vault = await this.#appendVault(this.owner, 'shared', [
      { member: this.owner.member, role: 'manager' },
      ...picked(this.#groups, groupsPerVault).map((group) => ({ group, role: 'editor' as const })),
      ...picked(this.#people, membersPerVault).map(({ member }) => ({ member, role: 'reader' as const })),
    ]);
    this.#vaults.push(vault);
  }

  async #appendVault(
    by: Signer,
    kind: 'shared' | 'personal',
    grants: EventBody<'vault_create'>['grants'],
  ): Promise<VaultId> {
    const vault = newId<VaultId>();
    const key = drawSecret<VaultKey>();
    const commit = await commitVaultKey(key, { epoch: 1, org: this.#state.organization, vault });
    const body = { commit, epoch: 1, grants, kind, vault };
    await this.#append(by, 'vault_create', body, { vaultKey: async () => ok(key) });
    return vault;
  }

  async #append<Type extends Exclude<EventType, 'genesis'>>(
    by: Signer,
    type: Type,
    body: EventBody<Type>,
    keys: Partial<KeySource> = {},
  ): Promise<void> {
    const payload = draftEvent(this.#state, by.member, type, body, Date.now()) as LedgerEvent;
    const bytes = await signObject(ObjectType.ledgerEvent, by.signing, payload);
    const { state } = mustBeOk(await verifyChain(this.#state, [bytes]));
    const none = async () => refuse('keys_missing');
    const source = { vaultKey: none, groupKey: none, organizationKey: none, ...keys };
    const sealed = mustBeOk(await sealRequiredKeys(state, payload, by.member, source));
    this.#state = state;
    this.#written.events.push({ seq: payload.seq, hash: hashB64(bytes), bytes });
    this.#written.sealedKeys.push(...sealed);
  }

  async #store(db: Db, before: LedgerState): Promise<void> {
    const { events, sealedKeys, accounts } = this.#written;
    const { organization } = before;
    const nothing = new Uint8Array(0);
    await db.transaction(async (queries) => {
      for (const { email, keys } of accounts) {
        await queries
          .insertInto('accounts')
          .values({
            id: keys.account,
            email,
            created_at_ms: Date.now(),
            opaque_record: '',
            opaque_protocol: 1,
            password_version: 1,
            key_statement: keys.statement.bytes,
            key_storage: nothing,
            key_storage_version: 1,
            secret_version: 1,
            bundle: nothing,
            state_sealed: nothing,
            state_revision: 1,
          })
          .execute();
      }
      if (!(await moveHead(queries, organization, before.head, this.#state.head))) {
        throw new Error('the ledger is not where it was read');
      }
      await insertEvents(queries, organization, events);
      await putSealedKeys(
        queries,
        sealedKeys.map((key) => ({ ...key, organization, sealed: fromBase64Url(key.sealed) as Bytes })),
      );
      await indexLedger(queries, before, this.#state);
    });
  }
}
