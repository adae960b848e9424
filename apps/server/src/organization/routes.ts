import * as contract from '@postern/contract';
import { ok } from '@postern/core';
import type { FastifyInstance } from 'fastify';
import { organizationGuard } from '../access/guard.ts';
import { sessionGuard } from '../account/session.ts';
import { bindEndpoint } from '../platform/http/bind-endpoint.ts';
import type { Platform } from '../platform/platform.ts';
import { announceRule } from './announce-rule.ts';
import { appendLedger } from './append-ledger.ts';
import { createOrganization } from './create-organization.ts';
import type { FoldedLedgers } from './folded-ledgers.ts';
import { hearOperator } from './hear-operator.ts';
import { keepMailing, listInvitationMails, mailInvitation } from './invitation-mails.ts';
import { joinOrganization, readKeysInvited, readLedgerInvited } from './join-organization.ts';
import { listOrganizations } from './list-organizations.ts';
import { listOperatorActs } from './operator-queries.ts';
import { readHeads, readVaultHeads } from './read-heads.ts';
import { readLedger } from './read-ledger.ts';
import { readOperatorRules } from './read-operator-rules.ts';
import { readSealedKeys } from './read-sealed-keys.ts';
import { keepMailingRules } from './rule-mails.ts';
import { Watchers, watchOrganization } from './watch-organization.ts';

/**
 * Binds the endpoints of organizations, keeps sending what invitations are waiting to be mailed, and hears what the operator
 * does beside the server.
 */
export function bindOrganization(app: FastifyInstance, platform: Platform, ledgers: FoldedLedgers): void {
  const session = sessionGuard(platform);
  const inside = organizationGuard(platform, ledgers);
  const settingUp = organizationGuard(platform, ledgers, 'set_up');
  const watchers = new Watchers();

  bindEndpoint(app, contract.createOrganization, session, ({ caller, body }) =>
    createOrganization(platform, caller, body),
  );
  bindEndpoint(app, contract.listOrganizations, session, async ({ caller }) =>
    ok(await listOrganizations(platform, caller.account)),
  );
  bindEndpoint(app, contract.readLedger, settingUp, async ({ caller, query }) =>
    ok(await readLedger(platform, caller, query.from)),
  );
  bindEndpoint(app, contract.appendLedger, settingUp, ({ caller, call, body }) =>
    appendLedger(platform, ledgers, caller, call.client, body),
  );
  bindEndpoint(app, contract.announceRule, inside, ({ caller, body }) =>
    announceRule(platform, ledgers, caller, body),
  );
  bindEndpoint(app, contract.readSealedKeys, settingUp, async ({ caller }) =>
    ok(await readSealedKeys(platform, caller)),
  );
  bindEndpoint(app, contract.readHeads, inside, async ({ caller, query }) =>
    ok(await readHeads(platform, caller, query.known)),
  );
  bindEndpoint(app, contract.readVaultHeads, inside, async ({ caller }) =>
    ok(await readVaultHeads(platform, caller)),
  );
  bindEndpoint(app, contract.readOperatorRules, inside, async ({ caller }) =>
    ok(await readOperatorRules(platform, caller)),
  );
  bindEndpoint(app, contract.listOperatorActs, inside, async ({ caller }) => {
    const { organization } = caller.state;
    const rows = await listOperatorActs(platform.db.kysely, organization, contract.shownOperatorActs);
    return ok({ acts: rows.map(({ at_ms: atMs, act, value }) => ({ atMs, act, value })) });
  });
  bindEndpoint(app, contract.watchOrganization, inside, async ({ caller, call }) =>
    watchOrganization(platform, ledgers, watchers, caller, call),
  );

  bindEndpoint(app, contract.openInvitation, session, ({ caller, params, body }) =>
    readLedgerInvited(platform, ledgers, caller, params.organization, body),
  );
  bindEndpoint(app, contract.readInvitationKeys, session, ({ caller, params, body }) =>
    readKeysInvited(platform, ledgers, caller, params.organization, body),
  );
  bindEndpoint(app, contract.joinOrganization, session, ({ caller, params, body }) =>
    joinOrganization(platform, ledgers, caller, params.organization, body),
  );
  bindEndpoint(app, contract.mailInvitation, inside, ({ caller, params, body }) =>
    mailInvitation(platform, caller, params.invite, body),
  );
  bindEndpoint(app, contract.listInvitationMails, inside, ({ caller }) =>
    listInvitationMails(platform, caller),
  );

  let stopMailing = async (): Promise<void> => {};
  let stopMailingRules = async (): Promise<void> => {};
  let stopHearing = async (): Promise<void> => {};
  app.addHook('onReady', async () => {
    stopMailing = keepMailing(platform, ledgers);
    stopMailingRules = keepMailingRules(platform, ledgers);
    stopHearing = await hearOperator(platform, () => app.eventStreams.count > 0);
  });
  app.addHook('onClose', async () => {
    await Promise.all([stopMailing(), stopMailingRules(), stopHearing()]);
  });
}
