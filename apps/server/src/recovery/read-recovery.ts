import type { readRecovery as endpoint, readRecoveryKeys as keysEndpoint } from '@postern/contract';
import { ok } from '@postern/core';
import type { Gathered } from '../access/facts.ts';
import { readLedger } from '../organization/read-ledger.ts';
import { readKeysOfRecovery } from '../organization/read-sealed-keys.ts';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import type { Platform } from '../platform/platform.ts';
import { listVaultHeads } from '../vault/vault-heads.ts';
import { limitRecovery, ownerLetThrough } from './owner-at-door.ts';
import { requireKitShown } from './show-kit.ts';

/**
 * The ledger for the owner at the door, who has shown the kit where the session alone says too little
 * (`show-kit.ts`). What it says is public to every member; nothing in it opens anything.
 */
export function readRecovery(platform: Platform): Handler<typeof endpoint, Gathered> {
  return async ({ caller, call, params, query }) => {
    const owner = await ownerLetThrough(platform, call, caller, params.address);
    if (!owner.ok) return owner;
    const { session, ledger } = owner.value;
    const limited = await limitRecovery(platform, 'read', session);
    if (!limited.ok) return limited;
    const shown = await requireKitShown(platform, owner.value);
    if (!shown.ok) return shown;
    const { address, forwardingHeadersIgnored } = call.client;
    return ok({
      ...(await readLedger(platform, ledger, query.from)),
      address: forwardingHeadersIgnored ? null : address,
    });
  };
}

/**
 * The vault keys of today that the recovery key opens, with which nobody but the holder of the code can do anything, and
 * the newest manifests, which an owner under other keys has to list.
 */
export function readRecoveryKeys(platform: Platform): Handler<typeof keysEndpoint, Gathered> {
  return async ({ caller, call, params }) => {
    const owner = await ownerLetThrough(platform, call, caller, params.address);
    if (!owner.ok) return owner;
    const { session, ledger } = owner.value;
    const limited = await limitRecovery(platform, 'read', session);
    if (!limited.ok) return limited;
    const shown = await requireKitShown(platform, owner.value);
    if (!shown.ok) return shown;
    const heads = await listVaultHeads(platform.db.kysely, ledger.state.organization);
    return ok({
      ...(await readKeysOfRecovery(platform, ledger.state)),
      heads: Object.fromEntries(heads),
    });
  };
}
