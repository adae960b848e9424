import { isAlarmCode } from '@postern/access';
import { type Endpoint, listKeyMethods } from '@postern/contract';
import {
  type Clock,
  equalBytes,
  fromUtf8,
  type OrganizationId,
  type Refusal,
  type Result,
  refuse,
  utf8,
} from '@postern/core';
import { type DeviceUnlock, parseKeyStatement } from '@postern/crypto';
import { findMemberByAccount } from '@postern/ledger';
import type { AccountCore, OpenAccount } from './account/account-core.ts';
import { type DeviceRecord, readDeviceRecord, writeDeviceRecord } from './account/device-record.ts';
import type { ClientIdentity } from './account/password-proof.ts';
import { createUnlockSealer, type SealedFor } from './account/unlock-sealer.ts';
import { type Api, type CallInput, createApi } from './api/api.ts';
import type { ResetInProgress } from './forgot-password/reset-in-progress.ts';
import type { WaitingForKeys } from './key-storage/get-keys-back.ts';
import { EnteredOrganization, stopsWork } from './organization/entered-organization.ts';
import { findOrganizationAt } from './organization/find-organization-at.ts';
import { readKeptLedger } from './organization/ledger-records.ts';
import type { AccountFacts, OrganizationFacts, Snapshot } from './port.ts';
import { OwnRequests } from './requests/own-requests.ts';
import type { SnapshotBox } from './snapshot-box.ts';
import { type ReadAheadStore, withReadAhead } from './store/read-ahead-store.ts';
import type { ReplicaStore } from './store/replica-store.ts';
import type { VaultContext, VaultSide } from './vault/context.ts';
import { allRecordsPrefix } from './vault/replica-names.ts';
import { fingerprintWords } from './words/fingerprint-words.ts';

/** What a client runs on. */
export interface ClientPorts {
  readonly fetch: typeof fetch;
  /** Origin of the server; empty in a page that it served. */
  readonly baseUrl: string;
  readonly store: ReplicaStore;
  readonly clock: Clock;
  readonly identity: ClientIdentity;
  readonly createVaultSide: (context: VaultContext) => VaultSide;
}

interface Prepared {
  readonly account: OpenAccount | undefined;
  entered: EnteredOrganization | undefined;
}

/** The address of the organization that was entered last on this device. */
const lastEnteredName = 'organization/last';

/**
 * What the client's parts share: the one open account, the one entered organization, and the snapshot drawn from them.
 * INVARIANT: locking drops every reference to keys; nothing but this object holds the account.
 */
export class ClientCore {
  readonly api: Api;
  readonly clock: Clock;
  readonly store: ReadAheadStore;
  readonly accountCore: AccountCore;
  readonly snapshots: SnapshotBox;
  readonly ownRequests: OwnRequests;
  readonly #ports: ClientPorts;
  #account: OpenAccount | undefined;
  #entered: EnteredOrganization | undefined;
  /** What the organization that was entered last shows, taken up before its account is open. */
  #prepared: Prepared | undefined;
  #lastEntered: string | undefined;
  #waitingForKeys: WaitingForKeys | undefined;
  #token: string | undefined;
  #names = new Map<string, string>();
  #lastRecordWrite: Promise<unknown> = Promise.resolve();
  readonly #sealer = createUnlockSealer((sealedFor, unlock) => this.#keepUnlock(sealedFor, unlock));
  /** A forgotten password whose mailbox is proven, until the new one is set. */
  reset: ResetInProgress | undefined;
  /** Hears that keys were opened or closed. */
  onPhase: (phase: Snapshot['phase']) => void = () => {};

