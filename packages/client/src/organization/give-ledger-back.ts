import { appendLedger, type SealedKey } from '@postern/contract';
import { ok, type Result, refuse, toBase64Url } from '@postern/core';
import { parseEvent, verifyChain } from '@postern/ledger';
import type { Appender } from './append-events.ts';
import { sealRequiredKeys } from './seal-required-keys.ts';

const eventsAtOnce = 200;

/**
 * Gives a server that was found behind (a restored backup) the events it lost, as they were signed, with the keys they
 * call for sealed anew. Nothing is sent that its author did not sign.
 */
export async function giveLedgerBack(by: Appender): Promise<Result<undefined>> {
  const from = by.ledger.servedHead();
  const all = await by.ledger.events();
  if (by.ledger.standing() !== 'behind' || from === undefined) return ok();
  if (all === undefined || all.length <= from.seq) return refuse('ledger_behind');
  const base = await verifyChain(null, all.slice(0, from.seq + 1));
  if (!base.ok) return base;
  let { state } = base.value;
  const lost = all.slice(from.seq + 1);
  for (let at = 0; at < lost.length; at += eventsAtOnce) {
    const batch = lost.slice(at, at + eventsAtOnce);
    const sealedKeys: SealedKey[] = [];
    for (const bytes of batch) {
      const event = parseEvent(bytes);
      const next = await verifyChain(state, [bytes]);
      if (!event.ok || !next.ok) return refuse('ledger_invalid');
      state = next.value.state;
      const sealed = await sealRequiredKeys(state, event.value.payload, by.member, by.opener);
      if (!sealed.ok) return sealed;
      sealedKeys.push(...sealed.value);
    }
    const appended = await by.api.call(appendLedger, {
      params: { organization: by.organization },
      body: { events: batch.map((event) => toBase64Url(event)), sealedKeys },
    });
    if (!appended.ok) return appended;
  }
  const synced = await by.ledger.sync();
  return synced.ok ? ok() : synced;
}
