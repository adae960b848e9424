import type { AccountId } from '@postern/core';
import type { FastifyInstance } from 'fastify';
import { bindAccess } from './access/routes.ts';
import { bindAccessLog } from './access-log/routes.ts';
import { bindAccount } from './account/routes.ts';
import { FoldedLedgers } from './organization/folded-ledgers.ts';
import { keyLinksOf } from './organization/key-links.ts';
import { listOrganizationsOf } from './organization/membership-queries.ts';
import { overseersOf } from './organization/overseers.ts';
import { hasOrganization, isInvited, ownedAddresses } from './organization/ownership.ts';
import { bindOrganization } from './organization/routes.ts';
import { bindPhone } from './phone/routes.ts';
import type { Queries } from './platform/db/database.ts';
import type { Platform } from './platform/platform.ts';
import { bindRecovery } from './recovery/routes.ts';
import { bindRequests } from './requests/routes.ts';
import { signInFactors } from './second-factor/ask-at-sign-in.ts';
import { bindSecondFactor } from './second-factor/routes.ts';
import { bindVault } from './vault/routes.ts';

/** Binds the endpoints of every context, and hands each what it needs of the others. */
export function bindContexts(app: FastifyInstance, platform: Platform): void {
  const ledgers = new FoldedLedgers(platform.db);
  const organizations = {
    hasOrganization,
    isInvited,
    ownedAddresses,
    ledgerHeads: async (queries: Queries, account: AccountId) =>
      (await listOrganizationsOf(queries, account)).map(({ head_hash: hash }) => hash),
    keyLinks: (account: AccountId) => keyLinksOf(platform.db, ledgers, account),
    overseers: (account: AccountId) => overseersOf(platform.db, ledgers, account),
  };
  bindAccount(app, platform, organizations, signInFactors(platform, organizations.overseers));
  bindSecondFactor(app, platform, (account) => overseersOf(platform.db, ledgers, account));
  bindAccess(app, platform, ledgers);
  bindAccessLog(app, platform, ledgers);
  bindOrganization(app, platform, ledgers);
  bindRecovery(app, platform, ledgers);
  bindRequests(app, platform, ledgers);
  bindPhone(app, platform);
  bindVault(app, platform, ledgers);
}
