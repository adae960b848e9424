import {
  appendLedger,
  createOrganization,
  decodeChangesPack,
  type EntryChange,
  readChanges,
  readLedger,
  type SealedKey,
  writeVault,
} from '@postern/contract';
import {
  type Bytes,
  type EntryId,
  fromBase64Url,
  type GroupId,
  type Json,
  type MemberId,
  mustBeOk,
  newId,
  toBase64Url,
  type VaultId,
} from '@postern/core';
import {
  commitOrganizationKey,
  commitVaultKey,
  deriveVaultKeys,
  drawSecret,
  type GroupKeySeed,
  ObjectType,
  type OrganizationKeySeed,
  type SigningSeed,
  sealBody,
  sealEpochLink,
  sealHeader,
  sealingKeyPairFromSeed,
  sha256,
  signingKeyFromSeed,
  signObject,
  type VaultKey,
  type WrappedContexts,
  wrapGroupKey,
  wrapOrganizationKey,
  wrapVaultKey,
} from '@postern/crypto';
import {
  draftEvent,
  draftGenesis,
  draftManifest,
  type EventBody,
  type EventType,
  type KeySubject,
  type LeafChange,
  LeafSet,
  type LedgerEvent,
  type LedgerState,
  parseManifest,
  requiredSealedKeys,
  type VerifiedManifest,
  verifyChain,
} from '@postern/ledger';
import { type CallInput, callEndpoint, callForPack } from './call-endpoint.ts';
import type { SeededPerson } from './seeded-person.ts';
import type { TestServer } from './test-server.ts';

/** Changes a payload before it is signed, to make what no honest client would. */
export type Tampering = (payload: Record<string, Json>) => Record<string, Json>;
const honest: Tampering = (payload) => payload;

export interface DraftedAppend {
  readonly body: { readonly events: readonly string[]; readonly sealedKeys: readonly SealedKey[] };
  readonly state: LedgerState;
}

/** A vault as this member knows it. */
export interface KnownVault {
  leaves: LeafSet;
  manifest: VerifiedManifest | null;
}

/**
 * A member with the protocol's parts in hand and no client around them: signs, seals and sends exactly what a test
 * says. It verifies nothing that it is served; the scenarios with real clients do.
 */
export class TestMember {
  readonly server: TestServer;
  readonly person: SeededPerson;
  readonly member: MemberId;
  /** Custodians hold it. */
  organizationKey: OrganizationKeySeed | undefined;
  state: LedgerState;
  /** By `<vault> <epoch>` and `<group> <epoch>`. */
  readonly vaultKeys = new Map<string, VaultKey>();
  readonly groupKeys = new Map<string, GroupKeySeed>();
  readonly vaults = new Map<VaultId, KnownVault>();

  private constructor(
    server: TestServer,
    person: SeededPerson,
    state: LedgerState,
    organizationKey: OrganizationKeySeed | undefined,
    member: MemberId = state.owner,
  ) {
    this.server = server;
    this.person = person;
    this.member = member;
    this.state = state;
    this.organizationKey = organizationKey;
  }

  /** A genesis of the person with what travels beside it; nothing is sent. */
  static async draftFounding(person: SeededPerson, address: string, nowMs: number, tamper = honest) {
    const organizationKey = drawSecret<OrganizationKeySeed>();
    const { publicKey } = await sealingKeyPairFromSeed(organizationKey);
    const member = newId<MemberId>();
    const payload = draftGenesis(
      {
        address,
        name: 'Northwind Freight',
        nonce: newId(),
        organizationKey: {
          commit: await commitOrganizationKey(organizationKey, { epoch: 1, org: null }),
          epoch: 1,
          publicKey: toBase64Url(publicKey),
        },
        owner: {
          account: person.account,
          email: person.email,
          member,
          statement: toBase64Url(person.keys.statement.bytes),
        },
        reducer: 1,
      },
      nowMs,
    );
    const tampered = tamper(payload as unknown as Record<string, Json>);
    const genesis = await signObject(ObjectType.ledgerEvent, person.keys.signing, tampered);
    const verified = await verifyChain(null, [genesis]);
    if (!verified.ok) return { genesis, body: { genesis: toBase64Url(genesis), sealedKeys: [] } };
    const { state } = verified.value;
    const context = {
      epoch: 1,
      granter: member,
      org: state.organization,
      recipient: `member:${member}`,
    } as const;
    const sealed = await wrapOrganizationKey(person.keys.statement.sealingKey, context, organizationKey);
    const { org: _org, ...named } = context;
    const sealedKeys = [
      { subject: 'organization', ...named, sealed: toBase64Url(sealed ?? new Uint8Array()) },
    ];
    return { genesis, state, organizationKey, body: { genesis: toBase64Url(genesis), sealedKeys } };
  }

