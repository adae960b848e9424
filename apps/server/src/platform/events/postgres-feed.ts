import { randomBytes, toBase64Url } from '@postern/core';
import pg from 'pg';
import { holdDatabase } from '../db/running-servers.ts';
import { type ChangeFeed, type ChangeNotice, createLocalFeed, resync } from './change-feed.ts';

const channel = 'postern_changes';
/** PostgreSQL refuses payloads of 8000 bytes and more. */
const maxPayloadBytes = 7900;
const reconnectMs = { first: 200, longest: 10_000 };

/**
 * The feed between processes by LISTEN and NOTIFY, on one connection of its own. While that is down, notices of this
 * process still reach its own subscribers; when it is back, everybody is told to `resync`.
 */
export async function openPostgresFeed(url: URL, onFault: (error: unknown) => void): Promise<ChangeFeed> {
  const local = createLocalFeed(onFault);
  const self = toBase64Url(randomBytes(9));
  let client: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;
  let delayMs = reconnectMs.first;
  let closed = false;
  /** One query at a time on the connection, in the order of publishing. */
  let sending: Promise<unknown> = Promise.resolve();

  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({ connectionString: url.href, keepAlive: true });
    let lost = false;
    const lose = (error?: Error) => {
      if (lost) return;
      lost = true;
      if (client === fresh) client = undefined;
      fresh.end().catch(() => {});
      if (closed) return;
      if (error) onFault(error);
      retry = setTimeout(() => void reconnect(), delayMs);
      delayMs = Math.min(delayMs * 2, reconnectMs.longest);
    };
    fresh.on('error', lose);
    fresh.on('end', () => lose());
    fresh.on('notification', ({ payload }) => {
      const heard = parseNotice(payload);
      if (heard && heard.from !== self) local.publish(heard.notice);
    });
    try {
      await fresh.connect();
      await fresh.query(`listen ${channel}`);
      await holdDatabase(fresh);
    } catch (error) {
      lose(error as Error);
      throw error;
    }
    client = fresh;
    delayMs = reconnectMs.first;
  };
  const reconnect = async (): Promise<void> => {
    try {
      await connect();
      local.publish(resync);
    } catch {
      // Told to `onFault` already; the next attempt is under way.
    }
  };

  await connect().catch((error) => {
    closed = true;
    clearTimeout(retry);
    throw error;
  });
  return {
    publish: (notice) => {
      local.publish(notice);
      const payload = JSON.stringify({ from: self, notice });
      const fits = Buffer.byteLength(payload) <= maxPayloadBytes;
      const sent = fits ? payload : JSON.stringify({ from: self, notice: resync });
      sending = sending
        .then(() => client?.query('select pg_notify($1, $2)', [channel, sent]))
        .catch((error: unknown) => {
          if (!closed) onFault(error);
        });
    },
    subscribe: local.subscribe,
    close: async () => {
      closed = true;
      clearTimeout(retry);
      await sending;
      await local.close();
      await client?.end();
    },
  };
}

function parseNotice(payload: string | undefined): { from: string; notice: ChangeNotice } | undefined {
  try {
    const value = JSON.parse(payload ?? '') as { from?: unknown; notice?: { kind?: unknown } };
    return typeof value.from === 'string' && typeof value.notice?.kind === 'string'
      ? (value as { from: string; notice: ChangeNotice })
      : undefined;
  } catch {
    return undefined;
  }
}
