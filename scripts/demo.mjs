import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildServer, buildWeb, install, requireNode, root, say } from './set-up.mjs';
import { stopWithParent } from './stop-with-parent.mjs';

/**
 * `npm run demo`: the real server on port 4281 (`npm run demo -- <port>` for another) with several organizations and a
 * person for each denial. Prints who they are; its data is removed when it ends.
 */
requireNode();
const port = Number(process.argv[2] ?? 4281);
if (!Number.isInteger(port) || port < 1 || port > 65_535) {
  process.stderr.write(`"${process.argv[2]}" is no port.\n`);
  process.exit(1);
}
stopWithParent('demo');
await install();
await buildWeb();
// For the operator's commands.
await buildServer();
say('Starting the demo and filling it, which takes half a minute ...');
const folder = mkdtempSync(join(tmpdir(), 'postern-demo-program-'));
try {
  const { runDemo } = await bundle(folder);
  process.exitCode = await runDemo(root, port);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The demo is TypeScript and uses the packages' sources: bundled like a release, with registry packages left outside. */
async function bundle(dir) {
  const { build } = await import('rolldown');
  const outside = {
    name: 'registry-packages-stay-outside',
    async resolveId(id, importer) {
      if (isAbsolute(id) || id.startsWith('.') || id.startsWith('@postern/') || !importer) return null;
      const resolved = await this.resolve(id, importer, { skipSelf: true });
      if (!resolved || !isAbsolute(resolved.id)) return null;
      return { id: pathToFileURL(resolved.id).href, external: true };
    },
  };
  await build({
    cwd: root,
    input: { main: join(root, 'demo/main.ts') },
    platform: 'node',
    logLevel: 'silent',
    resolve: { conditionNames: ['postern-source', 'import', 'node'] },
    plugins: [outside],
    output: { dir, format: 'esm', entryFileNames: 'main.mjs', chunkFileNames: '[name]-[hash].mjs' },
  });
  return import(pathToFileURL(join(dir, 'main.mjs')).href);
}
