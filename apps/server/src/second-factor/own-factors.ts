import { factorStrengths } from '@postern/access';
import type { listSecondFactors, removeSecondFactor, renameSecondFactor } from '@postern/contract';
import { ok, refuse } from '@postern/core';
import { forgetGiven } from '../account/factor-columns.ts';
import { requireFresh } from '../account/require-fresh.ts';
import { requireInForce } from '../account/require-in-force.ts';
import type { Session } from '../account/session.ts';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import type { Platform } from '../platform/platform.ts';
import { announceFactor } from './announce.ts';
import { refreshStrengths, viewOf } from './enrol.ts';
import {
  countBackupCodes,
  deleteFactor,
  findFactor,
  listFactors,
  replaceBackupCodes,
  renameFactor as storeName,
} from './queries.ts';
import type { TellOrganizations } from './tell-organizations.ts';

export function showFactors({ db }: Platform): Handler<typeof listSecondFactors, Session> {
  return async ({ caller: { account, factorsGiven } }) => {
    const factors = await listFactors(db.kysely, account);
    return ok({
      factors: factors.map(viewOf),
      backupCodesLeft: await countBackupCodes(db.kysely, account),
      usedInSession: factorStrengths.filter((strength) => factorsGiven[strength] !== undefined),
    });
  };
}

export function renameFactor({ db }: Platform): Handler<typeof renameSecondFactor, Session> {
  return async ({ params, body, caller }) => {
    const inForce = requireInForce(caller);
    if (!inForce.ok) return inForce;
    const renamed = await storeName(db.kysely, caller.account, params.factor, body.name);
    return renamed ? ok({}) : refuse('not_found');
  };
}

/**
 * Takes a factor off the account. It may be lost or in other hands: what other sessions gave of its strength counts no
 * longer, and in this session neither once the last one of that strength is gone.
 */
export function removeFactor(
  platform: Platform,
  tell: TellOrganizations,
): Handler<typeof removeSecondFactor, Session> {
  return async ({ params, caller }) => {
    const inForce = requireInForce(caller);
    if (!inForce.ok) return inForce;
    const fresh = requireFresh(platform, caller);
    if (!fresh.ok) return fresh;
    const { account } = caller;
    const removed = await platform.db.transaction(async (queries) => {
      const factor = await findFactor(queries, account, params.factor);
      if (!factor) return refuse('not_found');
      await deleteFactor(queries, account, factor.id);
      const left = await refreshStrengths(queries, caller);
      await forgetGiven(queries, account, factor.kind, left.has(factor.kind) ? caller.id : undefined);
      if (left.size === 0) await replaceBackupCodes(queries, account, []);
      return ok(factor);
    });
    if (!removed.ok) return removed;
    await announceFactor(platform, caller, 'removed', removed.value);
    await tell(caller, 'removed');
    return ok({});
  };
}
