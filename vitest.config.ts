import { defineConfig } from 'vitest/config';

/**
 * One configuration for every suite that runs in Node. Packages are read as TypeScript source through the
 * `postern-source` export condition, so no build stands between an edit and its test.
 */
const shared = {
  resolve: { conditions: ['postern-source'] },
  ssr: { resolve: { conditions: ['postern-source'], externalConditions: ['postern-source'] } },
};

export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'packages/*/src/**/*.test.tsx', 'apps/*/src/**/*.test.ts', 'scripts/**/*.test.ts'],
        },
      },
      {
        ...shared,
        test: { name: 'scenario', include: ['apps/server/test/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 120_000 },
      },
      {
        ...shared,
        test: { name: 'attacks', include: ['attacks/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
      },
    ],
  },
});
