import { isAlarmCode, isDenialCode, severityOf } from '@postern/access';
import { askGate, type Change, type GateAnswer, watchOrganization } from '@postern/contract';
import {
  type Clock,
  type MemberId,
  type OrganizationId,
  ok,
  type Refusal,
  type Result,
  refuse,
  utf8,
  type VaultId,
} from '@postern/core';
import { type AccountKeys, deriveVaultKeys, type KeyringItem } from '@postern/crypto';
import {
  findMember,
  findMemberByAccount,
  hasPermission,
  isActing,
  isOwner,
  type LedgerState,
  permissions,
} from '@postern/ledger';
import type { OpenAccount } from '../account/account-core.ts';
import { withKeys, withLedgerHead, withVaultHead } from '../account/merge-account-state.ts';
import type { Api } from '../api/api.ts';
import type { KeyRecipients, OpenOrganization } from '../port.ts';
import { handOverUnasked } from '../relink/hand-over-unasked.ts';
import type { VaultContext, VaultSide } from '../vault/context.ts';
import type { Appender } from './append-events.ts';
import { createVault } from './create-vault.ts';
import { confirmedBatch, isDeviceConfirmed, isReadByOthers, listRecipients } from './device-confirmation.ts';
import { createEventBook, type EventBook } from './event-book.ts';
import { giveLedgerBack } from './give-ledger-back.ts';
import { judgeGateAnswer } from './judge-gate-answer.ts';
import { createKeyOpener, type KeyOpener } from './key-opener.ts';
import { createLedgerKeeper, type LedgerKeeper } from './ledger-keeper.ts';
import { createLookAgain } from './look-again.ts';
import type { DrawnKit } from './recovery-kit.ts';
import { renewKeys } from './renew-keys.ts';
import { keysKnownAs, tellNewKeys } from './tell-new-keys.ts';
import { watchChanges } from './watch-changes.ts';

/** What an entered organization stands on and tells. */
export interface EnteringPorts {
  readonly api: Api;
  readonly clock: Clock;
  readonly account: OpenAccount;
  readonly createVaultSide: (context: VaultContext) => VaultSide;
  /** Facts, rows or the gate's answer have changed. */
  readonly changed: () => void;
  readonly raise: (refusal: Refusal) => void;
  readonly sessionEnded: () => void;
  /** Requests for access of this account moved, or may have. */
  readonly requestsMoved: () => void;
}

/** An organization this account has turned to: behind its gate, or still before it. Void once closed. */
export class EnteredOrganization {
  readonly address: string;
  readonly organization: OrganizationId;
  readonly ledger: LedgerKeeper;
  readonly book: EventBook;
  /** INVARIANT: a drawn kit lives here and on paper alone; making another, confirming or closing forgets it. */
  kit: DrawnKit | undefined;
  readonly #ports: EnteringPorts;
  #gate: GateAnswer;
  #member: MemberId | undefined;
  #opener: KeyOpener | undefined;
  /** The account's keys that the ledger knows. */
  #keys: AccountKeys | undefined;
  /** Why the ledger has not heard of the keys in force yet. */
  #untold: Refusal | undefined;
  #vaults: VaultSide | undefined;
  #watch: ReturnType<typeof watchChanges> | undefined;
  readonly #again = createLookAgain(() => void this.#catchUp());
  #closed = false;
  #recipientsAsked = 0;
  #logRevision = 0;
  #openRequests = 0;
  #requestsRevision = 0;
  /** The stream that is open now has said how many requests are. */
  #requestsTold = false;
  /** The gate has answered since this was made: from then on its word counts, and what the device kept does not. */
  #answered = false;
  #stoppedBy: Refusal | undefined;
  /** Steps that change what is open run one after another. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(ports: EnteringPorts, address: string, organization: OrganizationId) {
    this.#ports = ports;
    this.address = address;
    this.organization = organization;
    this.#gate = { allowed: false, path: [], atMs: ports.clock.nowMs() };
    this.ledger = createLedgerKeeper({
      api: ports.api,
      store: ports.account.store,
      organization,
      pin: () => ports.account.state.current().heads.find((head) => head.org === organization),
      onHead: (state) =>
        ports.account.state.keep((known) =>
          withLedgerHead(known, { ...state.head, address: state.address, org: organization }),
        ),
    });
    this.book = createEventBook(this.ledger);
  }

  get gate(): GateAnswer {
    return this.#gate;
  }

  get vaults(): VaultSide | undefined {
    return this.#vaults;
  }

  /** Takes up what this device kept, so that it can be shown at once; asks the server for nothing. */
  prepare(): Promise<Result<undefined>> {
    return this.#inTurn(() => this.#takeUp());
  }