  /** Founds an organization; its recovery key is still to be made. */
  static async found(server: TestServer, person: SeededPerson, address: string): Promise<TestMember> {
    const drafted = await TestMember.draftFounding(person, address, server.nowMs());
    const { state, organizationKey, body } = drafted;
    if (!state || !organizationKey) throw new Error('a founding that does not verify');
    const created = await callEndpoint(server.url, createOrganization, { body }, person.token);
    if (!created.ok) throw new Error(`not founded: ${created.code}`);
    return new TestMember(server, person, state, organizationKey);
  }

  /** Founds an organization and makes its recovery key. */
  static async foundReady(server: TestServer, person: SeededPerson, address: string): Promise<TestMember> {
    const member = await TestMember.found(server, person, address);
    await member.must(await member.recoveryRotate());
    return member;
  }

  /** Somebody who has joined: the state is the ledger's with their `join`. */
  static joined(server: TestServer, person: SeededPerson, state: LedgerState, member: MemberId): TestMember {
    return new TestMember(server, person, state, undefined, member);
  }

  get organization() {
    return this.state.organization;
  }

  /** The same member on another device, with what this one knows now. */
  asDevice(token: string): TestMember {
    const { server, person, state, organizationKey, member } = this;
    const device = new TestMember(server, { ...person, token }, state, organizationKey, member);
    for (const [name, key] of this.groupKeys) device.groupKeys.set(name, key);
    for (const [name, key] of this.vaultKeys) device.vaultKeys.set(name, key);
    for (const [vault, known] of this.vaults) device.vaults.set(vault, { ...known });
    return device;
  }

  /** Calls an endpoint of the organization. */
  call<E extends Parameters<typeof callEndpoint>[1]>(endpoint: E, input: CallInput = {}) {
    const params = { organization: this.organization, ...input.params };
    return callEndpoint<E['answer']>(this.server.url, endpoint, { ...input, params }, this.person.token);
  }

  callForPack(endpoint: Parameters<typeof callForPack>[1], input: CallInput) {
    const params = { organization: this.organization, ...input.params };
    return callForPack(this.server.url, endpoint, { ...input, params }, this.person.token);
  }

  async signEvent(payload: LedgerEvent | Record<string, Json>): Promise<Bytes> {
    return signObject(ObjectType.ledgerEvent, this.person.keys.signing, payload as Json);
  }

  /** The next event with the keys that go with it, unsent. */
  async draft<Type extends Exclude<EventType, 'genesis'>>(
    type: Type,
    body: EventBody<Type>,
    tamper = honest,
  ): Promise<DraftedAppend> {
    const payload = draftEvent(this.state, this.member, type, body, this.server.nowMs());
    return this.drawUp(
      await this.signEvent(tamper(payload as unknown as Record<string, Json>)),
      payload as LedgerEvent,
    );
  }

  /** A signed event with the keys that go with it; without them when it is none that the ledger takes. */
  async drawUp(bytes: Bytes, payload: LedgerEvent): Promise<DraftedAppend> {
    const verified = await verifyChain(this.state, [bytes]);
    const events = [toBase64Url(bytes)];
    if (!verified.ok) return { body: { events, sealedKeys: [] }, state: this.state };
    const { state } = verified.value;
    const sealedKeys = await this.#sealRequired(state, payload);
    return { body: { events, sealedKeys }, state };
  }

  /** Sends what was drafted; `state` goes on when it was accepted. */
  async append(drafted: DraftedAppend) {
    const appended = await this.call(appendLedger, { body: drafted.body });
    if (appended.ok) this.state = drafted.state;
    return appended;
  }

  /** Takes over the events that others have appended. */
  async catchUpLedger(): Promise<void> {
    const read = await this.call(readLedger, { query: { from: this.state.head.seq + 1 } });
    if (!read.ok) throw new Error(`no ledger: ${read.code}`);
    const events = read.value.events.map(bytesOf);
    if (events.length > 0) this.state = mustBeOk(await verifyChain(this.state, events)).state;
  }

