import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

/** Bundles the command-line client with the workspace's packages; libraries stay in node_modules. */
const cli = join(dirname(dirname(fileURLToPath(import.meta.url))), 'apps/cli');

const bundled = /^@postern(?:\/|$)/;

await build({
  cwd: cli,
  input: { main: join(cli, 'src/main.ts') },
  platform: 'node',
  resolve: { conditionNames: ['postern-source', 'import', 'node'] },
  external: (id) => !id.startsWith('.') && !isAbsolute(id) && !bundled.test(id),
  output: {
    dir: join(cli, 'dist'),
    cleanDir: true,
    format: 'esm',
    sourcemap: true,
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
  },
});
