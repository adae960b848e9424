import { appendLedger, readLedger, writeVault } from '@postern/contract';
import { type Bytes, fromBase64Url, mustBeOk, toBase64Url } from '@postern/core';
import { hashB64 } from '@postern/crypto';
import { parseManifest } from '@postern/ledger';
import type { Exchange, MisbehavingServer } from '../harness/misbehaving-server.ts';

/**
 * From now on the server shows a ledger of its own choice and refuses nothing that is appended to it or written to a
 * vault: rules are kept by clients, or by nobody. The real server hears of none of it.
 */
export function keepOwnLedger(evil: MisbehavingServer, chain: readonly Bytes[]): void {
  const kept = chain.map((event) => toBase64Url(event));
  evil
    .drop(readLedger, ({ url }) => ({
      events: kept.slice(Number(url.searchParams.get('from'))),
      more: false,
    }))
    .drop(appendLedger, (exchange) => {
      kept.push(...(sentIn(exchange).events as string[]));
      const last = fromBase64Url(kept.at(-1) ?? '') as Bytes;
      return { head: { seq: kept.length - 1, hash: hashB64(last) } };
    })
    .drop(writeVault, (exchange) => {
      const manifest = fromBase64Url(sentIn(exchange).manifest as string) as Bytes;
      const { payload, hash } = mustBeOk(parseManifest(manifest));
      return { head: { seq: payload.seq, hash } };
    });
}

/** The JSON of a request. */
export function sentIn({ body }: Exchange): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(body ?? []).toString('utf8'));
}
