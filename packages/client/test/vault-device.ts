import { readLedger } from '@postern/contract';
import {
  type Bytes,
  fromBase64Url,
  type HashB64,
  mustBeOk,
  ok,
  type Refusal,
  refuse,
  systemClock,
  type VaultId,
} from '@postern/core';
import { type AccountSecret, deriveSealingKey, deriveVaultKeys, drawSecret } from '@postern/crypto';
import { furtherHead, type Head, type LedgerState, verifyChain } from '@postern/ledger';
import type { TestMember } from '../../../apps/server/test/support/test-member.ts';
import { createApi } from '../src/api/api.ts';
import type { EntryDraft } from '../src/port.ts';
import { createMemoryStore } from '../src/store/memory-store.ts';
import type { ReplicaStore } from '../src/store/replica-store.ts';
import { createSealedStore } from '../src/store/sealed-store.ts';
import type { VaultContext, VaultSide } from '../src/vault/context.ts';
import { createVaultSide } from '../src/vault/vault-side.ts';

/** Pins of an account, which its devices share through the sealed account state. */
export type Pins = Map<VaultId, Head>;

/**
 * One device of a member: the real vault side of the client, a real ledger, a connection that a test can cut or tamper
 * with, and a store that outlives the client. Account and session are the test's; `open` is entering the organization.
 */
export class VaultDevice {
  readonly member: TestMember;
  readonly pins: Pins;
  readonly store: ReplicaStore;
  readonly alarms: Refusal[] = [];
  readonly requests: string[] = [];
  /** Stands between the client and the server. */
  through: (url: string, send: () => Promise<Response>) => Promise<Response> = (_url, send) => send();
  readonly #secret: AccountSecret;
  #ledger: { state: LedgerState; hashes: readonly HashB64[] } | undefined;
  #side: VaultSide | undefined;

  /** With `sameBrowser`, another window of it: the same store, opened a second time. */
  constructor(member: TestMember, pins: Pins = new Map(), sameBrowser?: VaultDevice) {
    this.member = member;
    this.pins = pins;
    this.store = sameBrowser?.store ?? createMemoryStore();
    this.#secret = sameBrowser === undefined ? drawSecret<AccountSecret>() : sameBrowser.#secret;
  }

  /** The vault side that is open. */
  get side(): VaultSide {
    if (this.#side === undefined) throw new Error('not opened');
    return this.#side;
  }

  get port() {
    return this.side.port;
  }

  cut(): void {
    this.through = () => Promise.reject(new TypeError('no network'));
  }

  mend(): void {
    this.through = (_url, send) => send();
  }

  /** Enters the organization anew, from what the store holds. Asks the server for nothing but the ledger. */
  async open(): Promise<VaultSide> {
    this.#side?.close();
    if (this.#ledger === undefined) await this.#readLedger();
    const key = await deriveSealingKey(this.#secret, 'replica');
    const side = createVaultSide(this.#context(key));
    this.#side = side;
    await side.load();
    return side;
  }

  async #readLedger(): Promise<void> {
    const read = await this.member.call(readLedger, { query: { from: 0 } });
    if (!read.ok) throw new Error(`no ledger: ${read.code}`);
    const events = read.value.events.map((text) => fromBase64Url(text) as Bytes);
    this.#ledger = mustBeOk(await verifyChain(null, events));
  }

  #context(key: Awaited<ReturnType<typeof deriveSealingKey>>): VaultContext {
    const { member, pins } = this;
    const org = member.organization;
    const { account, keys } = member.person;
    const verified = () => {
      if (this.#ledger === undefined) throw new Error('no ledger yet');
      return this.#ledger;
    };
    return {
      api: createApi({
        baseUrl: member.server.url,
        token: () => member.person.token,
        fetch: (url, init) => {
          this.requests.push(String(url).replace(/^.*\/vaults\//, ''));
          return this.through(String(url), () => fetch(url, init));
        },
      }),
      organization: org,
      account,
      member: member.member,
      ledger: () => ({ state: verified().state, hashAt: (seq) => verified().hashes[seq] }),
      refreshLedger: async () => {
        await this.#readLedger();
        return ok();
      },
      vaultKeys: async (vault, epoch) => {
        const vaultKey = member.vaultKeys.get(`${vault} ${epoch}`);
        return vaultKey === undefined
          ? refuse('keys_missing')
          : ok(await deriveVaultKeys(vaultKey, { epoch, org, vault }));
      },
      createVault: async (kind) => {
        const vault = await member.createVault(kind);
        await this.#readLedger();
        return ok(vault);
      },
      maySeal: async () => true,
      renewKey: async () => ok(),
      signingKey: () => keys.signing,
      store: createSealedStore(this.store, key, { account, device: 'test device' }),
      pinnedHead: (vault) => pins.get(vault),
      pin: async (vault, head) => {
        const pin = pins.get(vault);
        pins.set(vault, pin === undefined ? head : furtherHead(pin, head));
      },
      clock: systemClock,
      raise: (alarm) => {
        this.alarms.push(alarm);
      },
      changed: () => {},
    };
  }
}

/** A draft with this title; anything else as given. */
export function draftOf(title: string, given: Partial<EntryDraft> = {}): EntryDraft {
  return {
    type: 'login',
    title,
    user: 'maya@northwind.example',
    password: `of ${title}`,
    urls: ['https://portal.harbour.example'],
    notes: '',
    tags: [],
    folder: undefined,
    favourite: false,
    custom: [],
    ...given,
  };
}
