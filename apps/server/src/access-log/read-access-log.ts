import {
  type AnswerOf,
  accessLogPage,
  type readAccessLog as endpoint,
  type QueryOf,
} from '@postern/contract';
import { ok, type Result, refuse } from '@postern/core';
import { hasPermission } from '@postern/ledger';
import type { OrganizationCaller } from '../access/guard.ts';
import type { Platform } from '../platform/platform.ts';
import { listLines, type Place } from './queries.ts';
import { shownLine } from './shown-line.ts';

/** A page of the organization's access log, for who reads the audit log. */
export async function readAccessLog(
  { db }: Pick<Platform, 'db'>,
  { state, member }: OrganizationCaller,
  { cursor, kind, account, fromMs, toMs }: QueryOf<typeof endpoint>,
): Promise<Result<AnswerOf<typeof endpoint>>> {
  if (!hasPermission(state, member.id, 'audit.read')) {
    return refuse('permission_missing', { params: { permission: 'audit.read' } });
  }
  const wanted = { after: cursor === undefined ? undefined : placeOf(cursor), kind, account, fromMs, toMs };
  const rows = await listLines(db.kysely, state.organization, { ...wanted, limit: accessLogPage + 1 });
  const page = rows.slice(0, accessLogPage);
  const last = rows.length > accessLogPage ? page.at(-1) : undefined;
  return ok({ lines: page.map(shownLine), next: last ? `${last.at_ms}.${last.id}` : null });
}

function placeOf(cursor: string): Place {
  const dot = cursor.indexOf('.');
  return { atMs: Number(cursor.slice(0, dot)), id: cursor.slice(dot + 1) };
}
