import type { PhoneProof } from '@postern/contract';
import {
  type AccountId,
  type Clock,
  type KeyMethodId,
  ok,
  type PhonePairingId,
  type Result,
  refuse,
} from '@postern/core';
import type { MethodSeed } from '@postern/crypto';
import type { Api } from '../api/api.ts';
import { type OpenedOnPhone, openOnPhone, phoneProofOf } from './open-phone-account.ts';
import type { KeptExchange, KeptPhone, PhoneKeyStore } from './phone-key-store.ts';

/** An account as this phone has just opened it, and what shows the server that it may. */
export type OpenedByPhone = OpenedOnPhone & { readonly proof: PhoneProof };

interface BookPorts {
  readonly api: Api;
  readonly keys: PhoneKeyStore;
  readonly clock: Clock;
  /** Called after each change of what is kept. */
  readonly changed: () => void;
}

/** The accounts that a phone is paired with, as its store has them. */
export class PhoneBook {
  readonly #ports: BookPorts;
  #phones: readonly KeptPhone[] = [];

  constructor(ports: BookPorts) {
    this.#ports = ports;
  }

  get phones(): readonly KeptPhone[] {
    return this.#phones;
  }

  async start(): Promise<void> {
    this.#phones = await this.#ports.keys.list();
  }

  /** What this phone is to the account: the one that is listed, else one that waits to be, else one that was. */
  find(account: AccountId): KeptPhone | undefined {
    const all = this.#phones.filter((one) => one.account === account);
    for (const state of ['paired', 'waiting', 'lost'] as const) {
      const found = all.findLast((one) => one.state === state && one.isRefused !== true);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The phone that answered this code and waits. */
  findWaiting(pairing: PhonePairingId): KeptPhone | undefined {
    return this.#phones.find(({ state, answered }) => state === 'waiting' && answered?.pairing === pairing);
  }

  /** Keeps a new phone with its seed, beside earlier ones of the same account. */
  async keep(phone: KeptPhone, seed: MethodSeed): Promise<void> {
    await this.#ports.keys.keep(phone, seed);
    this.#set(phone);
  }

  async update(phone: KeptPhone): Promise<void> {
    await this.#ports.keys.update(phone);
    if (this.#phones.some(({ method }) => method === phone.method)) this.#set(phone);
  }

  /** Keeps what the phone is bound to in an exchange of digits. */
  async bind({ method }: Pick<KeptPhone, 'method'>, exchange: KeptExchange): Promise<void> {
    const phone = this.#phones.find((one) => one.method === method);
    if (phone !== undefined) await this.update({ ...phone, exchange });
  }

  /** What the phone is bound to, if it ever was. */
  boundBy({ method }: Pick<KeptPhone, 'method'>): KeptExchange | undefined {
    return this.#phones.find((one) => one.method === method)?.exchange;
  }

  /** Forgets every key of the account. */
  async forget(account: AccountId): Promise<void> {
    for (const one of this.#phones) if (one.account === account) await this.#remove(one);
  }

  /** What shows the server that this phone is paired with the account. */
  async proof({ method }: Pick<KeptPhone, 'method'>): Promise<Result<PhoneProof>> {
    const kept = await this.#kept(method);
    return kept.ok ? ok(await phoneProofOf(kept.value.phone, kept.value.seed)) : kept;
  }

  /** Opens the account and notes what was seen of it: nothing older is accepted from then on. */
  async open({ method }: Pick<KeptPhone, 'method'>): Promise<Result<OpenedByPhone>> {
    const kept = await this.#kept(method);
    if (!kept.ok) return kept;
    const { phone, seed } = kept.value;
    const opened = await openOnPhone(this.#ports.api, phone, seed);
    if (!opened.ok) {
      if (opened.code === 'phone_unknown' && phone.state === 'paired') await this.lose(phone);
      return opened;
    }
    const { stateRevision, hasPush } = opened.value;
    const seen = {
      keyStorageVersion: opened.value.opened.statement.version,
      stateRevision,
    };
    // What was answered to the code is over with it.
    const { answered: _, isRefused: __, ...rest } = phone;
    await this.update({ ...rest, state: 'paired', seen, hasPush });
    const proof = await phoneProofOf(phone, seed);
    return ok({ ...opened.value, proof });
  }

  /** Looks whether the other side has listed the key of a phone that waits for it. */
  async lookWhetherListed(phone: KeptPhone): Promise<void> {
    const opened = await this.open(phone);
    const isTooLate = this.#ports.clock.nowMs() > phone.waitsUntilMs;
    if (opened.ok || opened.code !== 'phone_unknown' || !isTooLate) return;
    await (phone.isRefused ? this.#remove(phone) : this.lose(phone));
  }

  /** Notes that the account lists this phone no more. Its seed stays until its person forgets it. */
  lose(phone: KeptPhone): Promise<void> {
    return this.update({ ...phone, state: 'lost' });
  }

  async #remove({ method }: KeptPhone): Promise<void> {
    await this.#ports.keys.remove(method);
    this.#phones = this.#phones.filter((one) => one.method !== method);
    this.#ports.changed();
  }

  async #kept(
    method: KeyMethodId,
  ): Promise<Result<{ readonly phone: KeptPhone; readonly seed: MethodSeed }>> {
    const phone = this.#phones.find((one) => one.method === method);
    const seed = phone && (await this.#ports.keys.openSeed(method));
    return phone === undefined || seed === undefined ? refuse('phone_unknown') : ok({ phone, seed });
  }

  #set(phone: KeptPhone): void {
    this.#phones = [...this.#phones.filter(({ method }) => method !== phone.method), phone];
    this.#ports.changed();
  }
}