  /** Drafts on the newest state and appends. */
  async change<Type extends Exclude<EventType, 'genesis'>>(type: Type, body: EventBody<Type>) {
    await this.catchUpLedger();
    return this.append(await this.draft(type, body));
  }

  /** {@link change}, which has to work. */
  async mustChange<Type extends Exclude<EventType, 'genesis'>>(
    type: Type,
    body: EventBody<Type>,
  ): Promise<void> {
    const changed = await this.change(type, body);
    if (!changed.ok) throw new Error(`not appended: ${changed.code} ${JSON.stringify(changed)}`);
  }

  async must(drafted: DraftedAppend): Promise<void> {
    const appended = await this.append(drafted);
    if (!appended.ok) throw new Error(`not appended: ${appended.code} ${JSON.stringify(appended)}`);
  }

  async recoveryRotate(): Promise<DraftedAppend> {
    const version = (this.state.recovery?.version ?? 0) + 1;
    const signing = await signingKeyFromSeed(drawSecret<SigningSeed>());
    const sealing = await sealingKeyPairFromSeed(drawSecret<OrganizationKeySeed>());
    return this.draft('recovery_rotate', {
      version,
      signingKey: toBase64Url(signing.publicKey),
      sealingKey: toBase64Url(sealing.publicKey),
    });
  }

  async draftVault(kind: 'shared' | 'personal' = 'shared') {
    const vault = newId<VaultId>();
    const key = drawSecret<VaultKey>();
    this.vaultKeys.set(`${vault} 1`, key);
    this.vaults.set(vault, { leaves: LeafSet.empty, manifest: null });
    const commit = await commitVaultKey(key, { epoch: 1, org: this.organization, vault });
    const grants = [{ member: this.member, role: 'manager' as const }];
    return { vault, drafted: await this.draft('vault_create', { commit, epoch: 1, grants, kind, vault }) };
  }

  async createVault(kind: 'shared' | 'personal' = 'shared'): Promise<VaultId> {
    await this.catchUpLedger();
    const { vault, drafted } = await this.draftVault(kind);
    await this.must(drafted);
    return vault;
  }

  async draftRotation(vault: VaultId): Promise<DraftedAppend> {
    const epoch = (this.state.vaults[vault]?.epochs.length ?? 0) + 1;
    const key = drawSecret<VaultKey>();
    this.vaultKeys.set(`${vault} ${epoch}`, key);
    const commit = await commitVaultKey(key, { epoch, org: this.organization, vault });
    return this.draft('vault_rotate', { epochs: [{ commit, epoch, vault }] });
  }

