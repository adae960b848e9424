import { beforeAll, describe, expect, it } from 'vitest';
import { anew, type Person, relinkBody, welcome } from '../test/people.ts';
import { type Team, team, wiki } from '../test/team.ts';
import { keyStandingOf } from './key-standing.ts';
import { findMember } from './state.ts';

let people: Team;
beforeAll(async () => {
  people = await team();
});

const standing = ({ member }: Person, generation?: number) => {
  const state = people.chain.current;
  const found = findMember(state, member);
  if (found === undefined) throw new Error('not a member');
  return keyStandingOf(state, found, generation);
};

describe('how keys stand to those that the ledger knows', () => {
  it('is linked for these, and broken for newer and older ones', async () => {
    const { leo, kim, maya, dana, ines, chain } = people;
    const fine = { link: 'linked', waits: false, helpers: [] };
    expect(standing(leo)).toEqual(fine);
    // Whoever was given nothing waits for nothing.
    expect(standing(kim)).toEqual(fine);
    const broken = { ...fine, link: 'broken', helpers: [maya.email, dana.email, ines.email] };
    expect(standing(leo, 2)).toEqual(broken);
    // Nobody but a custodian may link the owner again, and there is no other.
    expect(standing(maya, 2)).toEqual({ ...fine, link: 'broken' });
    const leoAnew = await anew(leo);
    await chain.write(maya, 'relink', relinkBody(leoAnew, { vaults: [wiki] }));
    expect(standing(leo, 2)).toEqual(fine);
    expect(standing(leo, 1)).toEqual(broken);
  });

  it('waits as long as nothing has arrived, and names who can end that', async () => {
    const { leo, maya, ines, chain } = people;
    const again = await anew(await anew(leo));
    await chain.write(ines, 'relink', relinkBody(again));
    expect(standing(leo)).toEqual({ link: 'linked', waits: true, helpers: [maya.email] });
    const { statementHash } = findMember(chain.current, leo.member)?.keys ?? {};
    if (statementHash === undefined) throw new Error('not a member');
    await chain.write(maya, 'link_confirm', {
      groups: [],
      member: leo.member,
      statementHash,
      vaults: [wiki],
    });
    expect(standing(leo)).toEqual({ link: 'linked', waits: false, helpers: [] });
  });

  it('is pending for whoever joined by a mail alone', async () => {
    const { maya, chain, kim } = people;
    await chain.write(maya, 'remove', { heads: [], member: kim.member });
    const noor: Person = { ...kim, name: 'Noor', member: 'bm9vci1tZW1iZXItaWQtMQ' as Person['member'] };
    await welcome(chain, maya, noor, { delivery: 'mail' });
    const { link, waits, helpers } = standing(noor);
    expect({ link, waits }).toEqual({ link: 'pending', waits: false });
    expect(helpers).toContain(maya.email);
  });
});
