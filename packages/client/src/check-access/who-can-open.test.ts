import { type GroupId, type MemberId, mustBeOk, type VaultId } from '@postern/core';
import { findMember, type LedgerEvent, parseEvent, recipientsOf } from '@postern/ledger';
import { beforeAll, describe, expect, it } from 'vitest';
import { inviteBody, person } from '../../../ledger/test/people.ts';
import { engineers, grantBody, groupBody, type Team, team, wiki } from '../../../ledger/test/team.ts';
import { createRulesAt } from './rules-at.ts';
import { type AskedLedger, whoCanOpen } from './who-can-open.ts';

let people: Team;

function asked(): AskedLedger {
  const { chain, maya } = people;
  const events: LedgerEvent[] = chain.events.map((bytes) => mustBeOk(parseEvent(bytes)).payload);
  const state = chain.current;
  const setBy = (seq: number) => {
    const event = events[seq];
    return { by: findMember(state, event?.by ?? '')?.email ?? '', atMs: event?.at ?? 0, seq };
  };
  return { state, self: maya.member, events, setBy };
}

const names = {
  groups: new Map<GroupId, string>([[engineers, 'Engineers']]),
  vaults: new Map<VaultId, string>([[wiki, 'Wiki']]),
};
function found() {
  const openers = whoCanOpen(asked(), wiki, names);
  if (openers === undefined) throw new Error('no such vault');
  return openers;
}
const openerOf = (member: MemberId) => found().openers.find((one) => one.member === member);

beforeAll(async () => {
  people = await team();
});

describe('who can open a vault', () => {
  it('names everybody with a grant, and who holds the organization’s key', () => {
    const { maya, leo, dana } = people;
    expect(openerOf(maya.member)).toMatchObject({
      can: 'opens',
      isSelf: true,
      ways: [{ kind: 'own', given: 'manager' }, { kind: 'custodian' }],
    });
    expect(openerOf(leo.member)).toMatchObject({ can: 'opens', ways: [{ kind: 'own', given: 'editor' }] });
    expect(openerOf(leo.member)?.rights).not.toContain('manage');
    expect(openerOf(dana.member)).toBeUndefined();
    expect(whoCanOpen(asked(), 'no such vault' as VaultId, names)).toBeUndefined();
  });

  it('says through which group, since when, and what own grant and group give together', async () => {
    const { chain, maya, leo, kim } = people;
    await chain.write(maya, 'group_create', groupBody(engineers, leo, kim));
    await chain.write(maya, 'vault_grant', grantBody(wiki, { group: engineers, role: 'manager' }));
    expect(openerOf(kim.member)?.ways).toMatchObject([
      {
        kind: 'group',
        name: 'Engineers',
        given: 'manager',
        set: { by: maya.email },
        joined: { by: maya.email },
      },
    ]);
    expect(openerOf(leo.member)).toMatchObject({ ways: [{ kind: 'own' }, { kind: 'group' }] });
    expect(openerOf(leo.member)?.rights).toContain('manage');
  });

  it('names open invitations that give it', async () => {
    const { chain, maya } = people;
    const noa = await person('Noa');
    const grants = [{ role: 'reader' as const, vault: wiki }];
    await chain.write(maya, 'invite', await inviteBody(chain, noa, { grants }));
    expect(found().invited).toMatchObject([{ email: noa.email, given: 'reader', made: { by: maya.email } }]);
  });

  it('says who is shut out with keys in hand, and since when the key is stale', async () => {
    const { chain, dana, maya, leo, kim } = people;
    await chain.write(dana, 'disable', { heads: [], member: kim.member });
    expect(openerOf(kim.member)).toMatchObject({ can: 'shut_out', status: 'disabled', rights: [] });
    expect(found().stale).toBeUndefined();
    await chain.write(maya, 'vault_revoke', {
      grantees: [{ member: leo.member }, { group: engineers }],
      head: null,
      vault: wiki,
    });
    expect(openerOf(leo.member)).toBeUndefined();
    expect(found().stale).toMatchObject({ by: maya.email, type: 'vault_revoke' });
  });

  it('leaves out nobody whom the ledger names as a recipient of its key', () => {
    const { state } = asked();
    const recipients = recipientsOf(state, wiki).flatMap(({ recipient }) =>
      recipient.startsWith('member:') ? [recipient.slice('member:'.length)] : [],
    );
    const openers = found().openers.map(({ member }) => String(member));
    expect(recipients.length).toBeGreaterThan(0);
    expect(openers).toEqual(expect.arrayContaining(recipients));
  });
});

describe('the rules at a moment', () => {
  it('are those of then, folded out of the same events', async () => {
    const { chain, kim } = people;
    const { state, events } = asked();
    const disabled = events.findIndex(({ type }) => type === 'disable');
    const beforeMs = (events[disabled]?.at ?? 0) - 1;
    const rulesAt = createRulesAt();
    const at = (atMs: number) => rulesAt(state, events, async () => chain.events, atMs);
    const then = await at(beforeMs);
    expect(then?.rules).toBe('then');
    expect(then && findMember(then.state, kim.member)?.status).toBe('active');
    expect(await at(beforeMs)).toEqual(then);
    expect(await at(state.lastAtMs)).toEqual({ state, rules: 'now' });
    expect(await at(0)).toBeUndefined();
  });

  it('are not guessed where the device cannot read its events', async () => {
    const { state, events } = asked();
    const rulesAt = createRulesAt();
    const beforeMs = state.lastAtMs - 1;
    expect(await rulesAt(state, events, async () => undefined, beforeMs)).toBeUndefined();
    expect(
      await rulesAt(state, events.slice(0, 2), async () => people.chain.events, beforeMs),
    ).toBeUndefined();
  });
});
