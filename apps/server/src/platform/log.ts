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

const allowed: readonly (keyof LogFields)[] = [
  'method',
  'route',
  'status',
  'ms',
  'reference',
  'count',
  'code',
  'error',
];

export interface Log {
  debug(what: string, fields?: LogFields): void;
  info(what: string, fields?: LogFields): void;
  warn(what: string, fields?: LogFields): void;
  /** A fault of ours. `reference` is what the person was shown. */
  fault(what: string, error: unknown, reference?: string): void;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** Structured lines of JSON on standard output, or wherever `destination` leads. `what` is a constant text. */
export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const options = { level, base: null, timestamp: () => `,"at":"${new Date().toISOString()}"` };
  const logger: Logger = destination ? pino(options, destination) : pino(options);
  return {
    debug: (what, fields) => logger.debug(pick(fields), what),
    info: (what, fields) => logger.info(pick(fields), what),
    warn: (what, fields) => logger.warn(pick(fields), what),
    fault: (what, error, reference) =>
      logger.error(pick({ error: describeError(error), ...(reference ? { reference } : {}) }), what),
  };
}

function pick(fields: LogFields = {}): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const name of allowed) if (fields[name] !== undefined) picked[name] = fields[name];
  return picked;
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
