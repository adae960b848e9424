import { createHash } from 'node:crypto';
import { type Clock, ok, type Result, refuse, toBase64Url } from '@postern/core';
import { sql } from 'kysely';
import type { Db } from './db/database.ts';

/** Counts attempts in fixed windows. */
export interface RateLimits {
  /**
   * Counts one attempt under `key`; refuses with `rate_limited` and `retryAfterSeconds` once more than `points` came
   * within `seconds` of the first. The key is hashed before it is kept, so it may hold an address or a mail address.
   */
  limit(key: string, points: number, seconds: number): Promise<Result<undefined, 'rate_limited'>>;
  /** Forgets the attempts under `key`, after a success that clears them. */
  forget(key: string): Promise<void>;
}

interface Window {
  readonly count: number;
  readonly endsAtMs: number;
}

/** Windows are swept out this often, or when this many are kept in memory. */
const sweepMs = 60_000;
const maxKept = 100_000;

/** Limits of this process alone; they start anew with it. */
export function createMemoryLimits(clock: Clock): RateLimits {
  const windows = new Map<string, Window>();
  let sweptAtMs = clock.nowMs();
  return {
    limit: async (key, points, seconds) => {
      const nowMs = clock.nowMs();
      if (nowMs - sweptAtMs > sweepMs || windows.size >= maxKept) {
        sweptAtMs = nowMs;
        for (const [name, window] of windows) if (window.endsAtMs <= nowMs) windows.delete(name);
      }
      const name = nameOf(key);
      const kept = windows.get(name);
      const window =
        kept && kept.endsAtMs > nowMs
          ? { count: kept.count + 1, endsAtMs: kept.endsAtMs }
          : { count: 1, endsAtMs: nowMs + seconds * 1000 };
      windows.set(name, window);
      return verdict(window, points, nowMs);
    },
    forget: async (key) => {
      windows.delete(nameOf(key));
    },
  };
}

/** Limits shared by all processes of one database. */
export function createSharedLimits(db: Db, clock: Clock): RateLimits {
  let sweptAtMs = clock.nowMs();
  return {
    limit: async (key, points, seconds) => {
      const nowMs = clock.nowMs();
      if (nowMs - sweptAtMs > sweepMs) {
        sweptAtMs = nowMs;
        await db.kysely.deleteFrom('rate_window').where('ends_at_ms', '<=', nowMs).execute();
      }
      const endsAtMs = nowMs + seconds * 1000;
      const row = await db.kysely
        .insertInto('rate_window')
        .values({ name: nameOf(key), count: 1, ends_at_ms: endsAtMs })
        .onConflict((conflict) =>
          conflict.column('name').doUpdateSet({
            count: sql<number>`case when rate_window.ends_at_ms > ${nowMs} then rate_window.count + 1 else 1 end`,
            ends_at_ms: sql<number>`case when rate_window.ends_at_ms > ${nowMs} then rate_window.ends_at_ms else ${endsAtMs} end`,
          }),
        )
        .returning(['count', 'ends_at_ms'])
        .executeTakeFirstOrThrow();
      return verdict({ count: row.count, endsAtMs: row.ends_at_ms }, points, nowMs);
    },
    forget: async (key) => {
      await db.kysely.deleteFrom('rate_window').where('name', '=', nameOf(key)).execute();
    },
  };
}

function verdict(window: Window, points: number, nowMs: number): Result<undefined, 'rate_limited'> {
  if (window.count <= points) return ok();
  return refuse('rate_limited', {
    params: {
      retryAtMs: window.endsAtMs,
      retryAfterSeconds: Math.max(1, Math.ceil((window.endsAtMs - nowMs) / 1000)),
    },
  });
}

function nameOf(key: string): string {
  return toBase64Url(createHash('sha256').update(key).digest().subarray(0, 16));
}
