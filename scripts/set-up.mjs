import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * What stands between a fresh clone and a running product: install and build, each only when it has something to do.
 * Nothing here needs more than Node, because at first nothing else is there.
 */

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const oldestNode = [20, 19];

/** Ends the process with a sentence when this Node is too old. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  stop(`Postern needs Node ${oldestNode.join('.')} or newer; this is ${process.versions.node}.`);
}

/** Installs the dependencies when what is installed is not what package-lock.json asks for. */
export async function install() {
  if (isInstalled()) return;
  say('Installing dependencies (npm ci) ...');
  const arguments_ = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  // Under "npm start" npm tells where it is; called directly, it is on the path.
  const npm = process.env.npm_execpath;
  await run(npm ? process.execPath : 'npm', npm ? [npm, ...arguments_] : arguments_, {
    shell: !npm && process.platform === 'win32',
  });
}

/** Builds the web client into apps/web/dist when its sources changed. */
export async function buildWeb() {
  await build('web client', 'apps/web', ['apps/web', 'packages'], () =>
    run(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], {
      cwd: join(root, 'apps/web'),
      // Asked for by a test run, it would otherwise be built for development.
      env: { ...process.env, NODE_ENV: 'production' },
    }),
  );
}

/** Bundles the server into apps/server/dist when its sources changed. */
export async function buildServer() {
  await build('server', 'apps/server', ['apps/server', 'packages', 'scripts/build-server.mjs'], () =>
    run(process.execPath, [join(root, 'scripts/build-server.mjs')]),
  );
}

/** Bundles the command-line client into apps/cli/dist when its sources changed. */
export async function buildCli() {
  await build('command-line client', 'apps/cli', ['apps/cli', 'packages', 'scripts/build-cli.mjs'], () =>
    run(process.execPath, [join(root, 'scripts/build-cli.mjs')]),
  );
}

async function build(name, folder, sources, work) {
  const stamp = join(root, folder, 'dist/.sources');
  const hash = hashOf(['package-lock.json', 'tsconfig.base.json', ...sources]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  say(`Building the ${name} ...`);
  await work();
  writeFileSync(stamp, hash);
}

/** npm records what it installed; optional packages are left out because other platforms' are never there. */
function isInstalled() {
  try {
    const wanted = readLock('package-lock.json');
    const installed = readLock('node_modules/.package-lock.json');
    return Object.entries(wanted).every(
      ([path, entry]) =>
        !path.includes('node_modules/') ||
        entry.link ||
        entry.optional ||
        (installed[path]?.version === entry.version && installed[path]?.integrity === entry.integrity),
    );
  } catch {
    return false;
  }
}

function readLock(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8')).packages;
}

function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of filesOf(join(root, path))) {
      hash
        .update(`${relative(root, file)}\0`)
        .update(readFileSync(file))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

const noSources = /^(?:node_modules|dist|dist-gallery|data|artifacts|vectors)$|\.test\.tsx?$|\.md$/;

function* filesOf(path) {
  const entries = entriesOf(path);
  if (!entries) {
    yield path;
    return;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!noSources.test(entry.name)) yield* filesOf(join(path, entry.name));
  }
}

function entriesOf(path) {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** Runs a program quietly; when it fails, shows what it said and ends this process with its exit code. */
async function run(program, arguments_, options = {}) {
  const child = spawn(program, arguments_, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const said = [];
  child.stdout.on('data', (chunk) => said.push(chunk));
  child.stderr.on('data', (chunk) => said.push(chunk));
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code === 0) return;
  process.stderr.write(Buffer.concat(said));
  stop('That failed; the lines above say why.', code ?? 1);
}

export function say(text) {
  process.stdout.write(`${text}\n`);
}

function stop(text, code = 1) {
  process.stderr.write(`${text}\n`);
  process.exit(code);
}
