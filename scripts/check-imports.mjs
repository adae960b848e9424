import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Cruises the imports below `folders` of `base` by the rules of .dependency-cruiser.cjs.
 * @param {string} base
 * @param {readonly string[]} folders
 */
export function cruise(base, folders) {
  const arguments_ = ['--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json', ...folders];
  let printed;
  try {
    printed = execFileSync(
      process.execPath,
      [join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'), ...arguments_],
      { cwd: base, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'] },
    );
  } catch (error) {
    // It exits with the number of violations, and has then printed them.
    if (!error.stdout) throw error;
    printed = error.stdout;
  }
  const { modules, summary } = JSON.parse(printed);
  return {
    sources: modules.map((module) => module.source),
    arrows: modules.flatMap((module) =>
      module.dependencies.map((to) => ({ from: module.source, to: to.resolved })),
    ),
    violations: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  };
}

/**
 * What makes the cruise worthless although it reports nothing: source files that it did not see, and imports between
 * our packages that it did not follow to source. Sentences; none when it saw everything.
 */
export function blindSpots({ sources, arrows }, expectedFiles, leastCrossings) {
  const seen = new Set(sources);
  const missed = expectedFiles.filter((file) => !seen.has(file)).map((file) => `${file} was not seen`);
  const crossings = arrows.filter(
    ({ from, to }) => ownerOf(from) !== ownerOf(to) && /^packages\/.*\/src\//.test(to),
  );
  return crossings.length < leastCrossings
    ? [...missed, `only ${crossings.length} imports from one package into another were followed`]
    : missed;
}

function ownerOf(path) {
  return path.split('/').slice(0, 2).join('/');
}

function sourceFiles(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return /^(node_modules|dist)$/.test(entry.name) ? [] : sourceFiles(path);
    return /(?<!\.d)\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folders = ['packages', 'apps', 'e2e', 'bench', 'attacks', 'recovery'];
  const seen = cruise(root, folders);
  const blind = blindSpots(seen, folders.flatMap(sourceFiles), 150);
  for (const { rule, from, to } of seen.violations) console.log(`${rule}: ${from} -> ${to}`);
  for (const sentence of blind) console.log(sentence);
  console.log(
    `${seen.sources.length} modules, ${seen.arrows.length} imports, ${seen.violations.length} wrong arrows`,
  );
  process.exitCode = seen.violations.length + blind.length === 0 ? 0 : 1;
}
