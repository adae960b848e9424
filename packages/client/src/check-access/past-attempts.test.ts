import type { Attempt } from '@postern/contract';
import type { AccessRecordId, AccountId, SessionId } from '@postern/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Team, team } from '../../../ledger/test/team.ts';
import { operatorAt, pastAttemptOf } from './past-attempts.ts';

let people: Team;
beforeAll(async () => {
  people = await team();
});

const told = (change: Partial<Attempt>): Attempt => ({
  record: 'cmVjb3JkLW9mLWFjY2Vzcw' as AccessRecordId,
  atMs: 1,
  account: 'YW4tYWNjb3VudC1vZi1ubw' as AccountId,
  email: 'somebody@else.example',
  clientKind: 'web',
  clientVersion: '1.2.3',
  address: '203.0.113.7',
  session: 'YS1zZXNzaW9uLW9mLW9uZQ' as SessionId,
  factorsUsed: [],
  factorsEnrolled: [],
  authenticatedAtMs: 0,
  outcome: 'entered',
  ...change,
});

describe('a past attempt as the server told it', () => {
  it('is named by the ledger where the ledger knows the account, whatever the server says', () => {
    const { chain, leo } = people;
    const shown = pastAttemptOf(
      chain.current,
      told({ account: leo.account, email: 'dana@northwind.example' }),
    );
    expect(shown).toMatchObject({ email: leo.email, member: leo.member });
  });

  it('leaves out what has not the form of an email address, a network address or a version', () => {
    const words = 'Call +1 555 0100 to be let in';
    const shown = pastAttemptOf(
      people.chain.current,
      told({ email: words, address: words, clientVersion: words }),
    );
    expect(shown).toMatchObject({ email: '', address: undefined, clientVersion: undefined });
    expect(JSON.stringify(shown)).not.toContain('555');
  });
});

describe('what the operator had set then', () => {
  it.each([
    ['entered', undefined, { suspended: false }],
    ['denied', 'member_disabled', { suspended: false }],
    ['denied', 'organization_suspended', { suspended: true }],
    ['denied', 'ip_not_allowed', { suspended: false, addressListOffUntilMs: null }],
    ['denied', 'invitation_pending', undefined],
    ['denied', 'check_failed', undefined],
    ['denied', undefined, undefined],
  ] as const)('follows from %s %s as far as it does', (outcome, code, expected) => {
    expect(operatorAt({ outcome, code })).toEqual(expected);
  });
});
