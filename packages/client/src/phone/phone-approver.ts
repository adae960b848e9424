import {
  approveOnPhone,
  denyOnPhone,
  listPhoneApprovals,
  type PhoneProof,
  readPushKey,
  type ServedApproval,
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
  type PhoneApprovalId,
  type Result,
  refuse,
  systemClock,
  toBase64Url,
} from '@postern/core';
import {
  type ApprovalKey,
  type AskedAbout,
  approvalMac,
  hashB64,
  type MethodSeed,
  pairingDigits,
  parseApprovalCode,
  parsePairingCode,
  sealApproval,
} from '@postern/crypto';
import { bytesOfWire } from '../account/key-storage-wire.ts';
import { type Api, createApi } from '../api/api.ts';
import { createLookAgain } from '../organization/look-again.ts';
import { watchChanges } from '../organization/watch-changes.ts';
import { drawPhone, sendPairingAnswer } from './answer-pairing.ts';
import { checkScannedKey } from './check-asked-key.ts';
import { checkTypedDigits } from './check-digits.ts';
import { type OpenedByPhone, PhoneBook } from './phone-book.ts';
import { PhoneExchange } from './phone-exchange.ts';
import type { KeptPhone, PhoneKeyStore } from './phone-key-store.ts';
import type {
  ApprovalRequest,
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
    approveByCode: (text) => phone.approveByCode(text),
    beginDigits: (request) => phone.beginDigits(request),
    approveByDigits: (request, digits) => phone.approveByDigits(request, digits),
    deny: (request, report) => phone.deny(request, report),
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

/** A question with what the phone has to know of it besides what it shows. */
interface Asked {
  readonly phone: KeptPhone;
  readonly served: ServedApproval;
  /** By this phone's own clock, which may be wrong. */
  readonly askedAtMs: number;
  readonly expiresAtMs: number;
  readonly exchange: PhoneExchange | undefined;
}

type Watch = ReturnType<typeof watchChanges>;

class Phone {
  snapshot: PhoneSnapshot = Object.freeze({ phase: 'starting', online: true, pairings: [], requests: [] });
  readonly #api: Api;
  readonly #keys: PhoneKeyStore;
  readonly #book: PhoneBook;
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  readonly #asked = new Map<PhoneApprovalId, Asked>();
  readonly #watches = new Map<string, Watch>();
  #waitingTimer: ReturnType<typeof setTimeout> | undefined;
  #expiryTimer: ReturnType<typeof setTimeout> | undefined;
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
        const read = await this.#readRequests(phone.account);
        if (!read.ok && refused.ok) refused = read;
      }
      return refused;
    });
  }

  async approveByCode(text: string): Promise<Result<undefined>> {
    const code = parseApprovalCode(text);
    if (code === undefined) return refuse('phone_code_wrong', { field: '/text' });
    if (!this.#asked.has(code.request)) {
      const refreshed = await this.refresh();
      if (!refreshed.ok) return refreshed;
    }
    const asked = this.#asked.get(code.request);
    if (asked === undefined) return refuse('approval_expired');
    const sealingKey = bytesOfWire(asked.served.sealingKey);
    const scanned = checkScannedKey(code, sealingKey);
    if (!scanned.ok) return scanned;
    const opened = await this.#book.open(asked.phone);
    if (!opened.ok) return opened;
    const about = {
      account: asked.phone.account,
      request: code.request,
      keyHash: scanned.value,
      statementHash: opened.value.statementHash,
    };
    return this.#hand(asked, opened.value, about, code.key);
  }

  async beginDigits(request: PhoneApprovalId): Promise<Result<undefined>> {
    const asked = this.#asked.get(request);
    if (asked === undefined) return refuse('approval_expired');
    if (asked.exchange !== undefined) return ok();
    const opened = await this.#book.open(asked.phone);
    if (!opened.ok) return opened;
    const { account } = asked.phone;
    const about = {
      account,
      request,
      keyHash: hashB64(bytesOfWire(asked.served.sealingKey)),
      statementHash: opened.value.statementHash,
    };
    const { proof } = opened.value;
    const exchange = new PhoneExchange(this.#api, proof, about, {
      commitment: asked.served.commitment,
      kept: this.#book.boundBy(asked.phone),
    });
    await this.#book.bind(asked.phone, exchange.kept);
    const begun = await exchange.begin();
    if (!begun.ok) return this.#overWhere(request, begun);
    this.#asked.set(request, { ...asked, exchange });
    this.#drawRequests();
    return this.refresh();
  }

  async approveByDigits(request: PhoneApprovalId, typed: string): Promise<Result<undefined>> {
    const asked = this.#asked.get(request);
    if (asked === undefined) return refuse('approval_expired');
    const { exchange } = asked;
    if (exchange?.digits === undefined) return refuse('approval_digits_unready');
    const right = checkTypedDigits(exchange.digits, typed);
    if (!right.ok) {
      // INVARIANT: one attempt. Whatever the server answers, this phone never goes on with the question.
      await this.#refuseRequest(asked, 'digits_wrong');
      return right;
    }
    const opened = await this.#book.open(asked.phone);
    if (!opened.ok) return opened;
    return this.#hand(asked, opened.value, exchange.about, undefined);
  }

  async deny(request: PhoneApprovalId, report: boolean): Promise<Result<undefined>> {
    const asked = this.#asked.get(request);
    if (asked === undefined) return refuse('approval_expired');
    return this.#refuseRequest(asked, report ? 'report' : 'refused');
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
    for (const [request, { phone }] of this.#asked)
      if (phone.account === account) this.#asked.delete(request);
    this.#drawRequests();
  }

  wake(): void {
    for (const watch of this.#watches.values()) watch.wake();
    void this.refresh();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#waitingTimer);
    clearTimeout(this.#expiryTimer);
    for (const watch of this.#watches.values()) watch.end();
    this.#watches.clear();
    await this.#turn;
    this.#keys.close();
  }

  /** Seals the account secret to the device that asks and sends it. `key`: of the scanned code; none with digits. */
  async #hand(
    { phone, served }: Asked,
    { opened, stateRevision, statementHash, proof }: OpenedByPhone,
    about: AskedAbout,
    key: ApprovalKey | undefined,
  ): Promise<Result<undefined>> {
    const { request, keyHash } = about;
    const sealingKey = bytesOfWire(served.sealingKey);
    // What is sealed to is what was compared, whatever was served meanwhile.
    if (hashB64(sealingKey) !== keyHash || statementHash !== about.statementHash) {
      return refuse('approval_code_wrong');
    }
    const { secretVersion, version: keyStorageVersion } = opened.statement;
    const { method } = phone;
    const sealed = await sealApproval(opened.accountSecret, about, { method, secretVersion }, sealingKey);
    if (sealed === undefined) return refuse('approval_code_wrong');
    const word = { method, keyStorageVersion, stateRevision, answer: sealed };
    const mac = key === undefined ? {} : { mac: await approvalMac(key, about, word) };
    const sent = await this.#api.call(approveOnPhone, {
      body: {
        phone: proof,
        request,
        answer: {
          sealed: toBase64Url(sealed),
          keyStorageVersion,
          stateRevision,
          statementHash: about.statementHash,
          ...mac,
        },
      },
    });
    if (!sent.ok) return this.#overWhere(request, sent);
    this.#drop(request);
    return ok();
  }

  async #refuseRequest(
    { phone, served }: Asked,
    why: 'refused' | 'digits_wrong' | 'report',
  ): Promise<Result<undefined>> {
    const { request } = served;
    if (why === 'digits_wrong') this.#drop(request);
    const proof = await this.#book.proof(phone);
    if (!proof.ok) return proof;
    const sent = await this.#api.call(denyOnPhone, { body: { phone: proof.value, request, why } });
    if (!sent.ok) return this.#overWhere(request, sent);
    this.#drop(request);
    return ok();
  }

  /** Drops a question of which the server says that it is over; hands the refusal on. */
  #overWhere<Refused extends { readonly ok: false; readonly code: string }>(
    request: PhoneApprovalId,
    refused: Refused,
  ): Refused {
    if (/^approval_(expired|answered|withdrawn)$/.test(refused.code)) this.#drop(request);
    return refused;
  }

  #drop(request: PhoneApprovalId): void {
    this.#dropped.add(request);
    this.#asked.delete(request);
    this.#drawRequests();
  }

  /** Questions that this phone is done with, whatever the server still serves. */
  readonly #dropped = new Set<PhoneApprovalId>();

  async #readRequests(account: AccountId): Promise<Result<undefined>> {
    const phone = this.#book.find(account);
    if (phone?.state !== 'paired') return ok();
    const proof = await this.#book.proof(phone);
    if (!proof.ok) return proof;
    const listed = await this.#api.call(listPhoneApprovals, { body: { phone: proof.value } });
    if (!listed.ok) {
      if (listed.code === 'phone_unknown') await this.#book.lose(phone);
      return listed;
    }
    const { approvals } = listed.value;
    for (const [request, asked] of this.#asked) {
      const isOver = !approvals.some((one) => one.request === request);
      if (asked.phone.account === account && isOver) this.#asked.delete(request);
    }
    let taken: Result<undefined> = ok();
    for (const served of approvals) {
      const one = await this.#take(phone, served);
      if (!one.ok) taken = one;
    }
    this.#drawRequests();
    return taken;
  }

  /** Takes up a question, or the next step of one whose digits are being exchanged; refused where that was not heard. */
  async #take(phone: KeptPhone, served: ServedApproval): Promise<Result<undefined>> {
    const { request } = served;
    if (this.#dropped.has(request)) return ok();
    const known = this.#asked.get(request);
    // INVARIANT: what was shown first of a question stays: a key that is exchanged later is never sealed to.
    const asked = known ?? {
      phone,
      served,
      askedAtMs: this.#clock.nowMs() - served.agoMs,
      expiresAtMs: this.#clock.nowMs() + served.lastsMs,
      exchange: undefined,
    };
    this.#asked.set(request, asked);
    if (asked.exchange === undefined) return ok();
    const stepped = await asked.exchange.step(served);
    if (stepped.ok || stepped.code === 'server_unreachable') return stepped;
    if (stepped.code === 'approval_digits_wrong') await this.#refuseRequest(asked, 'digits_wrong');
    return ok();
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

  #drawRequests(): void {
    const nowMs = this.#clock.nowMs();
    for (const [request, { expiresAtMs }] of this.#asked) {
      if (expiresAtMs <= nowMs) this.#asked.delete(request);
    }
    const requests = [...this.#asked.values()]
      .map(shownRequest)
      .sort((one, other) => other.askedAtMs - one.askedAtMs);
    this.#update({ requests });
    clearTimeout(this.#expiryTimer);
    const next = Math.min(...requests.map(({ expiresAtMs }) => expiresAtMs));
    if (requests.length > 0 && !this.#closed) {
      this.#expiryTimer = setTimeout(() => this.#drawRequests(), Math.max(1_000, next - nowMs));
    }
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
    const look = () => void this.#inTurn(async () => again.heed(await this.#readRequests(account)));
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

function shownRequest({ phone, served, askedAtMs, expiresAtMs, exchange }: Asked): ApprovalRequest {
  const { request, purpose, clientKind, clientVersion, userAgent, address } = served;
  const exchanging = exchange?.digits === undefined ? 'exchanging' : 'digits';
  return {
    id: request,
    account: phone.account,
    email: phone.email,
    purpose,
    clientKind,
    clientVersion,
    userAgent,
    address,
    askedAtMs,
    expiresAtMs,
    state: exchange === undefined ? 'open' : exchanging,
  };
}

/** Browsers give base64url without padding; some give it. */
function unpadded(text: string): string {
  return text.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_');
}
