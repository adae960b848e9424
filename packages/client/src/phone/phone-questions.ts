import { approveOnPhone, denyOnPhone, listPhoneApprovals, type ServedApproval } from '@postern/contract';
import {
  type AccountId,
  type Clock,
  ok,
  type PhoneApprovalId,
  type Result,
  refuse,
  toBase64Url,
} from '@postern/core';
import {
  type ApprovalKey,
  type AskedAbout,
  approvalMac,
  hashB64,
  parseApprovalCode,
  sealApproval,
} from '@postern/crypto';
import { bytesOfWire } from '../account/key-storage-wire.ts';
import type { Api } from '../api/api.ts';
import { checkScannedKey } from './check-asked-key.ts';
import { checkTypedDigits } from './check-digits.ts';
import type { OpenedByPhone, PhoneBook } from './phone-book.ts';
import { PhoneExchange } from './phone-exchange.ts';
import type { KeptPhone } from './phone-key-store.ts';
import type { ApprovalRequest } from './port.ts';

/** A question with what the phone has to know of it besides what it shows. */
interface Asked {
  readonly phone: KeptPhone;
  readonly served: ServedApproval;
  /** By this phone's own clock, which may be wrong. */
  readonly askedAtMs: number;
  readonly expiresAtMs: number;
  readonly exchange: PhoneExchange | undefined;
}

interface QuestionPorts {
  readonly api: Api;
  readonly book: PhoneBook;
  readonly clock: Clock;
  /** Looks at every account in turn. */
  readonly readAnew: () => Promise<Result<undefined>>;
  /** Newest first. */
  readonly show: (requests: readonly ApprovalRequest[]) => void;
}

/** The devices that ask this phone for keys, and its answers to them. docs/protocol/phone.md. */
export class PhoneQuestions {
  readonly #ports: QuestionPorts;
  readonly #asked = new Map<PhoneApprovalId, Asked>();
  /** Questions that this phone is done with, whatever the server still serves. */
  readonly #dropped = new Set<PhoneApprovalId>();
  #expiryTimer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(ports: QuestionPorts) {
    this.#ports = ports;
  }

  async approveByCode(text: string): Promise<Result<undefined>> {
    const code = parseApprovalCode(text);
    if (code === undefined) return refuse('phone_code_wrong', { field: '/text' });
    if (!this.#asked.has(code.request)) {
      const refreshed = await this.#ports.readAnew();
      if (!refreshed.ok) return refreshed;
    }
    const asked = this.#asked.get(code.request);
    if (asked === undefined) return refuse('approval_expired');
    const sealingKey = bytesOfWire(asked.served.sealingKey);
    const scanned = checkScannedKey(code, sealingKey);
    if (!scanned.ok) return scanned;
    const opened = await this.#ports.book.open(asked.phone);
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
    const opened = await this.#ports.book.open(asked.phone);
    if (!opened.ok) return opened;
    const { account } = asked.phone;
    const about = {
      account,
      request,
      keyHash: hashB64(bytesOfWire(asked.served.sealingKey)),
      statementHash: opened.value.statementHash,
    };
    const { proof } = opened.value;
    const exchange = new PhoneExchange(this.#ports.api, proof, about, {
      commitment: asked.served.commitment,
      kept: this.#ports.book.boundBy(asked.phone),
    });
    await this.#ports.book.bind(asked.phone, exchange.kept);
    const begun = await exchange.begin();
    if (!begun.ok) return this.#overWhere(request, begun);
    this.#asked.set(request, { ...asked, exchange });
    this.#draw();
    return this.#ports.readAnew();
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
    const opened = await this.#ports.book.open(asked.phone);
    if (!opened.ok) return opened;
    return this.#hand(asked, opened.value, exchange.about, undefined);
  }

  async deny(request: PhoneApprovalId, report: boolean): Promise<Result<undefined>> {
    const asked = this.#asked.get(request);
    if (asked === undefined) return refuse('approval_expired');
    return this.#refuseRequest(asked, report ? 'report' : 'refused');
  }

  /** Nobody asks this phone for the account's keys any more. */
  forget(account: AccountId): void {
    for (const [request, { phone }] of this.#asked)
      if (phone.account === account) this.#asked.delete(request);
    this.#draw();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#expiryTimer);
  }

  /** Reads what is asked of one account; refused where that could not be read. */
  async read(account: AccountId): Promise<Result<undefined>> {
    const phone = this.#ports.book.find(account);
    if (phone?.state !== 'paired') return ok();
    const proof = await this.#ports.book.proof(phone);
    if (!proof.ok) return proof;
    const listed = await this.#ports.api.call(listPhoneApprovals, { body: { phone: proof.value } });
    if (!listed.ok) {
      if (listed.code === 'phone_unknown') await this.#ports.book.lose(phone);
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
    this.#draw();
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
      askedAtMs: this.#ports.clock.nowMs() - served.agoMs,
      expiresAtMs: this.#ports.clock.nowMs() + served.lastsMs,
      exchange: undefined,
    };
    this.#asked.set(request, asked);
    if (asked.exchange === undefined) return ok();
    const stepped = await asked.exchange.step(served);
    if (stepped.ok || stepped.code === 'server_unreachable') return stepped;
    if (stepped.code === 'approval_digits_wrong') await this.#refuseRequest(asked, 'digits_wrong');
    return ok();
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
    const sent = await this.#ports.api.call(approveOnPhone, {
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
    const proof = await this.#ports.book.proof(phone);
    if (!proof.ok) return proof;
    const sent = await this.#ports.api.call(denyOnPhone, { body: { phone: proof.value, request, why } });
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
    this.#draw();
  }

  #draw(): void {
    const nowMs = this.#ports.clock.nowMs();
    for (const [request, { expiresAtMs }] of this.#asked) {
      if (expiresAtMs <= nowMs) this.#asked.delete(request);
    }
    const requests = [...this.#asked.values()]
      .map(shownRequest)
      .sort((one, other) => other.askedAtMs - one.askedAtMs);
    this.#ports.show(requests);
    clearTimeout(this.#expiryTimer);
    const next = Math.min(...requests.map(({ expiresAtMs }) => expiresAtMs));
    if (requests.length > 0 && !this.#closed) {
      this.#expiryTimer = setTimeout(() => this.#draw(), Math.max(1_000, next - nowMs));
    }
  }
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
