import type { Clock } from '@postern/core';
import type { Config } from './config/parse-config.ts';
import type { Db } from './db/database.ts';
import type { ChangeFeed } from './events/change-feed.ts';
import type { ServerKeys } from './keys.ts';
import type { Log } from './log.ts';
import type { MailPort } from './mail/mail-port.ts';
import type { Metrics } from './metrics.ts';
import type { RateLimits } from './rate-limits.ts';

/** What every context stands on. Contexts take the parts they need, not the whole, wherever that is short. */
export interface Platform {
  readonly config: Config;
  readonly clock: Clock;
  readonly db: Db;
  readonly keys: ServerKeys;
  readonly mail: MailPort;
  /** Mail is kept at `/outbox` instead of being sent. */
  readonly hasOutbox: boolean;
  readonly feed: ChangeFeed;
  readonly limits: RateLimits;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Origin that people type and that links start with, like `https://postern.example`, without a slash at its end. */
  publicOrigin(): string;
  /** Version of the program, like `0.1.0`. */
  readonly version: string;
}
