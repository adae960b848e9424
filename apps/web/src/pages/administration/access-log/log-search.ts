import type { LogFilter, LogKind } from '@postern/client';
import { endOfDayMs, startOfDayMs } from '../shared/days.ts';

const kinds = [
  'entered',
  'denied',
  'owners_door',
  'recovered',
  'abandonment_begun',
  'abandonment_taken_back',
  'request_made',
  'request_granted',
  'request_refused',
  'request_withdrawn',
  'request_expired',
  'request_reopened',
  'changed',
] as const satisfies readonly LogKind[];
const clients = ['web', 'extension', 'app', 'cli', 'api'] as const satisfies readonly NonNullable<
  LogFilter['clientKind']
>[];

/** What the address bar says about the access log, so that what one looks at can be handed on. Days as `2027-01-31`. */
export interface LogSearch {
  readonly person?: string | undefined;
  readonly kind?: LogKind | undefined;
  readonly client?: (typeof clients)[number] | undefined;
  readonly address?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The parts of an address bar that are understood; anything else is left out. */
export function parseLogSearch(raw: Record<string, unknown>): LogSearch {
  const day = (value: unknown) =>
    typeof value === 'string' && startOfDayMs(value) !== undefined ? value.trim() : undefined;
  return {
    person: textOf(raw.person, 320),
    kind: kinds.find((kind) => kind === raw.kind),
    client: clients.find((client) => client === raw.client),
    address: textOf(raw.address, 64),
    from: day(raw.from),
    to: day(raw.to),
  };
}

/** The filter that an address bar asks for. */
export function filterOf({ person, kind, client, address, from, to }: LogSearch): LogFilter {
  return {
    person,
    kind,
    clientKind: client,
    address,
    fromMs: from === undefined ? undefined : startOfDayMs(from),
    toMs: to === undefined ? undefined : endOfDayMs(to),
  };
}

/** Whether the address bar asks for anything but everything. */
export function isFiltered(search: LogSearch): boolean {
  return Object.values(search).some((value) => value !== undefined);
}

/** A number such as `2026` reaches us as one. */
function textOf(value: unknown, longest: number): string | undefined {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  return text === '' ? undefined : text.slice(0, longest);
}
