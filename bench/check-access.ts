import { decide } from '@postern/access';
import { mustBeOk, type VaultId } from '@postern/core';
import { createAdministrationPort } from '../packages/client/src/administration/administration-port.ts';
import { type AttemptAsked, factsOfAttempt } from '../packages/client/src/check-access/attempt-facts.ts';
import { explainAttempt } from '../packages/client/src/check-access/explain-attempt.ts';
import type { ClientCore } from '../packages/client/src/client-core.ts';
import { measure, report } from './harness.ts';

const asked = 50;
const rounds = 5;

/**
 * What checking access takes in an organization: each member's every check out of the ledger alone against the bare
 * decision over the same facts, one check as a page asks for it, the server's part included, and who can open one vault.
 */
export async function measureChecks(
  core: ClientCore,
  vaults: readonly VaultId[],
  named: string,
): Promise<void> {
  const { entered } = core;
  const known = entered?.ledger.known();
  if (entered === undefined || known === undefined) throw new Error('no organization was entered');
  const { state, hashAt } = known;
  const ledger = { state, hashAt, events: await entered.book.upTo(state) };
  const members = Object.values(state.members);
  const nowMs = Date.now();
  const attempt: AttemptAsked = {
    clientKind: 'cli',
    clientVersion: '0.1.0',
    address: '203.0.113.7',
    factorsUsed: ['totp'],
    factorsEnrolled: ['totp'],
    authenticatedAtMs: nowMs,
    nowMs,
  };
  const told = { suspended: false, addressListOffUntilMs: null };
  const facts = members.map((member) => factsOfAttempt(state, hashAt, { member }, attempt, told));
  const all = await measure(() => {
    for (const member of members) explainAttempt(ledger, { member }, attempt, told);
  }, rounds);
  const decided = await measure(() => {
    for (const each of facts) decide(each);
  }, rounds);
  report(`check everybody, ${named}`, all, 'ms', decided);
  report(`every check of one, ${named}`, all.median / members.length, 'ms', decided.median / members.length);

  const { checkAccess } = createAdministrationPort(core);
  const some = members.filter(({ status }) => status !== 'removed').slice(0, asked);
  const ported = await measure(async () => {
    for (const { id } of some) mustBeOk(await checkAccess.check({ who: { member: id }, clientKind: 'web' }));
  }, rounds);
  report(`check access as a page does, ${named}`, ported.median / some.length, 'ms');

  const opened = await measure(
    async () => mustBeOk(await checkAccess.whoCanOpen(vaults[0] as VaultId)),
    rounds,
  );
  report(`who can open a vault, ${named}`, opened, 'ms');
}
