import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configurationMarkdown, explainConfig, withoutPassword } from './explain-config.ts';
import { parseConfig } from './parse-config.ts';

function configOf(environment: Record<string, string>) {
  const parsed = parseConfig(environment);
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'));
  return parsed.value;
}

function problemsOf(environment: Record<string, string>) {
  const parsed = parseConfig(environment);
  return parsed.ok ? [] : parsed.problems;
}

describe('configuration', () => {
  it('starts without a single setting', () => {
    const config = configOf({ PATH: '/bin', POSTERN_SIGNUP: '' });
    expect(config).toMatchObject({ port: 4280, host: 'localhost', logLevel: 'info', data: resolve('data') });
    expect(config.keyFile).toBe(resolve('data/server-keys.json'));
    expect(config.signup).toBeUndefined();
  });

  it('reads every kind of value', () => {
    const config = configOf({
      POSTERN_PORT: ' 8443 ',
      POSTERN_HOST: '::',
      POSTERN_PUBLIC_URL: 'https://vault.northwind.example/',
      POSTERN_SMTP_URL: 'smtps://maya:p%40ss@mail.northwind.example',
      POSTERN_MAIL_FROM: 'Postern <postern@northwind.example>',
      POSTERN_TRUSTED_PROXIES: '10.0.0.0/8, fd00::/8,192.0.2.4',
      POSTERN_KEY_FILE: '/run/keys.json',
      POSTERN_SIGNUP: 'closed',
      DATABASE_URL: 'postgres://postern@db/postern',
    });
    expect(config.publicUrl?.origin).toBe('https://vault.northwind.example');
    expect(config.keyFile).toBe('/run/keys.json');
    const proxies = config.trustedProxies;
    expect(proxies?.hold('10.200.0.1')).toBe(true);
    expect(proxies?.hold('fd12::1')).toBe(true);
    expect(proxies?.hold('192.0.2.5')).toBe(false);
  });

  it('names every problem at once, with what was expected', () => {
    expect(
      problemsOf({
        POSTERN_PORT: '99999',
        POSTERN_SIGNUP: 'yes',
        POSTERN_PUBLIC_URL: 'https://vault.example/path',
        POSTERN_TRUSTED_PROXIES: '10.0.0.0/33',
        POSTERN_PROT: '1',
        POSTERN_TLS_CERT: 'a.pem',
        POSTERN_TEST_ANYTHING: 'is left alone',
      }),
    ).toEqual([
      'POSTERN_PORT is "99999"; expected a whole number from 0 to 65535.',
      'POSTERN_PUBLIC_URL is "https://vault.example/path"; expected a URL without a path, like https://....',
      'POSTERN_SIGNUP is "yes"; expected one of open, invited, closed.',
      'POSTERN_TRUSTED_PROXIES is "10.0.0.0/33"; expected addresses or ranges like 10.0.0.0/8 or fd00::/8, separated by commas.',
      'POSTERN_PROT is not a setting; expected one of those that "postern config" lists.',
      'POSTERN_TLS_CERT and POSTERN_TLS_KEY belong together; expected both or neither.',
    ]);
  });

  it.each([
    [{ POSTERN_HOST: '0.0.0.0', POSTERN_PUBLIC_URL: 'https://v.example' }, ['expected a loopback address']],
    [{ POSTERN_HOST: '192.0.2.1' }, ['expected a loopback address', 'POSTERN_PUBLIC_URL is unset']],
    [{ POSTERN_HOST: '::1' }, []],
    [{ POSTERN_HOST: '127.8.0.1' }, []],
    [{ POSTERN_SMTP_URL: 'smtp://mail.example' }, ['POSTERN_MAIL_FROM is unset']],
    [{ POSTERN_PUBLIC_URL: 'http://v.example' }, ['expected https']],
    [{ POSTERN_PUBLIC_URL: 'http://localhost:8080' }, []],
  ])('looks at settings together: %j', (environment, expected) => {
    const problems = problemsOf(environment as Record<string, string>);
    expect(problems).toHaveLength(expected.length);
    expected.forEach((part, index) => {
      expect(problems[index]).toContain(part);
    });
  });

  it('shows no secret, neither in what it prints nor in a problem', () => {
    const environment = {
      DATABASE_URL: 'postgres://postern:hunter2@db/postern?password=hunter2',
      POSTERN_SMTP_URL: 'smtps://maya:hunter2@mail.example',
      POSTERN_METRICS_TOKEN: 'hunter2',
    };
    expect(explainConfig(environment)).not.toContain('hunter2');
    expect(problemsOf({ DATABASE_URL: 'mysql://postern:hunter2@db' }).join()).not.toContain('hunter2');
    expect(withoutPassword(new URL(environment.DATABASE_URL))).toBe('postgres://postern:***@db/postern');
  });

  it('is documented as it is; "postern config --markdown" makes the page', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../../../docs/configuration.md'), 'utf8');
    expect(page).toBe(configurationMarkdown());
  });
});
