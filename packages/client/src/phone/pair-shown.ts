import { beginPairing, cancelPairing, readPairing, watchPhones } from '@postern/contract';
import { newId, ok, type PhonePairingId, type Result, refuse } from '@postern/core';
import { addMethod, drawPairingCode, type PairingCode, writePairingCode } from '@postern/crypto';
import type { ClientCore } from '../client-core.ts';
import { changeOpenAccount } from '../key-storage/change-open-account.ts';
import { watchChanges } from '../organization/watch-changes.ts';
import { checkPairingAnswer, type ServedPairingAnswer } from './check-pairing-answer.ts';
import type { PairingFacts } from './port.ts';

/** The side of a pairing that shows the code: a signed-in client with open keys. docs/protocol/phone.md, "Pairing". */
export class ShownPairing {
  readonly #core: ClientCore;
  #over: (() => void) | undefined;
  #pairing: PhonePairingId | undefined;

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
    const { expiresAtMs } = begun.value;
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

  #follow(code: PairingCode, expiresAtMs: number): void {
    const { api, clock } = this.#core;
    const { pairing } = code;
    const isMine = () => this.#pairing === pairing;
    let looking: Promise<void> = Promise.resolve();
    const lookNow = async () => {
      if (!isMine()) return;
      const read = await api.call(readPairing, { params: { pairing } });
      if (!isMine() || (!read.ok && read.code === 'server_unreachable')) return;
      if (read.ok && read.value.answer === undefined) return;
      // From here on the answer is judged once: another one is not looked at.
      this.#end();
      const paired = read.ok ? await this.#take(code, read.value.answer) : read;
      await api.call(cancelPairing, { params: { pairing } });
      this.#show(paired.ok ? paired.value : { state: 'failed', refusal: paired });
    };
    const look = () => {
      looking = looking.then(lookNow);
    };
    const watch = watchChanges((signal) => api.openStream(watchPhones, {}, signal), {
      onConnected: look,
      onChange: ({ kind }) => kind === 'phone' && look(),
      onRefused: look,
    });
    const timer = setTimeout(
      () => {
        if (!isMine()) return;
        this.#end();
        this.#show({ state: 'failed', refusal: refuse('pairing_expired') });
      },
      Math.max(0, expiresAtMs - clock.nowMs()),
    );
    this.#over = () => {
      clearTimeout(timer);
      watch.end();
    };
  }

  async #take(code: PairingCode, answer: ServedPairingAnswer | undefined): Promise<Result<PairingFacts>> {
    if (answer === undefined) return refuse('pairing_expired');
    const method = await checkPairingAnswer(code, answer);
    if (!method.ok) return method;
    const { label, proof } = answer;
    this.#show({ state: 'adding', label });
    const { id } = method.value;
    const changed = await changeOpenAccount(this.#core, {
      make: async (base) => {
        const set = await addMethod(base, method.value);
        return set.ok ? ok({ set: set.value, added: [{ id, label, proof }] }) : set;
      },
    });
    return changed.ok ? ok({ state: 'paired', method: id, label }) : changed;
  }

  #end(): void {
    this.#over?.();
    this.#over = undefined;
    this.#pairing = undefined;
  }

  #show(pairing: PairingFacts | undefined): void {
    this.#core.snapshots.update({ pairing });
  }
}
