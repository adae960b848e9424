import { join, resolve } from 'node:path';
import { isLoopbackHost } from '../http/client-address.ts';
import type { SettingParser } from './setting-parsers.ts';
import { type Setting, type SettingKey, settings } from './settings.ts';

type ValueOf<Row> = Row extends { readonly parse: SettingParser<infer Value> } ? Value : never;
type Defaulted = 'port' | 'host' | 'data' | 'logLevel';

/** The settings as parsed. Paths are absolute; `data` may be `:memory:` in tests, then nothing touches the disk. */
export type Config = {
  readonly [Key in Exclude<SettingKey, Defaulted | 'keyFile'>]: ValueOf<(typeof settings)[Key]> | undefined;
} & {
  readonly [Key in Defaulted]: ValueOf<(typeof settings)[Key]>;
} & { readonly keyFile: string };

export type ConfigResult =
  | { readonly ok: true; readonly value: Config }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Data "folder" that keeps everything in memory, keys included. */
export const inMemory = ':memory:';

/**
 * The configuration of an environment, or every problem with it at once, each a sentence that names its variable.
 * Empty counts as unset. An unknown POSTERN_ name is a problem: it is a misspelling that would otherwise do nothing.
 */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): ConfigResult {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  const unusable = new Set<SettingKey>();
  for (const [key, row] of Object.entries(settings) as [SettingKey, Setting<unknown>][]) {
    const text = environment[row.name]?.trim() || row.default;
    if (text === undefined) continue;
    const parsed = row.parse(text);
    if ('value' in parsed) values[key] = parsed.value;
    else {
      unusable.add(key);
      problems.push(`${row.name} is ${shown(row, text)}; expected ${parsed.expected}.`);
    }
  }
  problems.push(...unknownNames(environment));
  problems.push(...problemsTogether(values as Partial<Config>, unusable));
  if (problems.length > 0) return { ok: false, problems };

  const given = values as unknown as Omit<Config, 'keyFile'> & { readonly keyFile?: string };
  const data = given.data === inMemory ? inMemory : resolve(given.data);
  const keyFile = given.keyFile ?? join(data, 'server-keys.json');
  const value = { ...given, data, keyFile: data === inMemory ? inMemory : resolve(keyFile) } as Config;
  return { ok: true, value };
}

function shown(row: Setting<unknown>, text: string): string {
  return row.secret ? 'not usable (its value is not shown here)' : JSON.stringify(text.slice(0, 200));
}

function unknownNames(environment: Readonly<Record<string, string | undefined>>): string[] {
  const known = new Set(Object.values(settings).map((row) => row.name));
  return Object.keys(environment)
    .filter((name) => name.startsWith('POSTERN_') && !name.startsWith('POSTERN_TEST_') && !known.has(name))
    .map((name) => `${name} is not a setting; expected one of those that "postern config" lists.`);
}

/** Rules that concern more than one setting. One that is set but `unusable` was complained about already. */
function problemsTogether(values: Partial<Config>, unusable: ReadonlySet<SettingKey>): string[] {
  const problems: string[] = [];
  const isSet = (key: SettingKey) => values[key] !== undefined || unusable.has(key);
  if (isSet('tlsCert') !== isSet('tlsKey')) {
    problems.push('POSTERN_TLS_CERT and POSTERN_TLS_KEY belong together; expected both or neither.');
  }
  if (isSet('smtpUrl') && !isSet('mailFrom')) {
    problems.push(
      'POSTERN_MAIL_FROM is unset; expected the sender of the mails, because POSTERN_SMTP_URL is set.',
    );
  }
  const { host, publicUrl } = values;
  if (host !== undefined && !isLoopbackHost(host)) {
    if (!isSet('smtpUrl')) {
      problems.push(
        `POSTERN_HOST is ${host}; expected a loopback address while POSTERN_SMTP_URL is unset, because mailed codes would wait in an outbox that only this machine may read.`,
      );
    }
    if (!isSet('publicUrl')) {
      problems.push(
        `POSTERN_PUBLIC_URL is unset; expected the address people type, because POSTERN_HOST is ${host}.`,
      );
    }
  }
  if (publicUrl?.protocol === 'http:' && !isLoopbackHost(publicUrl.hostname)) {
    problems.push(
      `POSTERN_PUBLIC_URL is ${publicUrl.origin}; expected https, because browsers offer no cryptography to plain http pages except on localhost.`,
    );
  }
  return problems;
}
