import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { benchTable } from './bench-table.mjs';
import { buildServer, buildWeb, install, requireNode, root } from './set-up.mjs';

/**
 * `npm run bench`: bundles each `bench/*.bench.ts` as a release is bundled, runs one after the other alone in a fresh
 * process, passes on the JSON line of every figure, and ends with a table against the bars. `npm run bench -- sync`
 * runs those whose name holds the word. Exit code 1 when a benchmark breaks, a bar is missed, or the whole run leaves a bar
 * without its figure.
 */
requireNode();
await install();
await buildWeb();
await buildServer();
const { build } = await import('rolldown');

const words = process.argv.slice(2);
const scripts = join(root, 'scripts/');
const names = readdirSync(join(root, 'bench'))
  .filter((file) => file.endsWith('.bench.ts') && words.every((word) => file.includes(word)))
  .sort();
mkdirSync(join(root, 'artifacts'), { recursive: true });
const bundles = mkdtempSync(join(root, 'artifacts/bench-'));
const figures = [];
let broken = 0;
try {
  for (const name of names) {
    process.stderr.write(`${name} ...\n`);
    const code = await run(await bundle(name));
    if (code === 0) continue;
    broken += 1;
    process.stderr.write(`${name} ended with ${code}.\n`);
  }
} finally {
  rmSync(bundles, { recursive: true, force: true });
}
const bars = JSON.parse(readFileSync(join(root, 'bench/bars.json'), 'utf8'));
const { text, missed, unmeasured } = benchTable(figures, words.length === 0 ? bars : barsOf(figures));
process.stdout.write(
  `\n${text}\n\n${figures.length} figures, ${missed} bars missed, ${unmeasured} not measured\n`,
);
process.exitCode = broken > 0 || figures.length === 0 || missed > 0 || unmeasured > 0 ? 1 : 0;

/** A part of the benchmarks owes only the figures it measures. */
function barsOf(measured) {
  return Object.fromEntries(
    Object.entries(bars).filter(([name]) => measured.some(({ figure }) => figure === name)),
  );
}

/**
 * Our own code goes into the bundle; what comes from the registry is loaded from where its importer would find it, and
 * scripts from where they lie, since they look around themselves for the checkout.
 */
async function bundle(name) {
  const dir = join(bundles, name.replace('.bench.ts', ''));
  const outside = {
    name: 'packages-and-scripts-stay-outside',
    async resolveId(id, importer) {
      if (isAbsolute(id) || id.startsWith('@postern/') || importer === undefined) return null;
      const resolved = await this.resolve(id, importer, { skipSelf: true });
      if (!resolved || !isAbsolute(resolved.id)) return null;
      if (id.startsWith('.') && !resolved.id.startsWith(scripts)) return null;
      return { id: pathToFileURL(resolved.id).href, external: true };
    },
  };
  await build({
    cwd: root,
    input: { main: join(root, 'bench', name) },
    platform: 'node',
    logLevel: 'warn',
    resolve: { conditionNames: ['postern-source', 'import', 'node'] },
    plugins: [outside],
    output: { dir, format: 'esm', sourcemap: 'inline', entryFileNames: 'main.mjs' },
  });
  return join(dir, 'main.mjs');
}

function run(file) {
  const child = spawn(process.execPath, ['--expose-gc', '--enable-source-maps', file], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) hear(line);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? signal));
  });
}

/** A figure is kept for the table; whatever else a benchmark prints is passed on. */
function hear(line) {
  process.stdout.write(`${line}\n`);
  if (!line.startsWith('{"figure":')) return;
  figures.push(JSON.parse(line));
}
