import { commitPhoneNonce, type PhoneProof, revealPhoneNonce, type ServedApproval } from '@postern/contract';
import { type Bytes, fromBase64Url, type HashB64, ok, type Result, refuse, toBase64Url } from '@postern/core';
import { type AskedAbout, approvalDigits, commitApprovalNonce, drawApprovalNonce } from '@postern/crypto';
import { bytesOfWire } from '../account/key-storage-wire.ts';
import type { Api } from '../api/api.ts';
import { checkShownNonce } from './check-digits.ts';
import type { KeptExchange } from './phone-key-store.ts';

/**
 * The phone's half of the exchange of digits for one question. INVARIANT: one nonce, bound once to the commitment that was
 * served with the question when the person asked for digits; a question served with another one is not that question. The
 * nonce is kept before anything is sent, so that a lost answer or an app that was closed leaves the phone bound to the same.
 */
export class PhoneExchange {
  readonly about: AskedAbout;
  readonly #api: Api;
  readonly #phone: PhoneProof;
  readonly #commitment: ServedApproval['commitment'];
  readonly #nonce: Bytes;
  #digits: string | undefined;

  constructor(
    api: Api,
    phone: PhoneProof,
    about: AskedAbout,
    bound: { readonly commitment: ServedApproval['commitment']; readonly kept: KeptExchange | undefined },
  ) {
    this.#api = api;
    this.#phone = phone;
    this.about = about;
    this.#commitment = bound.commitment;
    this.#nonce = keptNonce(about, bound.commitment, bound.kept) ?? drawApprovalNonce();
  }

  /** What is to be kept before `begin`. */
  get kept(): KeptExchange {
    const answers = commitApprovalNonce('answers', this.about, this.#nonce);
    return { asks: this.#commitment, answers, nonceB64: toBase64Url(this.#nonce) };
  }

  /** What the person's digits are compared with, once both nonces are shown. */
  get digits(): string | undefined {
    return this.#digits;
  }

  /** Binds the phone to its nonce before the other one is shown. */
  async begin(): Promise<Result<undefined>> {
    const sent = await this.#api.call(commitPhoneNonce, {
      body: { phone: this.#phone, request: this.about.request, commitment: this.kept.answers },
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

/** The nonce that was kept for this very question, key and statement, with what the other side had committed itself to. */
function keptNonce(about: AskedAbout, asks: HashB64, kept: KeptExchange | undefined): Bytes | undefined {
  const nonce = kept?.asks === asks ? fromBase64Url(kept.nonceB64) : undefined;
  if (nonce === undefined || commitApprovalNonce('answers', about, nonce) !== kept?.answers) return undefined;
  return nonce;
}
