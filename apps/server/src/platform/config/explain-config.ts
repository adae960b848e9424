import type { Config } from './parse-config.ts';
import { type Setting, settings } from './settings.ts';

const rows = Object.values(settings) as readonly Setting<unknown>[];

/** The settings table as docs/configuration.md holds it. */
export function configurationMarkdown(): string {
  const cells = rows.map(
    (row) =>
      `| \`${row.name}\` | ${row.type} | ${row.default === undefined ? row.unset : `\`${row.default}\``} | ${row.sentence} |`,
  );
  return `# Configuration

Postern is configured by environment variables. None is needed for a first start on your own machine.
\`postern config\` prints what a server would run with; a value it cannot use is named, with what was expected, and the
server does not start.

This page is made from the table in \`apps/server/src/platform/config/settings.ts\` by \`postern config --markdown\`.

| variable | value | when unset | what it does |
|---|---|---|---|
${cells.join('\n')}
`;
}

/**
 * What a server would run with, one line per setting: name, value or what holds without one, and where it came from.
 * Secrets are not shown.
 */
export function explainConfig(environment: Readonly<Record<string, string | undefined>>): string {
  const width = Math.max(...rows.map((row) => row.name.length));
  return rows
    .map((row) => {
      const text = environment[row.name]?.trim();
      const given = text ? shown(row, text) : row.default;
      const origin = text ? '' : given === undefined ? '' : ' (default)';
      return `${row.name.padEnd(width)}  ${given ?? `unset: ${row.unset}`}${origin}`;
    })
    .join('\n');
}

function shown(row: Setting<unknown>, text: string): string {
  if (row.secret === 'whole') return '(set, not shown)';
  if (row.secret !== 'password') return text;
  return URL.canParse(text) ? withoutPassword(new URL(text)) : '(set, not shown)';
}

/** The address without its password and without its query, where drivers also take passwords. */
export function withoutPassword(url: URL): string {
  const copy = new URL(url);
  if (copy.password) copy.password = '***';
  copy.search = '';
  return copy.href;
}

/** Where the data is and what to back up, as lines under the server's address. */
export function explainStart(config: Config, url: string, version: string): string {
  const open = config.publicUrl?.origin ?? url;
  const lines: [string, string][] = [
    ['Open', open],
    ...(open === url ? [] : ([['Listens on', url]] as [string, string][])),
    ['Data folder', config.data],
    [
      'Database',
      config.databaseUrl ? withoutPassword(config.databaseUrl) : 'SQLite, postern.db in the data folder',
    ],
    ['Key file', config.keyFile],
    [
      'Mail',
      config.smtpUrl
        ? `goes through ${config.smtpUrl.host}`
        : `waits at ${url}/outbox; set POSTERN_SMTP_URL to send it`,
    ],
    [
      'Back up',
      `the database and, in another place, the key file. Without the key file nobody can sign in with a password.`,
    ],
  ];
  return [
    `Postern ${version} is running.`,
    ...lines.map(([name, value]) => `  ${name.padEnd(12)}${value}`),
  ].join('\n');
}
