import { commitPhoneNonce, type PhoneProof, revealPhoneNonce, type ServedApproval } from '@postern/contract';
import { ok, type Result, refuse, toBase64Url } from '@postern/core';
import { type AskedAbout, approvalDigits, commitApprovalNonce, drawApprovalNonce } from '@postern/crypto';
import { bytesOfWire } from '../account/key-storage-wire.ts';
import type { Api } from '../api/api.ts';
import { checkShownNonce } from './check-digits.ts';

/**
 * The phone's half of the exchange of digits for one question. INVARIANT: one nonce, bound once to the commitment that was
 * served with the question when the person asked for digits; a question served with another one is not that question.
 */
export class PhoneExchange {
  readonly about: AskedAbout;
  readonly #api: Api;
  readonly #phone: PhoneProof;
  readonly #commitment: ServedApproval['commitment'];
  readonly #nonce = drawApprovalNonce();
  #digits: string | undefined;

  constructor(api: Api, phone: PhoneProof, about: AskedAbout, commitment: ServedApproval['commitment']) {
    this.#api = api;
    this.#phone = phone;
    this.about = about;
    this.#commitment = commitment;
  }

  /** What the person's digits are compared with, once both nonces are shown. */
  get digits(): string | undefined {
    return this.#digits;
  }

  /** Binds the phone to its nonce before the other one is shown. */
  async begin(): Promise<Result<undefined>> {
    const commitment = commitApprovalNonce('answers', this.about, this.#nonce);
    const sent = await this.#api.call(commitPhoneNonce, {
      body: { phone: this.#phone, request: this.about.request, commitment },
    });
    return sent.ok ? ok() : sent;
  }

  /** Goes on once the other side's nonce is shown. `approval_digits_wrong`: it is not the one that side was bound to. */
  async step({ nonce, commitment }: ServedApproval): Promise<Result<undefined>> {
    if (nonce === undefined || this.#digits !== undefined) return ok();
    if (commitment !== this.#commitment) return refuse('approval_digits_wrong');
    const asks = bytesOfWire(nonce);
    const bound = checkShownNonce('asks', this.about, this.#commitment, asks);
    if (!bound.ok) return bound;
    const sent = await this.#api.call(revealPhoneNonce, {
      body: { phone: this.#phone, request: this.about.request, nonce: toBase64Url(this.#nonce) },
    });
    if (!sent.ok) return sent;
    this.#digits = approvalDigits(this.about, { asks, answers: this.#nonce });
    return ok();
  }
}
