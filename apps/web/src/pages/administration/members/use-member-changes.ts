import type { MemberView } from '@postern/client';
import type { MemberId } from '@postern/core';
import { useText } from '@postern/ui';
import { usePort } from '../../../port-context.tsx';
import { groupByFormer, inTurn } from '../shared/outcomes.ts';
import { type Bulk, useBulk } from '../shared/use-bulk.ts';
import type { ClientRules } from './client-choice.ts';

const ids = (members: readonly MemberView[]) => members.map(({ id }) => id);

export interface MemberChanges extends Bulk {
  readonly disable: (members: readonly MemberView[]) => Promise<unknown>;
  readonly enable: (members: readonly MemberView[]) => Promise<unknown>;
  readonly setRole: (members: readonly MemberView[], role: 'administrator' | 'member') => Promise<unknown>;
  readonly setEnd: (members: readonly MemberView[], endsAtMs: number | null) => Promise<unknown>;
  /** Each member's rules as `next` makes them from those they have. */
  readonly setClients: (
    members: readonly MemberView[],
    next: (rules: ClientRules) => ClientRules,
  ) => Promise<unknown>;
}

/** Changes of one or many members that can be taken back, each with its undo. */
export function useMemberChanges(): MemberChanges {
  const text = useText();
  const { people } = usePort().administration;
  const bulk = useBulk();

  /** Those of `members` it was done to, as they were before. */
  const before = (members: readonly MemberView[], done: readonly MemberId[]) =>
    members.filter(({ id }) => done.includes(id));
  const nameIn = (members: readonly MemberView[]) => (id: MemberId) =>
    members.find((member) => member.id === id)?.email ?? id;

  return {
    ...bulk,
    disable: (members) =>
      bulk.make({
        operation: () => people.disable(ids(members)),
        said: text.members.disabled,
        nameOf: nameIn(members),
        undo: (done) => people.enable(done),
      }),
    enable: (members) =>
      bulk.make({
        operation: () => people.enable(ids(members)),
        said: text.members.enabled,
        nameOf: nameIn(members),
        undo: (done) => people.disable(done),
      }),
    setRole: (members, role) =>
      bulk.make({
        operation: () => people.setRole(ids(members), role),
        said: (count) => text.members.roleSet(count, text.members.roles[role]),
        nameOf: nameIn(members),
        undo: (done) =>
          inTurn(
            groupByFormer(before(members, done), ({ role: former }) =>
              former === 'owner' ? undefined : former,
            ).map(
              ({ value, of }) =>
                () =>
                  people.setRole(ids(of), value),
            ),
          ),
      }),
    setEnd: (members, endsAtMs) =>
      bulk.make({
        operation: () => people.setEnd(ids(members), endsAtMs),
        said: text.members.endSet,
        nameOf: nameIn(members),
        undo: (done) =>
          inTurn(
            // A day that is over cannot be set again: whoever had ended stays extended.
            groupByFormer(before(members, done), ({ endsAtMs: former }) =>
              former !== undefined && former <= Date.now() ? undefined : { former: former ?? null },
            ).map(
              ({ value, of }) =>
                () =>
                  people.setEnd(ids(of), value.former),
            ),
          ),
      }),
    setClients: (members, next) => {
      const set = (all: readonly MemberView[], rulesOf: (member: MemberView) => ClientRules) =>
        inTurn(
          groupByFormer(all, rulesOf).map(
            ({ value, of }) =>
              () =>
                people.setClients(ids(of), value),
          ),
        );
      return bulk.make({
        operation: () => set(members, ({ clients }) => next(clients)),
        said: text.members.clientsSet,
        nameOf: nameIn(members),
        undo: (done) => set(before(members, done), ({ clients }) => clients),
      });
    },
  };
}
