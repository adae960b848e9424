import type { FactorLevel } from '../gate/facts.ts';

/**
 * The vocabulary of sentence parameters. A name stands for one kind everywhere, so the type of a code's parameters
 * follows from the placeholders in its sentence. A parameter may come from a server that lies: every kind accepts a
 * narrow shape only, and nothing that could pass for an instruction (attack row BW03).
 */
export const paramKinds = {
  address: 'ip',
  email: 'email',
  slug: 'slug',
  endedAtMs: 'date',
  retryAtMs: 'moment',
  names: 'emails',
  organizations: 'slugs',
  reference: 'reference',
  minimumVersion: 'version',
  permission: 'permission',
  right: 'permission',
  acceptedFactors: 'factor_level',
  limitBytes: 'bytes',
  attemptsLeft: 'attempts',
  aheadMs: 'duration',
  min: 'number',
  max: 'number',
  group: 'number',
  position: 'number',
  kitVersion: 'number',
  kitMadeAtMs: 'date',
  currentVersion: 'number',
  youAreOwner: 'flag',
} as const;

export type ParamName = keyof typeof paramKinds;
export type ParamKind = (typeof paramKinds)[ParamName];

interface ValueOfKind {
  ip: string;
  email: string;
  slug: string;
  /** Milliseconds since 1970-01-01 UTC, shown as a day. */
  date: number;
  /** Milliseconds since 1970-01-01 UTC, shown with the time of day. */
  moment: number;
  /** Of members: an email address is all the name that an organization knows. */
  emails: readonly string[];
  /** Addresses of organizations. */
  slugs: readonly string[];
  /** A short code that finds an event in the server's log. */
  reference: string;
  version: string;
  /** A system permission or a right on a vault, by its code. */
  permission: string;
  /** The weakest second factor that an organization accepts, by its code. */
  factor_level: FactorLevel;
  bytes: number;
  attempts: number;
  /** Milliseconds. */
  duration: number;
  number: number;
  flag: boolean;
}

export type ParamValue<Name extends ParamName> = ValueOfKind[(typeof paramKinds)[Name]];

const permissionLabels: Readonly<Record<string, string>> = {
  'members.manage': 'manage members',
  'groups.manage': 'manage groups',
  'vaults.create': 'create vaults',
  'settings.manage': 'manage settings',
  'audit.read': 'read the audit log',
  'applications.manage': 'manage application identities',
  'recovery.manage': 'manage the recovery key',
  // In the words of the page that gives them.
  view: 'see the list of entries',
  password: 'see passwords',
  sensitive: 'see sensitive fields',
  fill: 'fill in without seeing',
  add: 'add entries',
  edit: 'edit entries',
  delete: 'delete entries',
  attachments: 'add and remove attachments',
  history: 'see earlier versions',
  share: 'share the vault',
  export: 'export',
  manage: 'manage the vault',
};

const factorLabels: { readonly [Level in FactorLevel]: string } = {
  any: 'an authenticator app, a passkey, a security key or a mailed code',
  no_mail: 'an authenticator app, a passkey or a security key',
  phishing_resistant: 'a passkey or a security key',
};

const mostListed = 12;

export interface FormatOptions {
  /** BCP 47 tag, `en-GB` when absent. */
  readonly locale?: string;
  /** IANA name, the machine's own when absent. */
  readonly timeZone?: string;
}

/** The parameter as people read it, or `undefined` when it is not what its kind accepts. Never throws. */
export function formatParam(name: ParamName, value: unknown, options: FormatOptions): string | undefined {
  try {
    return format(paramKinds[name], value, options);
  } catch {
    // A hostile value (a throwing proxy, an unknown locale): the sentence stands without it.
    return undefined;
  }
}

function format(kind: ParamKind, value: unknown, options: FormatOptions): string | undefined {
  switch (kind) {
    case 'flag':
      return undefined;
    case 'emails':
      return formatList(value, 'email', 'disjunction', options);
    case 'slugs':
      return formatList(value, 'slug', 'conjunction', options);
    case 'date':
    case 'moment':
      return isCount(value) ? formatTime(value, kind === 'moment', options) : undefined;
    case 'bytes':
      return isCount(value) ? formatBytes(value) : undefined;
    case 'attempts':
      return isCount(value) ? `${value} more ${value === 1 ? 'time' : 'times'}` : undefined;
    case 'duration':
      return isCount(value) ? formatDuration(value) : undefined;
    case 'number':
      return isCount(value) ? String(value) : undefined;
    case 'permission':
      return labelIn(permissionLabels, value);
    case 'factor_level':
      return labelIn(factorLabels, value);
    default:
      return isShaped(value, kind) ? value : undefined;
  }
}

const textShapes = {
  ip: /^(?:\d{1,3}(?:\.\d{1,3}){3}|(?=.*:)[0-9a-f:.]{2,45})$/i,
  email: /^[^\s@"(),:;<>[\\\]\p{C}]+@[a-z0-9.-]+$/iu,
  slug: /^[a-z0-9](?:[a-z0-9-]{0,62})$/,
  reference: /^[A-Z0-9]{2,8}(?:-[A-Z0-9]{2,8}){0,3}$/,
  version: /^\d{1,5}(?:\.\d{1,5}){0,3}$/,
} as const;

function isShaped(value: unknown, shape: keyof typeof textShapes): value is string {
  return typeof value === 'string' && value.length <= 254 && textShapes[shape].test(value);
}

function labelIn(labels: Readonly<Record<string, string>>, value: unknown): string | undefined {
  return typeof value === 'string' && Object.hasOwn(labels, value) ? labels[value] : undefined;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** One that is not in form makes the whole list unusable: a text in place of a name could ask for anything. */
function formatList(
  value: unknown,
  shape: 'email' | 'slug',
  type: 'conjunction' | 'disjunction',
  options: FormatOptions,
): string | undefined {
  if (!Array.isArray(value) || value.length === 0 || value.length > mostListed) return undefined;
  if (!value.every((one) => isShaped(one, shape))) return undefined;
  return new Intl.ListFormat(options.locale ?? 'en-GB', { type }).format(value as string[]);
}

function formatTime(atMs: number, withTime: boolean, { locale = 'en-GB', timeZone }: FormatOptions): string {
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    ...(withTime ? { hour: '2-digit', minute: '2-digit' } : {}),
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(atMs);
}

function formatBytes(bytes: number): string {
  if (bytes >= 1024 * 1024) return `${Math.round((bytes / 1024 / 1024) * 10) / 10} MB`;
  return bytes >= 1024 ? `${Math.round(bytes / 1024)} kB` : `${bytes} bytes`;
}

function formatDuration(durationMs: number): string {
  const minutes = Math.round(durationMs / 60_000);
  if (minutes >= 120) return `${Math.round(minutes / 60)} hours`;
  if (minutes >= 2) return `${minutes} minutes`;
  return `${Math.max(1, Math.round(durationMs / 1000))} seconds`;
}
