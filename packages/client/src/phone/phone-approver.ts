import {
  type PhoneProof,
  readPushKey,
  stopPush,
  unpairPhone,
  usePush,
  watchPhoneApprovals,
} from '@postern/contract';
import {
  type AccountId,
  type Clock,
  type HashB64,
  ok,
  type Result,
  refuse,
  systemClock,
} from '@postern/core';
import { type MethodSeed, pairingDigits, parseApprovalCode, parsePairingCode } from '@postern/crypto';
import { type Api, createApi } from '../api/api.ts';
import { createLookAgain } from '../organization/look-again.ts';
import { watchChanges } from '../organization/watch-changes.ts';
import { drawPhone, sendPairingAnswer } from './answer-pairing.ts';
import { PhoneBook } from './phone-book.ts';
import type { KeptPhone, PhoneKeyStore } from './phone-key-store.ts';
import { PhoneQuestions } from './phone-questions.ts';
import type {
  PairedAccount,
  PhoneApprover,
  PhoneCode,
  PhoneSnapshot,
  PushSubscriptionFacts,
} from './port.ts';

/** What a phone runs on. */
export interface PhoneSetup {
  readonly fetch: typeof fetch;
  /** Origin of the server with the app's base, or empty; as in `ClientSetup`. */
  readonly baseUrl: string;
  readonly keys: PhoneKeyStore;
  readonly clock?: Clock;
}

/** A phone that waits for its key to be listed looks this often. */
const waitingLookMs = 1_500;

/**
 * The phone, which works without signing in. It answers once its own store is read; from then on it listens for questions.
 * docs/protocol/phone.md.
 */
export async function createPhoneApprover(setup: PhoneSetup): Promise<PhoneApprover> {
  const phone = new Phone(setup);
  await phone.start();
  return {
    snapshot: () => phone.snapshot,
    subscribe: (listener) => phone.subscribe(listener),
    readCode,
    pair: (text, label) => phone.pair(text, label),
    refresh: () => phone.refresh(),
    approveByCode: (text) => phone.questions.approveByCode(text),
    beginDigits: (request) => phone.questions.beginDigits(request),
    approveByDigits: (request, digits) => phone.questions.approveByDigits(request, digits),
    deny: (request, report) => phone.questions.deny(request, report),
    pushKey: () => phone.pushKey(),
    usePush: (subscription) => phone.usePush(subscription),
    stopPush: () => phone.stopPush(),
    unpair: (account) => phone.unpair(account),
    forget: (account) => phone.forget(account),
    wake: () => phone.wake(),
    close: () => phone.close(),
  };
}

/** What a scanned or pasted text is for. */
function readCode(text: string): PhoneCode | undefined {
  const pairing = parsePairingCode(text);
  if (pairing !== undefined) return { kind: 'pairing', account: pairing.account };
  const approval = parseApprovalCode(text);
  return approval && { kind: 'approval', request: approval.request };
}

type Watch = ReturnType<typeof watchChanges>;

