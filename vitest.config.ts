import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * One configuration for every suite that runs in Node. Packages are read as TypeScript source through the
 * `postern-source` export condition, so no build stands between an edit and its test.
 */
const shared = {
  resolve: { conditions: ['postern-source'] },
  ssr: { resolve: { conditions: ['postern-source'], externalConditions: ['postern-source'] } },
};

/**
 * Argon2id as it is, at a fraction of the costs: half of what a scenario computes is otherwise the guesses it makes dear.
 * The product's own costs are paid in the browser, by the unit tests and by what the demo and the benches run.
 */
const lightArgon2 = {
  ...shared,
  plugins: [
    {
      name: 'light-argon2',
      enforce: 'pre' as const,
      resolveId: (source: string, importer = '') =>
        source === './argon2-costs.ts' && importer.endsWith('/packages/crypto/src/fixed-costs.ts')
          ? fileURLToPath(new URL('packages/crypto/test/light-argon2-costs.ts', import.meta.url))
          : null,
    },
  ],
};

/** Everything a test leaves in the temporary folder goes when the run ends. */
const temporaryFolder = 'apps/server/test/support/temporary-folder.ts';

/** Real clients and real servers in one process; the same on either database. */
const scenarios = ['apps/server/test/**/*.test.ts', 'packages/client/test/**/*.test.ts'];

/** What only PostgreSQL can do; elsewhere such a file is not skipped, it is not there. */
const withoutPostgres = { exclude: [...configDefaults.exclude, '**/*.postgres.test.ts'] };

/**
 * Ceremonies that a client goes through once for each of their requests and each way in which it can be lost. What it makes
 * of that is the same on either database, so one goes through them.
 */
const withoutInterrupted = { exclude: [...configDefaults.exclude, '**/*-interrupted.test.ts'] };

/** Files share what they import: none replaces a module or leaves anything in one. */
const together = { isolate: false };

const slow = { testTimeout: 120_000, hookTimeout: 120_000 };

/** Attacks, each file with its own server and people. */
const attacksIn = (
  name: string,
  which: { readonly include: string[]; readonly setupFiles?: readonly string[] },
) => ({
  ...lightArgon2,
  test: {
    name,
    ...which,
    setupFiles: [...(which.setupFiles ?? [])],
    globalSetup: [temporaryFolder],
    ...together,
    ...slow,
  },
});

/** A file that replaces a module must not share it; to import everything anew costs the others more than their attacks. */
function attackFiles(replacing: boolean): string[] {
  const folder = fileURLToPath(new URL('attacks', import.meta.url));
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .filter((file) => readFileSync(join(folder, file), 'utf8').includes('vi.mock(') === replacing)
    .map((file) => `attacks/${file.replaceAll('\\', '/')}`);
}

/** Where nothing ran before, large files begin first; these are longer than they are large, and none is to be waited for. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => /-interrupted\.test|\/denials\//.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    // One less than there are is what it takes by itself: half of a small machine.
    maxWorkers: '100%',
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          ...withoutPostgres,
          globalSetup: [temporaryFolder],
          ...together,
          // Some open real databases, and a busy machine is no fault of theirs.
          testTimeout: 30_000,
          include: [
            'packages/*/src/**/*.test.{ts,tsx}',
            'apps/*/src/**/*.test.{ts,tsx}',
            'scripts/**/*.test.ts',
            'bench/**/*.test.ts',
          ],
        },
      },
      {
        ...lightArgon2,
        test: {
          name: 'scenario',
          include: [...scenarios, 'demo/**/*.test.ts'],
          ...withoutPostgres,
          globalSetup: [temporaryFolder],
          ...together,
          ...slow,
        },
      },
      {
        ...lightArgon2,
        test: {
          name: 'scenario-postgres',
          // The server's own database tests too: they take the database that the environment names.
          include: [...scenarios, 'apps/server/src/**/*.test.ts'],
          ...withoutInterrupted,
          globalSetup: [temporaryFolder, 'apps/server/test/support/postgres-cluster.ts'],
          setupFiles: ['apps/server/test/support/postgres-database.ts'],
          ...together,
          ...slow,
        },
      },
      attacksIn('attacks', { include: attackFiles(false) }),
      attacksIn('attacks-replacing', {
        include: attackFiles(true),
        setupFiles: ['attacks/harness/import-anew.ts'],
      }),
      {
        ...lightArgon2,
        test: {
          name: 'recovery',
          include: ['recovery/**/*.test.ts'],
          globalSetup: [temporaryFolder],
          ...together,
          ...slow,
        },
      },
      {
        ...shared,
        test: { name: 'browser', include: ['e2e/**/*.test.ts'], ...together, ...slow },
      },
    ],
  },
});
