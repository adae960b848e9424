import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installDebianPackage } from './debian-package.mjs';

const oldestMajor = 15;

/** Said when there is no server to test with. */
export const noPostgres = `No PostgreSQL server (${oldestMajor} or newer) was found. Install one, or put its initdb and postgres on the PATH, and run this again.`;

/**
 * The folder of a PostgreSQL server's programs, `initdb` and `postgres` among them, installing Debian's server where
 * that is possible. `undefined` when there is none.
 * @returns {string | undefined}
 */
export function findPostgres() {
  return installed() ?? (installDebianPackage('postgresql') ? installed() : undefined);
}

function installed() {
  return folders().find(isServer);
}

/** Debian keeps the programs of each version off the PATH; the newest comes first. */
function folders() {
  const versions = '/usr/lib/postgresql';
  const debian = existsSync(versions)
    ? readdirSync(versions)
        .sort((a, b) => Number(b) - Number(a))
        .map((version) => join(versions, version, 'bin'))
    : [];
  const onPath = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...debian, ...onPath, '/usr/local/bin', '/usr/local/pgsql/bin', '/opt/homebrew/bin'];
}

/** A program of that name may be a wrapper or a client only: both must say what they are. */
function isServer(folder) {
  return ['postgres', 'initdb'].every((program) => {
    const path = join(folder, program);
    if (!existsSync(path)) return false;
    try {
      const said = execFileSync(path, ['--version'], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const [, name, major] = said.match(/^(\w+) \(PostgreSQL\) (\d+)/) ?? [];
      return name === program && Number(major) >= oldestMajor;
    } catch {
      return false;
    }
  });
}
