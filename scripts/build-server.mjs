import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

/** Bundles the server with the workspace's packages; what comes from the registry stays in node_modules. */
const server = join(dirname(dirname(fileURLToPath(import.meta.url))), 'apps/server');

await build({
  cwd: server,
  input: { cli: join(server, 'src/cli.ts') },
  platform: 'node',
  resolve: { conditionNames: ['postern-source', 'import', 'node'] },
  external: (id) => !id.startsWith('.') && !isAbsolute(id) && !id.startsWith('@postern/'),
  output: {
    dir: join(server, 'dist'),
    cleanDir: true,
    format: 'esm',
    sourcemap: true,
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
  },
});
