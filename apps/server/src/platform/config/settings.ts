import {
  addressRanges,
  line,
  listenAddress,
  mailSender,
  oneOf,
  type SettingParser,
  url,
  wholeNumber,
} from './setting-parsers.ts';

/** One row of the table: parsing, `postern config` and docs/configuration.md are all made from it. */
export interface Setting<Value> {
  readonly name: string;
  /** The kind of value, in a few words for a table. */
  readonly type: string;
  readonly parse: SettingParser<Value>;
  /** Used when the variable is unset or empty; as text, so that it takes the same road as an operator's value. */
  readonly default?: string;
  /** What happens when it is unset and there is no default. */
  readonly unset?: string;
  readonly sentence: string;
  /** `whole`: never printed. `password`: the password inside the URL is never printed. */
  readonly secret?: 'whole' | 'password';
}

function setting<Value>(row: Setting<Value>): Setting<Value> {
  return row;
}

export const settings = {
  port: setting({
    name: 'POSTERN_PORT',
    type: 'number',
    parse: wholeNumber(0, 65535),
    default: '4280',
    sentence: 'Port the server listens on; 0 lets the system choose.',
  }),
  host: setting({
    name: 'POSTERN_HOST',
    type: 'address',
    parse: listenAddress,
    default: 'localhost',
    sentence:
      'Address the server listens on. Anything but a loopback address needs POSTERN_SMTP_URL and POSTERN_PUBLIC_URL.',
  }),
  publicUrl: setting({
    name: 'POSTERN_PUBLIC_URL',
    type: 'URL',
    parse: url(['https', 'http'], true),
    unset: 'http://localhost with the port',
    sentence:
      'The address people type. Links in mail start with it and browsers are only served under it. Except on localhost it has to be https, because browsers offer no cryptography to plain http pages.',
  }),
  data: setting({
    name: 'POSTERN_DATA',
    type: 'folder',
    parse: line(),
    default: './data',
    sentence: 'Folder of the embedded database and, unless POSTERN_KEY_FILE says otherwise, of the key file.',
  }),
  keyFile: setting({
    name: 'POSTERN_KEY_FILE',
    type: 'file',
    parse: line(),
    unset: 'server-keys.json in the data folder',
    sentence:
      'The server keys, made at the first start. Without this file nobody can sign in with a password any more: back it up, apart from the database.',
  }),
  databaseUrl: setting({
    name: 'DATABASE_URL',
    type: 'URL',
    parse: url(['postgres', 'postgresql']),
    unset: 'SQLite in the data folder',
    sentence: 'PostgreSQL 15 or newer to use in place of the embedded database.',
    secret: 'password',
  }),
  signup: setting({
    name: 'POSTERN_SIGNUP',
    type: 'word',
    parse: oneOf('open', 'invited', 'closed'),
    unset: 'open until the first organization exists, then invited',
    sentence: 'Who may sign up: everybody, people with an invitation, or nobody.',
  }),
  supportContact: setting({
    name: 'POSTERN_SUPPORT_CONTACT',
    type: 'text',
    parse: line(200),
    unset: 'nobody is named',
    sentence: 'Whom people should turn to when only the operator can help, like a mail address or a name.',
  }),
  smtpUrl: setting({
    name: 'POSTERN_SMTP_URL',
    type: 'URL',
    parse: url(['smtps', 'smtp']),
    unset: 'mail waits at /outbox, for this machine only',
    sentence: 'Mail server, like smtps://user:password@mail.example.com.',
    secret: 'password',
  }),
  mailFrom: setting({
    name: 'POSTERN_MAIL_FROM',
    type: 'mail address',
    parse: mailSender,
    unset: 'needed with POSTERN_SMTP_URL',
    sentence: 'Sender of the mails.',
  }),
  tlsCert: setting({
    name: 'POSTERN_TLS_CERT',
    type: 'file',
    parse: line(),
    unset: 'no TLS in this process',
    sentence: 'Certificate chain in PEM form; needs POSTERN_TLS_KEY.',
  }),
  tlsKey: setting({
    name: 'POSTERN_TLS_KEY',
    type: 'file',
    parse: line(),
    unset: 'no TLS in this process',
    sentence: 'Private key of the certificate in PEM form.',
  }),
  trustedProxies: setting({
    name: 'POSTERN_TRUSTED_PROXIES',
    type: 'ranges',
    parse: addressRanges,
    unset: 'no proxy is believed',
    sentence:
      'Proxies whose X-Forwarded-For and X-Forwarded-Proto headers are believed, like 10.0.0.0/8, fd00::/8.',
  }),
  privatePush: setting({
    name: 'POSTERN_PUSH_PRIVATE',
    type: 'word',
    parse: oneOf('refuse', 'allow'),
    default: 'refuse',
    sentence:
      'Whether notices to phones may go to http and to private addresses, for a push service of your own. Browsers name the service, so anything but refuse lets people with an account reach machines of your network.',
  }),
  metricsToken: setting({
    name: 'POSTERN_METRICS_TOKEN',
    type: 'text',
    parse: line(200),
    unset: '/metrics answers this machine only',
    sentence: 'Bearer token with which /metrics also answers other machines.',
    secret: 'whole',
  }),
  logLevel: setting({
    name: 'POSTERN_LOG_LEVEL',
    type: 'word',
    parse: oneOf('debug', 'info', 'warn', 'error', 'silent'),
    default: 'info',
    sentence: 'Least severe log line that is written.',
  }),
} as const;

export type SettingKey = keyof typeof settings;
