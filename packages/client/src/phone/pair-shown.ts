import { beginPairing, cancelPairing, readPairing, watchPhones } from '@postern/contract';
import { newId, ok, type PhonePairingId, type Result, refuse } from '@postern/core';
import {
  addMethod,
  drawPairingCode,
  type NewMethod,
  type PairingCode,
  pairingDigits,
  writePairingCode,
} from '@postern/crypto';
import type { ClientCore } from '../client-core.ts';
import { changeOpenAccount } from '../key-storage/change-open-account.ts';
import { createLookAgain } from '../organization/look-again.ts';
import { watchChanges } from '../organization/watch-changes.ts';
import { checkPairingAnswer, type ServedPairingAnswer } from './check-pairing-answer.ts';
import type { PairingFacts } from './port.ts';

/** An authentic answer, until the person says that it is their phone's. */
interface Answered {
  readonly method: NewMethod;
  readonly label: string;
  readonly proof: string;
  readonly digits: string;
}

/** The side of a pairing that shows the code: a signed-in client with open keys. docs/protocol/phone.md, "Pairing". */
export class ShownPairing {
  readonly #core: ClientCore;
  #over: (() => void) | undefined;
  #pairing: PhonePairingId | undefined;
  #answered: Answered | undefined;

  constructor(core: ClientCore) {
    this.#core = core;
  }

  async begin(): Promise<Result<undefined>> {
    await this.cancel();
    const account = this.#core.account();
    if (!account.ok) return account;
    const code = drawPairingCode(newId<PhonePairingId>(), account.value.opened.keys.statement);
    const { pairing } = code;
    const begun = await this.#core.api.call(beginPairing, { params: { pairing }, body: {} });
    if (!begun.ok) return begun;
    this.#pairing = pairing;
    const expiresAtMs = this.#core.clock.nowMs() + begun.value.lastsMs;
    this.#show({ state: 'shown', text: writePairingCode(code), expiresAtMs });
    this.#follow(code, expiresAtMs);
    return ok();
  }

  /** Ends what was begun; a pairing that came to its end is forgotten. */
  async cancel(): Promise<void> {
    const pairing = this.#pairing;
    this.#end();
    this.#show(undefined);
    if (pairing !== undefined) await this.#core.api.call(cancelPairing, { params: { pairing } });
  }

  /** Adds the phone that answered; `pairing` in the snapshot says how it went. Refused where a fresh session is needed. */
  async confirm(): Promise<Result<undefined>> {
    const answered = this.#answered;
    const pairing = this.#pairing;
    if (answered === undefined || pairing === undefined) return refuse('pairing_expired');
    const { method, label, proof, digits } = answered;
    const { id } = method;
    this.#show({ state: 'adding', label });
    const changed = await changeOpenAccount(this.#core, {
      make: async (base) => {
        const set = await addMethod(base, method);
        return set.ok ? ok({ set: set.value, added: [{ id, label, proof }] }) : set;
      },
    });
    if (!changed.ok && /^(reauthentication|second_factor)_required$/.test(changed.code)) {
      this.#show({ state: 'answered', label, digits });
      return changed;
    }
    this.#end();
    await this.#core.api.call(cancelPairing, { params: { pairing } });
    this.#show(changed.ok ? { state: 'paired', method: id, label } : { state: 'failed', refusal: changed });
    return ok();
  }

  #follow(code: PairingCode, expiresAtMs: number): void {
    const { api, clock } = this.#core;
    const { pairing } = code;
    const isMine = () => this.#pairing === pairing;
    let looking: Promise<void> = Promise.resolve();
    const lookNow = async () => {
      if (!isMine() || this.#answered !== undefined) return;
      const read = await api.call(readPairing, { params: { pairing } });
      if (!isMine()) return;
      again.heed(read);
      if (read.ok ? read.value.answer === undefined : read.code === 'server_unreachable') return;
      // From here on the answer is judged once: another one is not looked at.
      const checked = read.ok ? await this.#check(code, read.value.answer) : read;
      if (!isMine()) return;
      if (checked.ok) {
        watch.end();
        this.#answered = checked.value;
        const { label, digits } = checked.value;
        this.#show({ state: 'answered', label, digits });
        return;
      }
      this.#end();
      await api.call(cancelPairing, { params: { pairing } });
      this.#show({ state: 'failed', refusal: checked });
    };
    const look = () => {
      looking = looking.then(lookNow);
    };
    const again = createLookAgain(look);
    const watch = watchChanges((signal) => api.openStream(watchPhones, {}, signal), {
      onConnected: look,
      onChange: ({ kind }) => kind === 'phone' && look(),
      onRefused: look,
    });
    const timer = setTimeout(
      () => {
        // What is being added already comes to its end by itself.
        if (!isMine() || this.#core.snapshots.current().pairing?.state === 'adding') return;
        this.#end();
        this.#show({ state: 'failed', refusal: refuse('pairing_expired') });
      },
      Math.max(0, expiresAtMs - clock.nowMs()),
    );
    this.#over = () => {
      clearTimeout(timer);
      again.end();
      watch.end();
    };
  }

  /**
   * DEFENCE against whoever saw the code on this screen: an authentic answer is one of *a* phone that read it. Which phone, the
   * person says, by digits that only theirs shows.
   */
  async #check(code: PairingCode, answer: ServedPairingAnswer | undefined): Promise<Result<Answered>> {
    if (answer === undefined) return refuse('pairing_expired');
    const method = await checkPairingAnswer(code, answer);
    if (!method.ok) return method;
    const { label, proof, mac } = answer;
    return ok({ method: method.value, label, proof, digits: pairingDigits(mac) });
  }

  #end(): void {
    this.#over?.();
    this.#over = undefined;
    this.#pairing = undefined;
    this.#answered = undefined;
  }

  #show(pairing: PairingFacts | undefined): void {
    this.#core.snapshots.update({ pairing });
  }
}
