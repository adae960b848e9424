import type { readRecovery as endpoint, readRecoveryKeys as keysEndpoint } from '@postern/contract';
import { ok, toBase64Url } from '@postern/core';
import { currentEpoch, findVault } from '@postern/ledger';
import type { Gathered } from '../access/facts.ts';
import { listEvents, listSealedKeys } from '../organization/queries.ts';
import { maxEventsRead } from '../organization/read-ledger.ts';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import type { Platform } from '../platform/platform.ts';
import { limitRecovery, ownerLetThrough } from './owner-at-door.ts';

/** The ledger for the owner at the door. What it says is public to every member; nothing in it opens anything. */
export function readRecovery(platform: Platform): Handler<typeof endpoint, Gathered> {
  return async ({ caller, call, params, query }) => {
    const owner = await ownerLetThrough(platform, call, caller, params.address);
    if (!owner.ok) return owner;
    const { session, ledger } = owner.value;
    const limited = await limitRecovery(platform, 'read', session);
    if (!limited.ok) return limited;
    const { organization, head } = ledger.state;
    const to = Math.min(head.seq, query.from + maxEventsRead - 1);
    const events = await listEvents(platform.db.kysely, organization, { from: query.from, to });
    const { address, forwardingHeadersIgnored } = call.client;
    return ok({
      events: events.map(toBase64Url),
      more: to < head.seq,
      address: forwardingHeadersIgnored ? null : address,
    });
  };
}

/** The vault keys of today that the recovery key opens. Nobody but the holder of the code can do anything with them. */
export function readRecoveryKeys(platform: Platform): Handler<typeof keysEndpoint, Gathered> {
  return async ({ caller, call, params }) => {
    const owner = await ownerLetThrough(platform, call, caller, params.address);
    if (!owner.ok) return owner;
    const { session, ledger } = owner.value;
    const limited = await limitRecovery(platform, 'read', session);
    if (!limited.ok) return limited;
    const { state } = ledger;
    const recipients = state.recovery === null ? [] : [`recovery:${state.recovery.version}`];
    if (recipients.length === 0) return ok({ sealedKeys: [] });
    const rows = await listSealedKeys(platform.db.kysely, state.organization, { recipients, kinds: [] });
    const current = rows.filter(({ subject, epoch }) => {
      const vault = findVault(state, subject);
      return vault !== undefined && currentEpoch(vault).epoch === epoch;
    });
    return ok({ sealedKeys: current.map((row) => ({ ...row, sealed: toBase64Url(row.sealed) })) });
  };
}
