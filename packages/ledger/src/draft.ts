import type { AccountId, Email, GroupId, InviteId, MemberId, VaultId } from '@postern/core';
import {
  findInvitation,
  findMember,
  type Grant,
  type Group,
  type Invitation,
  type LedgerState,
  type Member,
  type Vault,
} from './state.ts';

type MapName = 'members' | 'vaults' | 'groups' | 'invitations';
type Writable<Value> = Record<string, Value>;

/**
 * A state under construction. It copies a large map once, on its first change, so that folding many events costs one
 * copy and not one per event; what is in a map is replaced, never changed, except for the grants of vaults and the
 * members of groups, which are copied once as well.
 * INVARIANT: a draft is private to one fold and is dropped as a whole when any event is refused.
 */
export class Draft {
  #state: LedgerState;
  #owned = new Set<string>();
  /** Look-ups that only joining and inviting need; kept up to date once built. */
  #byAccount: Map<AccountId, MemberId> | undefined;
  #byEmail: Map<Email, MemberId> | undefined;
  #invited: Map<Email, InviteId> | undefined;

  constructor(state: LedgerState) {
    this.#state = state;
  }

  /** The state so far. Reading it while the draft is in use is fine, keeping it is not: use `finish`. */
  get state(): LedgerState {
    return this.#state;
  }

  set(change: Partial<Omit<LedgerState, MapName>>): void {
    this.#state = { ...this.#state, ...change };
  }

  setMember(member: Member): void {
    (this.#own('members') as Writable<Member>)[member.id] = member;
    if (member.status !== 'removed') {
      this.#byAccount?.set(member.account, member.id);
      this.#byEmail?.set(member.email, member.id);
    }
  }

  setVault(vault: Vault): void {
    (this.#own('vaults') as Writable<Vault>)[vault.id] = vault;
  }

  setGroup(group: Group): void {
    (this.#own('groups') as Writable<Group>)[group.id] = group;
  }

  setInvitation(invitation: Invitation): void {
    (this.#own('invitations') as Writable<Invitation>)[invitation.id] = invitation;
    this.#invited?.set(invitation.email, invitation.id);
  }

  /** Gives a member or group a grant on a vault, or takes it (`null`). */
  setGrant(
    id: VaultId,
    to: { readonly member: MemberId } | { readonly group: GroupId },
    grant: Grant | null,
  ): void {
    const vault = this.#ownVault(id);
    const [grants, key] = 'member' in to ? [vault.grants, to.member] : [vault.groupGrants, to.group];
    if (grant === null) delete (grants as Writable<Grant>)[key];
    else (grants as Writable<Grant>)[key] = grant;
  }

  /** Notes that a member's right to write a vault ended with the event at `seq`. */
  setFormerWriter(id: VaultId, member: MemberId, seq: number): void {
    (this.#ownVault(id).formerWriters as Writable<number>)[member] = seq;
  }

  /** Puts a member into a group, waiting for its key or not, or takes the member out (`null`). */
  setGroupMember(id: GroupId, member: MemberId, place: { readonly waits: boolean } | null): void {
    const group = this.#ownGroup(id);
    if (place === null) delete (group.members as Writable<unknown>)[member];
    else (group.members as Writable<unknown>)[member] = place;
    const found = findMember(this.#state, member);
    if (found === undefined) return;
    const others = found.groups.filter((one) => one !== id);
    if (place === null) this.setMember({ ...found, groups: others });
    else if (others.length === found.groups.length) this.setMember({ ...found, groups: [...others, id] });
  }

  /** The member, removed ones aside, that an account is. */
  findCurrentByAccount(account: AccountId): Member | undefined {
    this.#byAccount ??= new Map(this.#current().map((member) => [member.account, member.id]));
    const found = findMember(this.#state, this.#byAccount.get(account) ?? '');
    return found?.status === 'removed' ? undefined : found;
  }

  /** The member, removed ones aside, with this address. */
  findCurrentByEmail(email: Email): Member | undefined {
    this.#byEmail ??= new Map(this.#current().map((member) => [member.email, member.id]));
    const found = findMember(this.#state, this.#byEmail.get(email) ?? '');
    return found?.status === 'removed' ? undefined : found;
  }

  /** The open invitation to this address, expired or not. */
  findOpenInvitation(email: Email): Invitation | undefined {
    this.#invited ??= new Map(
      Object.values(this.#state.invitations)
        .filter(({ status }) => status === 'open')
        .map((invitation) => [invitation.email, invitation.id]),
    );
    const found = findInvitation(this.#state, this.#invited.get(email) ?? '');
    return found?.status === 'open' ? found : undefined;
  }

  /** The finished state; later changes of this draft no longer touch it. */
  finish(): LedgerState {
    this.#owned.clear();
    return this.#state;
  }

  #current(): Member[] {
    return Object.values(this.#state.members).filter(({ status }) => status !== 'removed');
  }

  /** The map as this draft's own copy. */
  #own<Name extends MapName>(name: Name): LedgerState[Name] {
    if (!this.#owned.has(name)) this.#state = { ...this.#state, [name]: { ...this.#state[name] } };
    this.#owned.add(name);
    return this.#state[name];
  }

  #ownVault(id: VaultId): Vault {
    const vault = this.#state.vaults[id];
    if (vault === undefined) throw new Error('a grant on a vault that the state does not hold');
    if (this.#owned.has(`vault ${id}`)) return vault;
    this.#owned.add(`vault ${id}`);
    const own = {
      ...vault,
      grants: { ...vault.grants },
      groupGrants: { ...vault.groupGrants },
      formerWriters: { ...vault.formerWriters },
    };
    this.setVault(own);
    return own;
  }

  #ownGroup(id: GroupId): Group {
    const group = this.#state.groups[id];
    if (group === undefined) throw new Error('a member of a group that the state does not hold');
    if (this.#owned.has(`group ${id}`)) return group;
    this.#owned.add(`group ${id}`);
    const own = { ...group, members: { ...group.members } };
    this.setGroup(own);
    return own;
  }
}
