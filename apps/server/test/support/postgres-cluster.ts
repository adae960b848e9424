import type { TestProject } from 'vitest/node';
import { startCluster } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresClusterUrl: string;
  }
}

/** One cluster for the whole run, gone at its end. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startCluster();
  project.provide('postgresClusterUrl', cluster.url);
  return () => cluster.stop();
}
