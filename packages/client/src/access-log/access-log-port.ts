import { type AccessLine, readAccessLog } from '@postern/contract';
import { ok, type Result } from '@postern/core';
import { findMember, findMemberByAccount, type LedgerState } from '@postern/ledger';
import { type Administered, readAdministered } from '../administration/administered.ts';
import { namesHere } from '../administration/names-here.ts';
import { readOrganizationHistory } from '../administration/read-organization-history.ts';
import type { ClientCore } from '../client-core.ts';
import { targetOf } from './log-target.ts';
import { linesPerPage, matchesLedger, matchesServer, mergeLog, type ServerReading } from './merge-log.ts';
import type {
  AccessLogPort,
  LedgerLogLine,
  LogCursor,
  LogFilter,
  LogLine,
  LogPage,
  ServerLogLine,
} from './port.ts';

/** Readings of the server for one page: a filter that finds little looks so far and then says how far it has looked. */
const maxReadings = 10;

/** The access log of the entered organization. */
export function createAccessLogPort(core: ClientCore): AccessLogPort {
  return {
    page: async (filter, cursor) => {
      const read = await readAdministered(core);
      if (!read.ok) return read;
      return readPage(core, read.value, filter, cursor);
    },
  };
}

async function readPage(
  core: ClientCore,
  administered: Administered,
  filter: LogFilter,
  cursor: LogCursor | undefined,
): Promise<Result<LogPage>> {
  const { state } = administered;
  const shown = (line: AccessLine) => shownLine(state, line);
  const merging = {
    ledger: await wantedOfLedger(administered, filter),
    shown,
    wanted: (line: ServerLogLine) => matchesServer(line, filter),
  };
  const lines: LogLine[] = [];
  let from: LogCursor = cursor ?? {
    serverDone: filter.kind === 'changed',
    ledgerBefore: state.head.seq + 1,
  };
  for (let readings = 1; ; readings++) {
    const reading = await readServer(core, administered, filter, from);
    if (!reading.ok) return reading;
    const page = mergeLog(merging, reading.value, from, linesPerPage - lines.length);
    lines.push(...page.lines);
    const { next, lookedBackToMs } = page;
    if (next === undefined || lines.length >= linesPerPage || readings >= maxReadings) {
      return ok({ lines, next, lookedBackToMs });
    }
    from = next;
  }
}

/** The wanted changes, newest first. */
async function wantedOfLedger(
  administered: Administered,
  filter: LogFilter,
): Promise<readonly LedgerLogLine[]> {
  const matches = matchesLedger(filter);
  if (matches === undefined) return [];
  return readOrganizationHistory(administered, await namesHere(administered))
    .map((line) => ({
      ...line,
      source: 'ledger' as const,
      kind: 'changed' as const,
      target: targetOf(administered.events[line.seq]),
    }))
    .filter(matches);
}

async function readServer(
  core: ClientCore,
  { state, entered }: Administered,
  { person, kind, fromMs, toMs }: LogFilter,
  { server, serverDone }: LogCursor,
): Promise<Result<ServerReading>> {
  if (serverDone || kind === 'changed') return ok({ lines: [], done: true });
  const account = accountCalled(state, person);
  const answer = await core.api.call(readAccessLog, {
    params: { organization: entered.organization },
    query: {
      ...(server === undefined ? {} : { cursor: server }),
      ...(kind === undefined ? {} : { kind }),
      ...(account === undefined ? {} : { account }),
      ...(fromMs === undefined ? {} : { fromMs }),
      ...(toMs === undefined ? {} : { toMs }),
    },
  });
  return answer.ok
    ? ok({ lines: answer.value.lines, done: answer.value.next === null || answer.value.lines.length === 0 })
    : answer;
}

/** The account of the member whose whole address was typed; the server finds its lines by it. */
function accountCalled(state: LedgerState, person: string | undefined) {
  const email = person?.trim().toLowerCase();
  if (email === undefined || email === '') return undefined;
  const called = Object.values(state.members).filter((member) => member.email === email);
  return called.length === 1 ? called[0]?.account : undefined;
}

function shownLine(state: LedgerState, line: AccessLine): ServerLogLine {
  const { record, atMs, kind, account, from, code, reference, request, by } = line;
  const member = findMemberByAccount(state, account);
  return {
    source: 'server',
    record,
    atMs,
    kind,
    account,
    email: member?.email ?? line.email,
    member: member?.id,
    clientKind: from?.clientKind,
    clientVersion: from?.clientVersion,
    address: from?.address,
    factorsUsed: from?.factorsUsed ?? [],
    code,
    reference,
    request,
    by: by === undefined ? undefined : findMember(state, by)?.email,
  };
}
