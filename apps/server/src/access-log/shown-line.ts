import type { AccessLine, Attempt, AttemptFacts } from '@postern/contract';
import { parseStrengths } from '../account/factor-columns.ts';
import type { AccessLogRow } from './queries.ts';

/** A stored line as it is told. */
export function shownLine(row: AccessLogRow): AccessLine {
  const from = originOfRow(row);
  return {
    ...whoAndWhen(row),
    kind: row.kind,
    ...(from === undefined ? {} : { from }),
    ...(row.request === null ? {} : { request: row.request }),
    ...(row.settled_by === null ? {} : { by: row.settled_by }),
  };
}

/** A stored line as an attempt; `undefined` when it is neither an entry nor a denial. */
export function shownAttempt(row: AccessLogRow): Attempt | undefined {
  const from = originOfRow(row);
  const outcome = row.kind;
  if ((outcome !== 'entered' && outcome !== 'denied') || from === undefined) return undefined;
  return { ...whoAndWhen(row), ...from, outcome };
}

function whoAndWhen(row: AccessLogRow) {
  return {
    record: row.id,
    atMs: row.at_ms,
    account: row.account,
    email: row.email,
    ...(row.member === null ? {} : { member: row.member }),
    ...(row.code === null ? {} : { code: row.code }),
    ...(row.reference === null ? {} : { reference: row.reference }),
  };
}

function originOfRow(row: AccessLogRow): AttemptFacts | undefined {
  const { client_kind, client_version, address, authenticated_at_ms, session } = row;
  if (
    client_kind === null ||
    client_version === null ||
    address === null ||
    authenticated_at_ms === null ||
    session === null
  )
    return undefined;
  return {
    clientKind: client_kind,
    clientVersion: client_version,
    address,
    session,
    factorsUsed: [...parseStrengths(row.factors_used ?? '')],
    factorsEnrolled: [...parseStrengths(row.factors_enrolled ?? '')],
    authenticatedAtMs: authenticated_at_ms,
  };
}