  constructor(ports: ClientPorts, snapshots: SnapshotBox) {
    this.#ports = ports;
    this.snapshots = snapshots;
    this.clock = ports.clock;
    this.store = withReadAhead(ports.store);
    this.api = this.#watchSession(
      createApi({
        fetch: ports.fetch,
        baseUrl: ports.baseUrl,
        token: () => this.#token,
        onReached: (reached) => snapshots.update({ online: reached }),
      }),
    );
    this.ownRequests = new OwnRequests(this.api, () => this.#showOwnRequests());
    this.accountCore = {
      api: this.api,
      replica: this.store,
      clock: ports.clock,
      identity: ports.identity,
      useToken: (token) => {
        this.#token = token;
      },
      raise: (refusal) => this.raise(refusal),
      needKeys: (waiting) => this.#needKeys(waiting),
      keepRecord: (record) => this.#keepRecord(record),
      changed: () => this.#showOrganizations(),
      sealUnlock: this.#sealer.begin,
      unlockSealed: this.#sealer.settled,
      readAhead: () => this.store.readAhead(allRecordsPrefix),
      prepare: (account) => this.#prepare(account),
    };
  }

  /** The open account, or the refusal `locked`. */
  account(): Result<OpenAccount> {
    return this.#account === undefined ? refuse('locked') : { ok: true, value: this.#account };
  }

  /** The session that waits for another way to its keys than the password, if one does. */
  waitingForKeys(): WaitingForKeys | undefined {
    return this.#waitingForKeys;
  }