  /** A sealed entry, new or the next revision of one this member knows. */
  async sealEntry(vault: VaultId, title: string, entry = newId<EntryId>(), changes: { epoch?: number } = {}) {
    const epoch = changes.epoch ?? this.state.vaults[vault]?.epochs.length ?? 1;
    const key = this.vaultKeys.get(`${vault} ${epoch}`) ?? drawSecret<VaultKey>();
    const keys = await deriveVaultKeys(key, { epoch, org: this.organization, vault });
    const revision = (this.#known(vault).leaves.find(entry)?.revision ?? 0) + 1;
    const at = { entry, revision };
    const nowMs = this.server.nowMs();
    const header = mustBeOk(
      await sealHeader(keys, at, { changedAtMs: nowMs, createdAtMs: nowMs, title, type: 'login', v: 1 }),
    );
    const body = mustBeOk(await sealBody(keys, at, { custom: [], notes: '', password: `of ${title}`, v: 1 }));
    return { entry, revision, epoch, header: toBase64Url(header), body: toBase64Url(body) };
  }

  /** A write on what this member knows of the vault, unsent. */
  async draftWrite(vault: VaultId, changes: readonly EntryChange[], tamper = honest) {
    const known = this.#known(vault);
    const leaves = known.leaves.applyChanges(changes.map(leafChangeOf));
    const payload = draftManifest({
      state: this.state,
      vault,
      by: this.member,
      previous: known.manifest,
      leaves,
      nowMs: this.server.nowMs(),
    });
    const tampered = tamper(payload as unknown as Record<string, Json>);
    const bytes = await signObject(ObjectType.manifest, this.person.keys.signing, tampered);
    return { vault, leaves, bytes, body: { manifest: toBase64Url(bytes), changes } };
  }

  async sendWrite({ vault, leaves, bytes, body }: Awaited<ReturnType<TestMember['draftWrite']>>) {
    const written = await this.call(writeVault, { params: { vault }, body });
    // A manifest of one's own is as good as verified.
    if (written.ok) {
      this.vaults.set(vault, { leaves, manifest: mustBeOk(parseManifest(bytes)) as VerifiedManifest });
    }
    return written;
  }

  async write(vault: VaultId, changes: readonly EntryChange[]) {
    return this.sendWrite(await this.draftWrite(vault, changes));
  }

  /** Takes over what the server shows of the vault, as after losing a race. */
  async catchUp(vault: VaultId): Promise<void> {
    const known = this.#known(vault);
    const since = known.manifest?.payload.seq ?? 0;
    const answered = await this.callForPack(readChanges, { params: { vault }, query: { since } });
    if (!answered.ok) throw new Error(`no changes: ${answered.code}`);
    const pack = decodeChangesPack(answered.value);
    if (pack === undefined) throw new Error('not a pack');
    const manifests = (pack.meta as { manifests: string[] }).manifests;
    const changes = pack.records.map((record): LeafChange => {
      const { entry, revision, epoch } = record;
      if (revision === 0) return { kind: 'purge', entry };
      const bodyHash = record.bodyHash.slice();
      return { kind: 'put', leaf: { entry, revision, epoch, headerHash: sha256(record.header), bodyHash } };
    });
    const newest = manifests.at(-1);
    if (newest === undefined) return;
    this.vaults.set(vault, {
      leaves: known.leaves.applyChanges(changes),
      manifest: mustBeOk(parseManifest(bytesOf(newest))) as VerifiedManifest,
    });
  }

  async #sealLink(vault: VaultId, epoch: number): Promise<Bytes> {
    const [key, older] = [epoch, epoch - 1].map((each) => this.vaultKeys.get(`${vault} ${each}`));
    if (key === undefined || older === undefined) throw new Error('a key this member does not have');
    return sealEpochLink(await deriveVaultKeys(key, { epoch, org: this.organization, vault }), older);
  }

  async #wrap(
    subject: KeySubject,
    to: Bytes,
    context: WrappedContexts[typeof ObjectType.organizationKey],
  ): Promise<Bytes | undefined> {
    const name = `${subject.replace('group:', '')} ${context.epoch}`;
    const group = this.groupKeys.get(name);
    if (group) return wrapGroupKey(to, { ...context, group: name.split(' ')[0] as GroupId }, group);
    const vault = this.vaultKeys.get(name);
    if (vault) return wrapVaultKey(to, { ...context, vault: subject as VaultId }, vault);
    if (subject === 'organization' && this.organizationKey) {
      return wrapOrganizationKey(to, context, this.organizationKey);
    }
    throw new Error('a key this member does not have');
  }

  #known(vault: VaultId): KnownVault {
    return this.vaults.get(vault) ?? { leaves: LeafSet.empty, manifest: null };
  }

  async #sealRequired(state: LedgerState, payload: LedgerEvent): Promise<SealedKey[]> {
    const org = state.organization;
    const granter = this.member;
    return Promise.all(
      requiredSealedKeys(state, payload).map(async (required): Promise<SealedKey> => {
        const { subject, epoch, recipient } = required;
        const sealed =
          required.recipient === 'link'
            ? await this.#sealLink(subject as VaultId, epoch)
            : await this.#wrap(subject, bytesOf(required.sealingKeyB64), {
                epoch,
                granter,
                org,
                recipient: required.recipient,
              });
        return { subject, epoch, recipient, granter, sealed: toBase64Url(sealed ?? new Uint8Array()) };
      }),
    );
  }
}

function leafChangeOf(change: EntryChange): LeafChange {
  if ('purge' in change) return { kind: 'purge', entry: change.entry };
  const { entry, revision, epoch } = change;
  const headerHash = sha256(bytesOf(change.header));
  return {
    kind: 'put',
    leaf: { entry, revision, epoch, headerHash, bodyHash: sha256(bytesOf(change.body)) },
  };
}

/** The bytes of what the server sent as base64url. */
export function bytesOf(text: string): Bytes {
  const bytes = fromBase64Url(text);
  if (bytes === undefined) throw new Error('not base64url');
  return bytes;
}
