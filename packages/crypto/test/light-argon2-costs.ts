/** Stands in for `argon2-costs.ts` where `vitest.config.ts` says so. */
export const argon2Costs = { memoryKiB: 1024, iterations: 1, parallelism: 1 } as const;
