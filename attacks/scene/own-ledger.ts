import { appendLedger, joinOrganization, openInvitation, readLedger, writeVault } from '@postern/contract';
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
  const from = (position: number) => ({ events: kept.slice(position), more: false });
  const keep = (...events: readonly string[]) => {
    kept.push(...events);
    const last = fromBase64Url(kept.at(-1) ?? '') as Bytes;
    return { head: { seq: kept.length - 1, hash: hashB64(last) } };
  };
  evil
    .drop(readLedger, ({ url }) => from(Number(url.searchParams.get('from'))))
    .drop(appendLedger, (exchange) => keep(...(sentIn(exchange).events as string[])))
    .drop(openInvitation, (exchange) => from(sentIn(exchange).from as number))
    .drop(joinOrganization, (exchange) => keep(sentIn(exchange).join as string))
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
