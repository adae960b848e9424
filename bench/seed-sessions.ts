import { join } from 'node:path';
import { type AccountId, newId, type SessionId } from '@postern/core';
import { newToken, tokenHash } from '../apps/server/src/account/tokens.ts';
import type { Db } from '../apps/server/src/platform/db/database.ts';
import { readServerKeys } from '../apps/server/src/platform/keys.ts';

const rowsAtOnce = 500;

/** Makes a session of the command line for each account, as if it had just signed in; answers their tokens in the same order. */
export async function seedSessions(
  db: Db,
  data: string,
  accounts: readonly AccountId[],
): Promise<readonly string[]> {
  const keys = await readServerKeys(join(data, 'server-keys.json'));
  const nowMs = Date.now();
  const tokens = accounts.map(() => newToken());
  const rows = accounts.map((account, at) => ({
    id: newId<SessionId>(),
    account,
    token_hash: tokenHash(keys, 'session', tokens[at] ?? ''),
    client_kind: 'cli' as const,
    client_version: '0.1.0',
    user_agent: 'bench',
    address: '127.0.0.1',
    created_at_ms: nowMs,
    last_used_at_ms: nowMs,
    authenticated_at_ms: nowMs,
  }));
  await db.transaction(async (queries) => {
    for (let at = 0; at < rows.length; at += rowsAtOnce) {
      await queries
        .insertInto('sessions')
        .values(rows.slice(at, at + rowsAtOnce))
        .execute();
    }
  });
  return tokens;
}
