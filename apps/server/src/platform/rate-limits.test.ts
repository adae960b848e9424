import { mustBeOk, ok, refuse } from '@postern/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from './db/database.ts';
import { openDatabase } from './db/open-database.ts';
import { createMemoryLimits, createSharedLimits, type RateLimits } from './rate-limits.ts';

const postgresUrl = process.env.POSTERN_TEST_DATABASE_URL;
let nowMs = 1_000_000;
const clock = { nowMs: () => nowMs };
let db: Db;
let shared: RateLimits;

beforeAll(async () => {
  db = await openDatabase({ data: ':memory:', databaseUrl: postgresUrl ? new URL(postgresUrl) : undefined });
  await db.kysely.deleteFrom('rate_window').execute();
  shared = createSharedLimits(db, clock);
});
afterAll(() => db.close());

describe.each([
  { kind: 'in memory', limits: () => createMemoryLimits(clock) },
  { kind: 'shared by the database', limits: () => shared },
])('rate limits $kind', ({ limits: make }) => {
  it('refuse past the points, say for how long, and begin anew after it', async () => {
    const limits = make();
    mustBeOk(await limits.limit('a', 2, 60));
    nowMs += 10_000;
    mustBeOk(await limits.limit('a', 2, 60));
    expect(await limits.limit('a', 2, 60)).toEqual(
      refuse('rate_limited', { params: { retryAtMs: nowMs + 50_000, retryAfterSeconds: 50 } }),
    );
    expect(await limits.limit('b', 2, 60)).toEqual(ok());
    nowMs += 50_000;
    expect(await limits.limit('a', 2, 60)).toEqual(ok());
  });

  it('forget what is cleared', async () => {
    const limits = make();
    mustBeOk(await limits.limit('c', 1, 60));
    expect((await limits.limit('c', 1, 60)).ok).toBe(false);
    await limits.forget('c');
    expect(await limits.limit('c', 1, 60)).toEqual(ok());
  });

  it('count attempts that come at once', async () => {
    const limits = make();
    const results = await Promise.all(Array.from({ length: 10 }, () => limits.limit('d', 4, 60)));
    expect(results.filter((result) => result.ok)).toHaveLength(4);
  });
});
