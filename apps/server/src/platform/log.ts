import { type DestinationStream, type Logger, pino } from 'pino';

/**
 * What a log line may hold. INVARIANT: this list is the whole of it, and none of these can carry what a person typed:
 * no URL (the route's pattern instead), no body, no header, no mail address.
 */
export interface LogFields {
  readonly method?: string;
  /** Pattern of the route, like `/api/organizations/:organization`. */
  readonly route?: string;
  readonly status?: number;
  readonly ms?: number;
  readonly reference?: string;
  readonly count?: number;
  readonly code?: string;
  readonly error?: {
    readonly name: string;
    readonly code?: string;
    readonly message: string;
    readonly at: string[];
  };
}

export interface Log {
  debug(what: string, fields?: LogFields): void;
  info(what: string, fields?: LogFields): void;
  warn(what: string, fields?: LogFields): void;
  /** A fault of ours. `reference` is what the person was shown. */
  fault(what: string, error: unknown, reference?: string): void;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** Lines wait this long for others to be written with, or until there are so many. */
const gather = { forMs: 100, bytes: 8 * 1024 };

/**
 * Structured lines of JSON on standard output, or wherever `destination` leads. `what` is a constant text. Lines on
 * standard output are written a few at a time, because each write costs as much as the request it tells of; a fault is
 * written at once, and nothing is held back when the process ends.
 */
export function createLog(level: LogLevel, destination: DestinationStream & Held = standardOutput()): Log {
  const options = { level, base: null, timestamp: () => `,"at":"${isoTime(Date.now())}"` };
  const logger: Logger = pino(options, destination);
  return {
    debug: (what, fields) => logger.debug(pick(fields), what),
    info: (what, fields) => logger.info(pick(fields), what),
    warn: (what, fields) => logger.warn(pick(fields), what),
    fault: (what, error, reference) => {
      logger.error(pick({ error: describeError(error), ...(reference ? { reference } : {}) }), what);
      destination.flushSync?.();
    },
  };
}

/** A destination that may hold lines back. */
interface Held {
  flushSync?(): void;
}

let output: (DestinationStream & Held) | undefined;

/** One for the process, however many logs it makes. */
function standardOutput(): DestinationStream & Held {
  if (output) return output;
  const stream = pino.destination({ dest: 1, sync: true, minLength: gather.bytes });
  let timer: NodeJS.Timeout | undefined;
  const flushSync = () => {
    clearTimeout(timer);
    timer = undefined;
    stream.flushSync();
  };
  process.on('exit', flushSync);
  output = {
    write: (line) => {
      stream.write(line);
      timer ??= setTimeout(flushSync, gather.forMs).unref();
    },
    flushSync,
  };
  return output;
}

let second = { atMs: Number.NaN, text: '' };

/** Like `Date.toISOString`, which is made once a second. */
function isoTime(nowMs: number): string {
  const ms = nowMs % 1000;
  if (nowMs - ms !== second.atMs) {
    second = { atMs: nowMs - ms, text: new Date(nowMs).toISOString().slice(0, 20) };
  }
  return `${second.text}${String(ms).padStart(3, '0')}Z`;
}

/** The listed fields and no other, whatever came along with them; those that are not there are not written. */
function pick({ method, route, status, ms, reference, count, code, error }: LogFields = {}) {
  return { method, route, status, ms, reference, count, code, error };
}

/**
 * An error for the log: name, code, where, and its message with everything cut out that may quote data: quoted
 * parts (parsers and PostgreSQL quote their input) and unbroken runs of 16 characters or more (tokens, keys).
 */
export function describeError(error: unknown): NonNullable<LogFields['error']> {
  if (!(error instanceof Error))
    return { name: typeof error, message: 'something that is no error was thrown', at: [] };
  const code = 'code' in error ? String(error.code).slice(0, 40) : undefined;
  const at = (error.stack ?? '')
    .split('\n')
    .filter((frame) => /^\s+at /.test(frame))
    .slice(0, 12)
    .map((frame) => frame.trim());
  const message = error.message
    .replaceAll(/"[^"]*"|'[^']*'|`[^`]*`/g, '"…"')
    .replaceAll(/[\w+/=.~@-]{16,}/g, '…')
    .slice(0, 300);
  return { name: error.name, ...(code ? { code } : {}), message, at };
}