  /**
   * Asks the gate and, as far as it opens, verifies the ledger and opens the vaults. The gate's answer. What this device
   * kept is shown meanwhile, as it is without the server, unless the gate's last word was a refusal; it goes when the
   * gate refuses now.
   */
  enter(): Promise<Result<GateAnswer>> {
    return this.#inTurn(async () => {
      const kept = await this.#takeUp();
      const early = kept.ok && !this.#answered;
      if (early) {
        this.#gate = this.#openedByDevice();
        this.#ports.changed();
      }
      const entered = await this.#enter();
      if (!entered.ok && early) {
        this.#gate = { ...this.#gate, allowed: false };
        this.#shut();
      }
      return entered;
    });
  }

  async #enter(): Promise<Result<GateAnswer>> {
    const asked = await this.#askGate();
    if (!asked.ok) {
      if (asked.code !== 'server_unreachable') return asked;
      return this.#enterOffline();
    }
    this.#answered = true;
    let gate = asked.value;
    const maySetUp = gate.denial?.code === 'setup_required';
    if (gate.allowed || maySetUp) {
      const ready = await this.#verify();
      if (!ready.ok) return ready;
      // A server that lost the kit's confirmation asks for it again; it was given back just now.
      if (maySetUp && this.ledger.known()?.state.recovery !== null) {
        const again = await this.#askGate();
        if (!again.ok) return again;
        gate = again.value;
      }
    }
    this.#gate = gate;
    if (gate.allowed) {
      await this.#tellNewKeys();
      const opened = await this.#open();
      if (!opened.ok) return opened;
    } else {
      this.#shut();
      if (!maySetUp) this.#forgetKeys();
    }
    await this.#keepAnswer(gate);
    this.#ports.changed();
    return ok(gate);
  }

  /** Opens what this device kept of an organization that is set up. Refused when there is nothing, or nothing to show. */
  async #takeUp(): Promise<Result<undefined>> {
    const { store } = this.#ports.account;
    const [refused] = await Promise.all([store.names(this.#refusedName), this.ledger.load()]);
    if (this.#vaults !== undefined) return ok();
    if (this.#answered || refused.length > 0) return refuse('server_unreachable');
    const known = await this.#meet();
    if (!known.ok) return known;
    if (known.value.recovery === null) return refuse('setup_required');
    return this.#openVaultSide();
  }

  /** Remembers on the device whether the gate refused: a member who was refused sees nothing before it says otherwise. */
  async #keepAnswer({ allowed }: GateAnswer): Promise<void> {
    if (this.#closed) return;
    const { store } = this.#ports.account;
    const name = this.#refusedName;
    const refused = (await store.names(name)).length > 0;
    if (refused === !allowed || this.#closed) return;
    await store.write(allowed ? { remove: [name] } : { seal: [[name, utf8('refused')]] });
  }

  get #refusedName(): string {
    return `organization/${this.organization}/refused`;
  }

  #openedByDevice(): GateAnswer {
    return { organization: this.organization, allowed: true, path: [], atMs: this.#ports.clock.nowMs() };
  }

  /** What appending to this ledger needs, or why it cannot be done now. */
  appender(): Result<Appender> {
    const { api, clock, account } = this.#ports;
    if (this.#closed) return refuse('locked');
    if (this.#stoppedBy !== undefined) return this.#stoppedBy;
    if (this.#member === undefined || this.#opener === undefined) return refuse('not_found');
    return ok({
      api,
      clock,
      organization: this.organization,
      member: this.#member,
      keys: this.#keys ?? account.opened.keys,
      ledger: this.ledger,
      opener: this.#opener,
      mayGiveKeys: this.#mayGiveKeys,
      pinnedHead: this.#pinnedHead,
    });
  }

  readonly #mayGiveKeys = async (): Promise<boolean> => {
    const confirmed = await isDeviceConfirmed(this.#ports.account.store, this.organization);
    if (!confirmed) {
      this.#recipientsAsked += 1;
      this.#ports.changed();
    }
    return confirmed;
  };

  /** Who would receive keys from this device, for the person to look through; undefined while nothing is known. */
  recipients(): KeyRecipients | undefined {
    const state = this.ledger.known()?.state;
    return state && this.#member && listRecipients(state, this.#member);
  }

  /** Notes that the person has looked through the recipients as of `seq`. */
  async confirmRecipients(seq: number): Promise<Result<undefined>> {
    if (this.ledger.known()?.state.head.seq !== seq) return refuse('head_moved');
    await this.#ports.account.store.write(confirmedBatch(this.organization, seq));
    this.#recipientsAsked = 0;
    await this.#tellNewKeys();
    this.#ports.changed();
    return ok();
  }

  /**
   * Why this organization goes on with keys that the account has replaced, where it does: `keys_pending` as long as nobody has
   * tried to tell it otherwise.
   */
  get untold(): Refusal | undefined {
    const isTold = this.#keys?.statement.hash === this.#ports.account.opened.keys.statement.hash;
    return isTold ? undefined : (this.#untold ?? refuse('keys_pending'));
  }

  readonly #pinnedHead = (vault: VaultId) =>
    this.#ports.account.state
      .current()
      .vaultHeads.find((head) => head.org === this.organization && head.vault === vault);

  /** Reads the ledger anew and gives back what a restored server lost; alarms are raised. */
  async refreshLedger(): Promise<Result<undefined>> {
    const ready = await this.#verify();
    if (!ready.ok && isAlarmCode(ready.code)) this.#ports.raise(ready);
    this.#ports.changed();
    return ready;
  }

  readonly keepKey: Parameters<typeof createVault>[2] = (item) => this.keepKeys([item]);

  readonly keepKeys = (items: readonly KeyringItem[]) =>
    this.#ports.account.state.keep((state) => withKeys(state, items));

  /** What the snapshot shows; `undefined` while the gate is shut. */
  facts(): OpenOrganization | undefined {
    const state = this.ledger.known()?.state;
    const vaults = this.#vaults;
    const member = this.#member;
    if (!this.#gate.allowed || state === undefined || vaults === undefined || member === undefined) {
      return undefined;
    }
    const side = vaults.facts();
    return {
      id: this.organization,
      address: state.address,
      name: state.name,
      isOwner: isOwner(state, member),
      permissions: permissions.filter((permission) => hasPermission(state, member, permission)),
      ...side,
      ledgerSeq: state.head.seq,
      logRevision: this.#logRevision,
      openRequests: this.#openRequests,
      requestsRevision: this.#requestsRevision,
      sync: this.ledger.standing() === 'behind' ? { state: 'behind' } : side.sync,
      settings: state.settings,
      recipientsAsked: this.#recipientsAsked,
      memberCount: Object.values(state.members).filter((one) => one.status === 'active').length,
    };
  }

  /** The connection is back, or somebody looks again: listen and read at once. */
  wake(): void {
    this.#watch?.wake();
  }

  /** A blocking alarm: nothing is asked, sent or written any more. What is on the device stays readable. */
  stop(alarm: Refusal): void {
    this.#stoppedBy = alarm;
    this.#again.end();
    this.#watch?.end();
    this.#watch = undefined;
  }

  close(): void {
    this.#closed = true;
    this.kit = undefined;
    this.#shut();
    this.#forgetKeys();
  }

  async #askGate(): Promise<Result<GateAnswer>> {
    const answer = await this.#ports.api.call(askGate, { params: { address: this.address } });
    return answer.ok ? judgeGateAnswer(this.organization, answer.value) : answer;
  }

  /** Verifies the ledger as far as the server shows it, and finds out who this account is in it. */
  async #verify(): Promise<Result<undefined>> {
    const synced = await this.ledger.sync();
    if (!synced.ok) return synced;
    const known = await this.#meet();
    if (!known.ok) return known;
    if (synced.value !== 'behind') return ok();
    this.#ports.changed();
    const appender = this.appender();
    if (!appender.ok) return appender;
    const given = await giveLedgerBack(appender.value);
    // Others may hold what this member may not give; what is here stays usable and the page says *behind*.
    if (!given.ok && given.code !== 'server_unreachable') this.#ports.raise(refuse('ledger_behind'));
    return ok();
  }

  /** Finds this account among the members of the verified ledger, with the keys that it knows. */
  async #meet(): Promise<Result<LedgerState>> {
    const state = this.ledger.known()?.state;
    const { account } = this.#ports;
    const member = state && findMemberByAccount(state, account.opened.keys.account);
    if (state === undefined || member?.status !== 'active') return refuse('invitation_required');
    const keys = await keysKnownAs(member, account.opened.keys, account.state.current().formerKeys);
    if (this.#keys !== undefined && this.#keys.statement.hash !== keys.statement.hash) this.#forgetKeys();
    this.#keys = keys;
    this.#member = member.id;
    this.#opener ??= createKeyOpener({
      api: this.#ports.api,
      organization: this.organization,
      member: member.id,
      keys,
      ledger: () => this.ledger.known()?.state ?? state,
      keyring: () => account.state.current().keyring,
      keep: this.keepKey,
    });
    return ok(state);
  }

  /**
   * Where the ledger knows keys that the account has replaced, these say so, and what they could open gets new keys. What
   * refuses that now is tried again with the next change; until then everything goes on with the keys of before.
   */
  async #tellNewKeys(): Promise<void> {
    const { keys: inForce } = this.#ports.account.opened;
    if (this.#keys === undefined || this.#keys.statement.hash === inForce.statement.hash) return;
    const by = this.appender();
    if (!by.ok) return;
    const told = await tellNewKeys(by.value, inForce, this.keepKeys);
    this.#untold = told.ok ? undefined : told;
    if (!told.ok) {
      if (isAlarmCode(told.code)) this.#ports.raise(told);
      return;
    }
    const met = await this.#meet();
    const next = met.ok ? this.appender() : met;
    // What is not renewed now is renewed before the next write.
    if (next.ok) await renewKeys(next.value, 'everything', this.keepKeys);
  }

  async #open(): Promise<Result<undefined>> {
    if (this.#closed) return refuse('locked');
    const vaults = await this.#openVaultSide();
    if (!vaults.ok) return vaults;
    const personal = await this.#ensurePersonalVault();
    if (!personal.ok) return personal;
    this.#ports.changed();
    this.#listen();
    return ok();
  }

  async #openVaultSide(): Promise<Result<undefined>> {
    if (this.#vaults !== undefined) return ok();
    const member = this.#member;
    if (member === undefined || this.#opener === undefined) return refuse('invitation_required');
    const side = this.#ports.createVaultSide(this.#vaultContext(member));
    await side.load();
    if (this.#closed) {
      side.close();
      return refuse('locked');
    }
    this.#vaults = side;
    return ok();
  }

  async #ensurePersonalVault(): Promise<Result<undefined>> {
    const state = this.ledger.known()?.state;
    const member = this.#member === undefined ? undefined : state && findMember(state, this.#member);
    if (state === undefined || state.recovery === null || !isActing(member)) return ok();
    if (member.personalVault !== null || !state.settings.personalVaults) return ok();
    const appender = this.appender();
    if (!appender.ok) return appender;
    const created = await createVault(appender.value, 'personal', this.keepKey);
    return created.ok ? ok() : created;
  }

  /** What this device holds can be read without the server; the gate decides again as soon as it answers. */
  async #enterOffline(): Promise<Result<GateAnswer>> {
    // The gate's last word stands until it says otherwise: being cut off lets nobody in who was refused.
    const refused = await this.#ports.account.store.names(this.#refusedName);
    if (refused.length > 0) return refuse('server_unreachable');
    const known = await this.#meet();
    if (!known.ok || known.value.recovery === null) return refuse('server_unreachable');
    this.#gate = this.#openedByDevice();
    const opened = await this.#openVaultSide();
    if (!opened.ok) return opened;
    this.#ports.changed();
    this.#listen();
    return ok(this.#gate);
  }

  #listen(): void {
    if (this.#closed || this.#stoppedBy !== undefined || this.#watch !== undefined) return;
    const { api } = this.#ports;
    const params = { organization: this.organization };
    const open = (signal: AbortSignal) => api.openStream(watchOrganization, { params }, signal);
    this.#watch = watchChanges(open, {
      onConnected: () => {
        // What was said of the log meanwhile was not heard.
        this.#logRevision += 1;
        this.#requestsTold = false;
        this.#ports.requestsMoved();
        void this.#catchUp().then(() => this.#countRequests(undefined));
      },
      onChange: (change) => void this.#hear(change),
      onRefused: (refusal) => {
        if (isAlarmCode(refusal.code)) this.#ports.raise(refusal);
        else if (isDenialCode(refusal.code)) void this.#askAgain();
      },
    });
  }

  async #catchUp(): Promise<void> {
    const ready = await this.refreshLedger();
    if (!ready.ok) this.#heed(ready);
    if (!ready.ok || this.#closed || this.#stoppedBy !== undefined) return;
    // Somebody may have confirmed this member's keys just now. What refuses it now is tried again with the next change.
    if (this.#vaults !== undefined && this.#gate.allowed) await this.#ensurePersonalVault();
    this.#heed((await this.#vaults?.sync()) ?? ok());
    this.#ports.changed();
    if (!this.#gate.allowed) return;
    await this.#tellNewKeys();
    await this.#handOver();
  }

  #heed(looked: Result<unknown>): void {
    if (this.#watch !== undefined) this.#again.heed(looked);
  }

  /** What others wait for and this member holds. What refuses it now is tried again with the next change. */
  async #handOver(): Promise<void> {
    const by = this.appender();
    if (!by.ok) return;
    const { store } = this.#ports.account;
    const handed = await handOverUnasked(by.value, () => isDeviceConfirmed(store, this.organization));
    if (!handed.ok && isAlarmCode(handed.code)) this.#ports.raise(handed);
  }

  async #hear(change: Change): Promise<void> {
    if (this.#closed || this.#stoppedBy !== undefined) return;
    if (change.kind === 'ledger') await this.#catchUp();
    else if (change.kind === 'vault') {
      const synced = await this.#vaults?.sync(change.vault as VaultId, change.head);
      if (synced?.ok === false) this.#heed(synced);
      this.#ports.changed();
    } else if (change.kind === 'log') {
      this.#logRevision += 1;
      this.#ports.changed();
    } else if (change.kind === 'request') this.#ports.requestsMoved();
    else if (change.kind === 'requests') this.#countRequests(change.open);
    else if (change.kind === 'gate') await this.#askAgain();
    else if (change.kind === 'session-ended') this.#ports.sessionEnded();
  }

  /** `undefined`: the stream has been open for a while; it tells right after its beginning where there are any. */
  #countRequests(open: number | undefined): void {
    if (open === undefined && this.#requestsTold) return;
    this.#requestsTold = true;
    this.#openRequests = open ?? 0;
    this.#requestsRevision += 1;
    this.#ports.changed();
  }

  /** The gate shut while we were inside, or may have: what it says now is what is shown. */
  async #askAgain(): Promise<void> {
    const entered = await this.enter();
    if (!entered.ok && isAlarmCode(entered.code)) this.#ports.raise(entered);
  }

  #shut(): void {
    this.#again.end();
    this.#watch?.end();
    this.#watch = undefined;
    this.#vaults?.close();
    this.#vaults = undefined;
  }

  /** Whoever is refused does nothing with keys until the gate opens again. */
  #forgetKeys(): void {
    this.#opener?.close();
    this.#opener = undefined;
    this.#keys = undefined;
    this.#member = undefined;
  }

  #vaultContext(member: MemberId): VaultContext {
    const { api, clock, account, changed } = this.#ports;
    const org = this.organization;
    const raise = (refusal: Refusal) => {
      if (!this.#closed) this.#ports.raise(refusal);
    };
    return {
      api,
      organization: org,
      account: account.opened.keys.account,
      member,
      ledger: () => {
        const known = this.ledger.known();
        if (known === undefined) throw new Error('the vaults were opened before their ledger');
        return known;
      },
      refreshLedger: () => this.refreshLedger(),
      vaultKeys: async (vault, epoch) => {
        const open = async () => this.#opener?.vaultKey(vault, epoch) ?? refuse('locked');
        let key = await open();
        if (!key.ok && isAlarmCode(key.code)) {
          // The server shows what is ours today; only a ledger as new as that says whether something is missing.
          const refreshed = await this.refreshLedger();
          if (!refreshed.ok) return refreshed;
          key = await open();
        }
        if (key.ok) return ok(await deriveVaultKeys(key.value, { epoch, org, vault }));
        if (isAlarmCode(key.code)) raise(key);
        return key;
      },
      createVault: async (kind) => {
        const appender = this.appender();
        return appender.ok ? createVault(appender.value, kind, this.keepKey) : appender;
      },
      maySeal: async (vault) => {
        const state = this.ledger.known()?.state;
        const others = state !== undefined && isReadByOthers(state, vault, member);
        return !others || this.#mayGiveKeys();
      },
      renewKey: async (vault) => {
        const appender = this.appender();
        if (!appender.ok) return appender;
        const renewed = await renewKeys(appender.value, { vault }, this.keepKeys);
        changed();
        return renewed.ok ? ok() : renewed;
      },
      signingKey: () => (this.#keys ?? account.opened.keys).signing,
      store: account.store,
      pinnedHead: this.#pinnedHead,
      pin: (vault, head, by) =>
        account.state.note((state) => withVaultHead(state, { ...head, org, vault }), by),
      clock,
      raise,
      changed,
    };
  }

  #inTurn<Value>(step: () => Promise<Value>): Promise<Value> {
    const next = this.#last.then(step, step);
    this.#last = next;
    return next;
  }
}

/** Whether an alarm ends all work on the organization. */
export function stopsWork(refusal: Refusal): boolean {
  return isAlarmCode(refusal.code) && severityOf(refusal.code) === 'blocking';
}