  /** INVARIANT: until the keys are back this object holds the password that was just typed, and nobody else does. */
  async #needKeys(waiting: WaitingForKeys): Promise<void> {
    this.#close();
    const served = await this.api.call(listKeyMethods, {});
    this.#waitingForKeys = waiting;
    const methods = served.ok ? served.value.methods : [];
    this.#setPhase('keys-needed', { keysNeeded: { email: waiting.email, methods } });
  }

  get entered(): EnteredOrganization | undefined {
    return this.#entered;
  }

  /** Reads whether somebody is signed in on this device. */
  async start(): Promise<void> {
    const record = await readDeviceRecord(this.store);
    this.#token = record?.token;
    if (record === undefined) this.#setPhase('signed-out', { account: undefined });
    else this.#setPhase('locked', { account: await factsOf(record) });
  }

  /** Takes up an account whose keys are open. */
  async open(account: OpenAccount): Promise<void> {
    const names = await recallNames(account);
    const prepared = this.#prepared?.account === account ? this.#prepared : undefined;
    if (prepared !== undefined) this.#prepared = undefined;
    else this.#lastEntered = undefined;
    this.#close();
    this.#prepared = prepared;
    this.#account = account;
    this.#names = names;
    const facts = await factsOf(account.record());
    // Before the phase: whoever sees it open sees the organizations too.
    this.#showOrganizations();
    this.#setPhase('open', { account: facts, alarm: undefined });
  }

  /** Closes the keys; the device still knows whose it is. */
  lock(): void {
    // Without a session there is nothing left to wait with.
    if (this.#waitingForKeys !== undefined) void this.start();
    if (this.#account === undefined) return;
    this.#close();
    this.store.dropAhead();
    this.#setPhase('locked', {});
    this.#sealer.hurry();
  }

  /** Closes the keys and the store, once nothing more is to be kept. */
  async close(): Promise<void> {
    this.#waitingForKeys = undefined;
    this.lock();
    await this.#sealer.settled();
    await this.#lastRecordWrite;
    await this.store.close();
  }

  /** Forgets everything this device has of the account. */
  async wipe(): Promise<void> {
    this.#close();
    this.#sealer.abandon();
    this.#token = undefined;
    await this.#lastRecordWrite;
    await this.store.clear();
    this.#setPhase('signed-out', { account: undefined });
  }

  /**
   * Turns to the organization at an address that the account's sealed state knows; the one before is closed. Whoever waits
   * as a stranger at this very address goes on waiting where they are.
   */
  turnTo(account: OpenAccount, address: string): EnteredOrganization | undefined {
    const head = findOrganizationAt(account.state.current(), address);
    if (this.#entered?.address === address && this.#entered.organization === head?.org) return this.#entered;
    const waitsHere = this.#entered === undefined && this.snapshots.current().entered?.address === address;
    if (head !== undefined || !waitsHere) this.leave();
    if (head === undefined) return undefined;
    const prepared = this.#prepared?.account === account ? this.#prepared.entered : undefined;
    if (prepared?.address === address && prepared.organization === head.org) {
      this.#prepared = undefined;
      this.#entered = prepared;
    } else {
      prepared?.close();
      this.#prepared = undefined;
      this.#entered = this.#turnAnew(account, address, head.org);
    }
    if (this.#lastEntered !== address) {
      this.#lastEntered = address;
      // Lost, it costs a moment at the next start.
      void account.store.write({ seal: [[lastEnteredName, utf8(address)]] }).catch(() => {});
    }
    return this.#entered;
  }

  #turnAnew(account: OpenAccount, address: string, organization: OrganizationId): EnteredOrganization {
    return new EnteredOrganization(
      {
        api: this.api,
        clock: this.clock,
        account,
        createVaultSide: this.#ports.createVaultSide,
        changed: () => this.show(),
        raise: (refusal) => this.raise(refusal),
        requestsMoved: () => void this.ownRequests.read(address),
        sessionEnded: () => this.lock(),
      },
      address,
      organization,
    );
  }

  /** Begins to take up what was entered last, for an account that may be opened in a moment; `undefined`: it is not. */
  async #prepare(account: OpenAccount | undefined): Promise<void> {
    this.#prepared?.entered?.close();
    const prepared: Prepared = { account, entered: undefined };
    this.#prepared = prepared;
    if (account !== undefined) {
      const last = await account.store.read(lastEnteredName);
      this.#lastEntered = last.ok && last.value !== undefined ? fromUtf8(last.value) : undefined;
      const known = account.state.current();
      const head = this.#lastEntered === undefined ? undefined : findOrganizationAt(known, this.#lastEntered);
      if (head !== undefined && this.#prepared === prepared && this.#entered === undefined) {
        prepared.entered = this.#turnAnew(account, head.address, head.org);
        await prepared.entered.prepare();
      }
    }
    this.store.dropAhead();
  }

  /** Closes the entered organization, so that nothing writes the device while it is sealed anew. */
  leave(): void {
    this.#entered?.close();
    this.#entered = undefined;
    this.snapshots.update({ entered: undefined });
  }

  /** Draws the entered organization into the snapshot. */
  show(): void {
    const entered = this.#entered;
    if (entered === undefined || this.#account === undefined) return;
    const state = entered.ledger.known()?.state;
    if (state !== undefined) this.#names.set(entered.organization, state.name);
    this.snapshots.update({
      entered: {
        address: entered.address,
        gate: entered.gate,
        open: entered.facts(),
        requests: this.ownRequests.at(entered.address),
        ...(state === undefined
          ? {}
          : { isOwner: findMemberByAccount(state, this.#account.record().account)?.id === state.owner }),
      },
    });
    this.#showOrganizations();
  }

  /** Draws own requests anew, for an organization that is entered and for an address that is only asked about. */
  #showOwnRequests(): void {
    const { entered } = this.snapshots.current();
    if (entered === undefined || this.#account === undefined) return;
    this.snapshots.update({ entered: { ...entered, requests: this.ownRequests.at(entered.address) } });
  }

  /** The alarm that stops all work, if there is one: whatever would write asks first. */
  blockingAlarm(): Refusal | undefined {
    const { alarm } = this.snapshots.current();
    return alarm !== undefined && stopsWork(alarm) ? alarm : undefined;
  }

  /** Shows an alarm. INVARIANT: it stays on the device, and a blocking one is not replaced by a lesser one. */
  raise(refusal: Refusal): void {
    if (!isAlarmCode(refusal.code)) return;
    const standing = this.blockingAlarm();
    // One alone is ever lifted, so it gives way to whatever is to stay.
    const givesWay = standing?.code === 'relink_proof_wrong' && stopsWork(refusal);
    if (standing !== undefined && !(givesWay && refusal.code !== standing.code)) return;
    this.snapshots.update({ alarm: refusal });
    if (stopsWork(refusal)) this.#entered?.stop(refusal);
  }

  /**
   * Ends `relink_proof_wrong`, and no other alarm. INVARIANT: called where the proof was found by now, or where the person turns to
   * another address; nothing that the server says does it.
   */
  liftUnproven(): void {
    if (this.blockingAlarm()?.code === 'relink_proof_wrong') this.snapshots.update({ alarm: undefined });
  }

  #close(): void {
    this.#entered?.close();
    this.#entered = undefined;
    this.#prepared?.entered?.close();
    this.#prepared = undefined;
    this.#account?.close();
    this.#account = undefined;
    this.#names = new Map();
    this.ownRequests.clear();
  }

  #setPhase(phase: Snapshot['phase'], more: Partial<Snapshot>): void {
    const closed: Partial<Snapshot> =
      phase === 'open'
        ? {}
        : { organizations: [], entered: undefined, alarm: undefined, waitingGeneration: undefined };
    if (phase !== 'keys-needed') this.#waitingForKeys = undefined;
    this.snapshots.update({ door: undefined, keysNeeded: undefined, ...closed, ...more, phase });
    this.onPhase(phase);
  }

  #showOrganizations(): void {
    const heads = this.#account?.state.current().heads;
    if (heads === undefined) return;
    const organizations: OrganizationFacts[] = heads
      .map(({ org, address }) => ({ id: org, address, name: this.#names.get(org) ?? address }))
      .sort((a, b) => a.name.localeCompare(b.name));
    const before = this.snapshots.current().organizations;
    const same =
      before.length === organizations.length &&
      before.every((one, at) => one.id === organizations[at]?.id && one.name === organizations[at]?.name);
    if (!same) this.snapshots.update({ organizations });
  }

  /** A session that ended on the server closes the keys here at once; unlocking signs in anew. */
  #watchSession(api: Api): Api {
    const heed = <Value>(endpoint: Endpoint, result: Result<Value>): Result<Value> => {
      const over = !result.ok && (result.code === 'sign_in_required' || result.code === 'session_expired');
      if (over && endpoint.access !== 'anyone') this.lock();
      return result;
    };
    return {
      call: async (endpoint, input) => heed(endpoint, await api.call(endpoint, input)),
      callPack: async (endpoint, input) => heed(endpoint, await api.callPack(endpoint, input)),
      openStream: async <E extends Endpoint>(endpoint: E, input: CallInput<E>, signal: AbortSignal) =>
        heed(endpoint, await api.openStream(endpoint, input, signal)),
    };
  }

  #keepRecord(record: DeviceRecord): void {
    this.#lastRecordWrite = this.#lastRecordWrite.then(async () => {
      // A device that was wiped or handed to another account meanwhile keeps nothing of this one.
      if (this.#account?.record().account !== record.account) return;
      // The copy that was made meanwhile is not in the open account's own record.
      const unlock = record.unlock ?? (await readDeviceRecord(this.store))?.unlock;
      await writeDeviceRecord(this.store, { ...record, unlock });
    });
  }

  /** Adds the copy to the record of the same device and keys; a device that was wiped or handed on has another, or none. */
  async #keepUnlock({ account, device, keyStorage }: SealedFor, unlock: DeviceUnlock): Promise<void> {
    const kept = this.#lastRecordWrite.then(async () => {
      const record = await readDeviceRecord(this.store);
      if (record?.account !== account || record.device !== device) return;
      if (equalBytes(record.keyStorage, keyStorage))
        await writeDeviceRecord(this.store, { ...record, unlock });
    });
    this.#lastRecordWrite = kept.catch(() => {});
    await kept;
  }
}

/** The names of organizations that this device has entered before, from the ledgers it keeps. */
async function recallNames({ state, store }: OpenAccount): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const { org } of state.current().heads) {
    const kept = await readKeptLedger(store, org);
    if (kept !== undefined) names.set(org, kept.state.name);
  }
  return names;
}

async function factsOf(record: DeviceRecord): Promise<AccountFacts> {
  return {
    email: record.email,
    createdAtMs: record.createdAtMs,
    fingerprintWords: fingerprintWords(await signingKeyOf(record)),
  };
}

/** The signing key in the device's own key statement; what cannot be read has the words of nothing. */
async function signingKeyOf({ keyStatement }: DeviceRecord): Promise<Uint8Array> {
  const statement = await parseKeyStatement(keyStatement);
  return statement.ok ? statement.value.signingKey : new Uint8Array(0);
}
