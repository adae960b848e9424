import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * Installs a Debian package when this process may: root, on Debian or one of its children. Answers whether apt says
 * that it is there now; false where apt is not the way.
 * @param {string} name
 */
export function installDebianPackage(name) {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return false;
  process.stderr.write(`Installing Debian's ${name} ...\n`);
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...arguments_) =>
    execFileSync('apt-get', ['-qq', ...arguments_], {
      env: environment,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  try {
    apt('update');
    apt('install', '-y', '--no-install-recommends', name);
    return true;
  } catch (error) {
    process.stderr.write(`apt-get could not install ${name}.\n${error.stderr ?? error}\n`);
    return false;
  }
}
