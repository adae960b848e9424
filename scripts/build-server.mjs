import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

/**
 * Bundles the server with the workspace's packages and with those libraries of which it uses a small part: without
 * zod's forty languages and Kysely's other databases the server needs 18 MB less. The rest stays in node_modules.
 */
const server = join(dirname(dirname(fileURLToPath(import.meta.url))), 'apps/server');

const bundled = /^(?:@postern|@noble|zod|kysely)(?:\/|$)/;

await build({
  cwd: server,
  input: { cli: join(server, 'src/cli.ts') },
  platform: 'node',
  resolve: { conditionNames: ['postern-source', 'import', 'node'] },
  external: (id) => !id.startsWith('.') && !isAbsolute(id) && !bundled.test(id),
  output: {
    dir: join(server, 'dist'),
    cleanDir: true,
    format: 'esm',
    sourcemap: true,
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
  },
});
