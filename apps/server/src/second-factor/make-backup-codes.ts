import type { makeBackupCodes } from '@postern/contract';
import { ok, refuse } from '@postern/core';
import { requireFresh } from '../account/require-fresh.ts';
import { requireInForce } from '../account/require-in-force.ts';
import type { Session } from '../account/session.ts';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import type { Platform } from '../platform/platform.ts';
import { announceBackupCodes } from './announce.ts';
import { backupCodeHash, groupedBackupCode, newBackupCodes } from './backup-codes.ts';
import { listFactors, replaceBackupCodes } from './queries.ts';

/** Ten new codes in the place of all there were. The answer is the only time they are seen. */
export function remakeBackupCodes(platform: Platform): Handler<typeof makeBackupCodes, Session> {
  return async ({ caller }) => {
    const inForce = requireInForce(caller);
    if (!inForce.ok) return inForce;
    const fresh = requireFresh(platform, caller);
    if (!fresh.ok) return fresh;
    const { account } = caller;
    const codes = newBackupCodes();
    const made = await platform.db.transaction(async (queries) => {
      // Codes stand in for a factor; alone they would be asked for at every sign-in until they are gone.
      if ((await listFactors(queries, account)).length === 0) return refuse('second_factor_missing');
      const hashes = codes.map((code) => backupCodeHash(platform.keys, account, code));
      await replaceBackupCodes(queries, account, hashes);
      return ok();
    });
    if (!made.ok) return made;
    await announceBackupCodes(platform, caller, 'made', codes.length);
    return ok({ codes: codes.map(groupedBackupCode) });
  };
}