class Phone {
  snapshot: PhoneSnapshot = Object.freeze({ phase: 'starting', online: true, pairings: [], requests: [] });
  readonly #api: Api;
  readonly #keys: PhoneKeyStore;
  readonly #book: PhoneBook;
  readonly questions: PhoneQuestions;
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  readonly #watches = new Map<string, Watch>();
  #waitingTimer: ReturnType<typeof setTimeout> | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor({ fetch, baseUrl, keys, clock = systemClock }: PhoneSetup) {
    this.#keys = keys;
    this.#clock = clock;
    this.#api = createApi({
      fetch,
      baseUrl,
      token: () => undefined,
      onReached: (online) => this.#update({ online }),
    });
    this.#book = new PhoneBook({ api: this.#api, keys, clock, changed: () => this.#drawPhones() });
    this.questions = new PhoneQuestions({
      api: this.#api,
      book: this.#book,
      clock,
      readAnew: () => this.refresh(),
      show: (requests) => this.#update({ requests }),
    });
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  async start(): Promise<void> {
    await this.#book.start();
    this.#update({ phase: 'ready' });
    this.#drawPhones();
  }

  async pair(text: string, label: string): Promise<Result<PairedAccount>> {
    const code = parsePairingCode(text);
    if (code === undefined) return refuse('phone_code_wrong', { field: '/text' });
    // INVARIANT: a key that works is given up by nobody but its person.
    if (this.#book.find(code.account)?.state === 'paired') return refuse('phone_paired');
    const phone = this.#book.findWaiting(code.pairing);
    if (phone === undefined) {
      const drawn = await drawPhone({ api: this.#api, clock: this.#clock }, code, label);
      if (!drawn.ok) return drawn;
      // Before anything is sent: no account ever lists a key that is nowhere.
      await this.#book.keep(drawn.value.phone, drawn.value.seed);
      return this.#answer(drawn.value.phone, drawn.value.seed);
    }
    const seed = await this.#keys.openSeed(phone.method);
    return seed === undefined ? refuse('phone_unknown') : this.#answer(phone, seed);
  }

  /** Sends the answer of a phone that is kept. Whatever the server says of it, the seed stays: it may have taken it. */
  async #answer(phone: KeptPhone, seed: MethodSeed): Promise<Result<PairedAccount>> {
    if (phone.answered === undefined) return refuse('phone_unknown');
    const sent = await sendPairingAnswer(this.#api, phone, phone.answered, seed);
    const { isRefused: _, ...rest } = phone;
    const isRefused = !sent.ok && sent.code !== 'server_unreachable';
    await this.#book.update(isRefused ? { ...rest, isRefused } : rest);
    return sent.ok ? ok(shownPhone(phone)) : sent;
  }

  /** Looks at every account in turn; the refusal of the first that could not be read, if any could not. */
  refresh(): Promise<Result<undefined>> {
    return this.#inTurn(async () => {
      let refused: Result<undefined> = ok();
      for (const phone of this.#book.phones) {
        if (phone.state === 'waiting') await this.#book.lookWhetherListed(phone);
        if (this.#book.find(phone.account)?.method !== phone.method) continue;
        const read = await this.questions.read(phone.account);
        if (!read.ok && refused.ok) refused = read;
      }
      return refused;
    });
  }

  async pushKey(): Promise<Result<string>> {
    const read = await this.#api.call(readPushKey, {});
    return read.ok ? ok(read.value.key) : read;
  }

  usePush({ endpoint, keys }: PushSubscriptionFacts): Promise<Result<undefined>> {
    const subscription = { endpoint, keys: { p256dh: unpadded(keys.p256dh), auth: unpadded(keys.auth) } };
    return this.#setPush(true, (phone) => this.#api.call(usePush, { body: { phone, subscription } }));
  }

  stopPush(): Promise<Result<undefined>> {
    return this.#setPush(false, (phone) => this.#api.call(stopPush, { body: { phone } }));
  }

  async unpair(account: AccountId): Promise<Result<undefined>> {
    for (const phone of this.#book.phones.filter((one) => one.account === account)) {
      const proof = await this.#book.proof(phone);
      if (!proof.ok) continue;
      const told = await this.#api.call(unpairPhone, { body: { phone: proof.value } });
      if (!told.ok && told.code !== 'phone_unknown') return told;
    }
    await this.forget(account);
    return ok();
  }

  async forget(account: AccountId): Promise<void> {
    await this.#book.forget(account);
    this.questions.forget(account);
  }

  wake(): void {
    for (const watch of this.#watches.values()) watch.wake();
    void this.refresh();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#waitingTimer);
    this.questions.close();
    for (const watch of this.#watches.values()) watch.end();
    this.#watches.clear();
    await this.#turn;
    this.#keys.close();
  }

  async #setPush(
    hasPush: boolean,
    tell: (phone: PhoneProof) => Promise<Result<unknown>>,
  ): Promise<Result<undefined>> {
    for (const phone of this.#book.phones.filter(({ state }) => state === 'paired')) {
      const proof = await this.#book.proof(phone);
      if (!proof.ok) return proof;
      const told = await tell(proof.value);
      if (!told.ok) return told;
      await this.#book.update({ ...phone, hasPush });
    }
    return ok();
  }

  #drawPhones(): void {
    const accounts = new Set(this.#book.phones.map(({ account }) => account));
    const pairings = [...accounts]
      .flatMap((account) => this.#book.find(account) ?? [])
      .map(shownPhone)
      .sort((one, other) => one.email.localeCompare(other.email) || one.pairedAtMs - other.pairedAtMs);
    this.#update({ pairings });
    this.#listen();
  }

  /** One line for each account that is paired; and a look now and then for those that wait to be. */
  #listen(): void {
    if (this.#closed) return;
    const wanted = this.#book.phones.filter(({ state }) => state === 'paired');
    for (const [account, watch] of this.#watches) {
      if (wanted.some((one) => one.account === account)) continue;
      watch.end();
      this.#watches.delete(account);
    }
    for (const { account } of wanted) {
      if (!this.#watches.has(account)) this.#watches.set(account, this.#watch(account));
    }
    clearTimeout(this.#waitingTimer);
    if (this.#book.phones.some(({ state }) => state === 'waiting')) {
      this.#waitingTimer = setTimeout(() => {
        void this.refresh().then(() => this.#listen());
      }, waitingLookMs);
    }
  }

  #watch(account: AccountId): Watch {
    const look = () => void this.#inTurn(async () => again.heed(await this.questions.read(account)));
    const again = createLookAgain(look);
    const watch = watchChanges(
      async (signal) => {
        const phone = this.#book.find(account);
        const proof = phone === undefined ? refuse('phone_unknown') : await this.#book.proof(phone);
        if (!proof.ok) return proof;
        return this.#api.openStream(watchPhoneApprovals, { body: { phone: proof.value } }, signal);
      },
      {
        onConnected: look,
        onChange: ({ kind }) => kind === 'phone' && look(),
        onRefused: look,
      },
    );
    return {
      wake: watch.wake,
      end: () => {
        again.end();
        watch.end();
      },
    };
  }

  #inTurn<Value>(step: () => Promise<Value>): Promise<Value> {
    const next = this.#turn.then(step, step);
    this.#turn = next.catch(() => undefined);
    return next;
  }

  #update(change: Partial<PhoneSnapshot>): void {
    const names = Object.keys(change) as (keyof PhoneSnapshot)[];
    if (names.every((name) => Object.is(this.snapshot[name], change[name]))) return;
    this.snapshot = Object.freeze({ ...this.snapshot, ...change });
    for (const listener of [...this.#listeners]) listener();
  }
}

function shownPhone(phone: KeptPhone): PairedAccount {
  const { account, method, email, label, pairedAtMs, state, hasPush, answered } = phone;
  const digits = answered && pairingDigits(answered.answer.mac as HashB64);
  return { account, method, email, label, pairedAtMs, state, digits, hasPush };
}

/** Browsers give base64url without padding; some give it. */
function unpadded(text: string): string {
  return text.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_');
}
