import { afterAll, inject } from 'vitest';
import { createDatabase, dropDatabase } from './postgres.ts';

/** Each test file gets a database of its own, whose URL it reads from the environment as the server's tests do. */
const clusterUrl = inject('postgresClusterUrl');
const databaseUrl = await createDatabase(clusterUrl);
process.env.POSTERN_TEST_DATABASE_URL = databaseUrl;

afterAll(() => dropDatabase(clusterUrl, databaseUrl));
