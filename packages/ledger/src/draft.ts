import type { LedgerState, Member, Vault } from './state.ts';

/**
 * A state under construction. It copies the large maps once, on their first change, so that folding many events costs
 * one copy and not one per event; members and vaults themselves are replaced, never changed.
 * INVARIANT: a draft is private to one fold and is dropped as a whole when any event is refused.
 */
export class Draft {
  #state: LedgerState;
  #ownsMembers = false;
  #ownsVaults = false;

  constructor(state: LedgerState) {
    this.#state = state;
  }

  /** The state so far. Reading it while the draft is in use is fine, keeping it is not: use `finish`. */
  get state(): LedgerState {
    return this.#state;
  }

  set(change: Partial<Omit<LedgerState, 'members' | 'vaults'>>): void {
    this.#state = { ...this.#state, ...change };
  }

  setMember(member: Member): void {
    if (!this.#ownsMembers) this.#state = { ...this.#state, members: { ...this.#state.members } };
    this.#ownsMembers = true;
    (this.#state.members as Record<string, Member>)[member.id] = member;
  }

  setVault(vault: Vault): void {
    if (!this.#ownsVaults) this.#state = { ...this.#state, vaults: { ...this.#state.vaults } };
    this.#ownsVaults = true;
    (this.#state.vaults as Record<string, Vault>)[vault.id] = vault;
  }

  /** The finished state; later changes of this draft no longer touch it. */
  finish(): LedgerState {
    this.#ownsMembers = false;
    this.#ownsVaults = false;
    return this.#state;
  }
}
