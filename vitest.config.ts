import { configDefaults, defineConfig } from 'vitest/config';

/**
 * One configuration for every suite that runs in Node. Packages are read as TypeScript source through the
 * `postern-source` export condition, so no build stands between an edit and its test.
 */
const shared = {
  resolve: { conditions: ['postern-source'] },
  ssr: { resolve: { conditions: ['postern-source'], externalConditions: ['postern-source'] } },
};

/** Everything a test leaves in the temporary folder goes when the run ends. */
const temporaryFolder = 'apps/server/test/support/temporary-folder.ts';

/** Real clients and real servers in one process; the same on either database. */
const scenarios = ['apps/server/test/**/*.test.ts', 'packages/client/test/**/*.test.ts'];

/** What only PostgreSQL can do; elsewhere such a file is not skipped, it is not there. */
const withoutPostgres = { exclude: [...configDefaults.exclude, '**/*.postgres.test.ts'] };

const slow = { testTimeout: 120_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          ...withoutPostgres,
          globalSetup: [temporaryFolder],
          // Some open real databases, and a busy machine is no fault of theirs.
          testTimeout: 30_000,
          include: [
            'packages/*/src/**/*.test.{ts,tsx}',
            'apps/*/src/**/*.test.{ts,tsx}',
            'scripts/**/*.test.ts',
            'attacks/harness/**/*.test.ts',
            'bench/**/*.test.ts',
          ],
        },
      },
      {
        ...shared,
        test: {
          name: 'scenario',
          include: [...scenarios, 'demo/**/*.test.ts'],
          ...withoutPostgres,
          globalSetup: [temporaryFolder],
          ...slow,
        },
      },
      {
        ...shared,
        test: {
          name: 'scenario-postgres',
          // The server's own database tests too: they take the database that the environment names.
          include: [...scenarios, 'apps/server/src/**/*.test.ts'],
          globalSetup: [temporaryFolder, 'apps/server/test/support/postgres-cluster.ts'],
          setupFiles: ['apps/server/test/support/postgres-database.ts'],
          ...slow,
        },
      },
      {
        ...shared,
        test: {
          name: 'attacks',
          include: ['attacks/**/*.test.ts'],
          exclude: ['attacks/harness/**'],
          globalSetup: [temporaryFolder],
          ...slow,
        },
      },
      {
        ...shared,
        test: { name: 'browser', include: ['e2e/**/*.test.ts'], fileParallelism: false, ...slow },
      },
    ],
  },
});
