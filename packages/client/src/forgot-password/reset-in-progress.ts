import { type KeysAtReset, type PasswordResetView, readPasswordReset } from '@postern/contract';
import { type AccountId, ok, type Result, refuse } from '@postern/core';
import type { OpenedKeyStorage } from '@postern/crypto';
import { refuseOlder } from '../account/refuse-older.ts';
import type { Api } from '../api/api.ts';
import { type GivenKey, readGivenKey } from '../key-storage/given-key.ts';
import { openWithSeed, type ServedKeys } from '../key-storage/open-with-seed.ts';
import type { ResetStep } from './port.ts';

type KeysView = Extract<PasswordResetView, { readonly account: string }>;

/** Keys that were brought back, with what the server handed out of their generation. */
export interface BroughtBack {
  readonly opened: OpenedKeyStorage;
  readonly served: KeysAtReset;
  /** What shows the server which way was used; absent for a phone, which shows it itself. */
  readonly proofB64: string | undefined;
  /** The newest state that what brought them back has seen: none before it is sealed again. */
  readonly seenRevision: number;
}

/**
 * A reset whose mailbox is proven. INVARIANT: it holds keys from the moment they are brought back until the new password is
 * set or the reset is left, and nowhere but in memory.
 */
export class ResetInProgress {
  readonly ticket: string;
  readonly email: string;
  #view: KeysView | undefined;
  #back: BroughtBack | undefined;

  constructor({ ticket, email }: { readonly ticket: string; readonly email: string }) {
    this.ticket = ticket;
    this.email = email;
  }

  /** What the server says the ticket is good for, read anew. The proof of a way to the keys has it serve what they open. */
  async read(api: Api, proofB64?: string): Promise<Result<ResetStep>> {
    const proof = proofB64 === undefined ? {} : { proof: proofB64 };
    const answer = await api.call(readPasswordReset, { body: { ticket: this.ticket, ...proof } });
    if (!answer.ok) return answer;
    if ('secondFactor' in answer.value) {
      const { email, secondFactor } = answer.value;
      return ok({ kind: 'second_factor', email, ...secondFactor });
    }
    this.#view = answer.value;
    return ok(this.#step(answer.value));
  }

  /** The sealed keys by generation, once the second factor is settled and `read` has answered. */
  get view(): KeysView | undefined {
    return this.#view;
  }

  get broughtBack(): BroughtBack | undefined {
    return this.#back;
  }

  /** What `getAccount` would hand out of each generation: what a phone's answer opens. */
  servedKeys(): readonly (ServedKeys & { readonly generation: number })[] {
    const view = this.#view;
    if (view === undefined) return [];
    return view.generations.map(({ generation, keyStatement, keys }) => ({
      account: view.account as AccountId,
      generation,
      keyStatement,
      keys,
    }));
  }

  /** Whether a phone can still hand over the keys of a generation: one that has let go of its key stays listed. */
  hasPhone(generation: number): boolean {
    const methods = this.#view?.generations.find((one) => one.generation === generation)?.methods ?? [];
    return methods.some(({ kind, unpairedAtMs }) => kind === 'phone' && unpairedAtMs === undefined);
  }

  /** Brings the keys back by a seed that somebody gave: of the generation in force, or of the one that waits. */
  async openWith(api: Api, given: GivenKey): Promise<Result<ResetStep>> {
    const key = await readGivenKey(given);
    if (!key.ok) return key;
    const { kind, seed, seen, proofB64 } = key.value;
    for (const served of this.servedKeys()) {
      const opened = await openWithSeed(served, kind, seed);
      if (!opened.ok) continue;
      const known = refuseOlder(seen.keyStorageVersion, opened.value.opened.statement.version);
      if (!known.ok) return known;
      const read = await this.read(api, proofB64);
      return read.ok ? this.accept(opened.value.opened, proofB64, seen.stateRevision) : read;
    }
    return refuse('key_opens_nothing');
  }

  /**
   * Takes keys that were opened, however that was. `key_opens_nothing` for those of no generation that was served,
   * `state_older_than_known` where the state beside them is older than `seenRevision`.
   */
  accept(opened: OpenedKeyStorage, proofB64: string | undefined, seenRevision: number): Result<ResetStep> {
    const view = this.#view;
    const served = view?.generations.find(({ generation }) => generation === opened.keys.generation);
    if (view === undefined || served === undefined || opened.keys.account !== view.account) {
      return refuse('key_opens_nothing');
    }
    const known = refuseOlder(seenRevision, served.state.revision);
    if (!known.ok) return known;
    this.#back = { opened, served, proofB64, seenRevision };
    return ok(this.#step(view));
  }

  /** The generation's state and key storage as they are now: a session that still goes on may have changed them. */
  async readAgain(api: Api): Promise<Result<BroughtBack>> {
    const read = await this.read(api);
    if (!read.ok) return read;
    const back = this.#back;
    const served = this.#view?.generations.find(({ generation }) => generation === back?.served.generation);
    // With another key storage another secret may be in force: the keys have to be brought back again.
    if (back === undefined || served?.keys.keyStorage !== back.served.keys.keyStorage) {
      this.#back = undefined;
      return refuse('state_moved');
    }
    const known = refuseOlder(back.seenRevision, served.state.revision);
    if (!known.ok) return known;
    this.#back = { ...back, served };
    return ok(this.#back);
  }

  #step(view: KeysView): ResetStep {
    const methods = view.generations.flatMap((one) => one.methods.filter(({ kind }) => kind !== 'password'));
    return {
      kind: 'keys',
      email: view.email,
      expiresAtMs: view.expiresAtMs,
      atDoor: view.atDoor,
      methods,
      organizations: view.organizations,
      anewAfterMs: view.anewAfterMs,
      hasKeys: this.#back !== undefined,
    };
  }
}
