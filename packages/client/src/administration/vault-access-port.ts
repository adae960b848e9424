import { ok } from '@postern/core';
import type { Given, VaultRight } from '@postern/ledger';
import type { ClientCore } from '../client-core.ts';
import type { DraftedEvent } from '../organization/append-events.ts';
import { changeLedger, readAdministered } from './administered.ts';
import { listVaultAccess } from './list-vault-access.ts';
import { namesHere } from './names-here.ts';
import { renewEverything } from './people-port.ts';
import type { Grantee, VaultAccessPort } from './port.ts';

/** Who may do what in which vault. */
export function createVaultAccessPort(core: ClientCore): VaultAccessPort {
  return {
    list: async () => {
      const read = await readAdministered(core);
      if (!read.ok) return read;
      const { groups, vaults } = await namesHere(read.value);
      return ok(listVaultAccess(read.value, groups, vaults));
    },
    grant: async (vault, grants) => {
      const event = {
        type: 'vault_grant',
        body: {
          grants: grants.map(({ grantee, given }) => ({ ...idOf(grantee), ...asEvent(given) })),
          head: null,
          vault,
        },
      } as DraftedEvent;
      const changed = await changeLedger(core, async () => ok({ events: [event] }));
      return changed.ok ? ok() : changed;
    },
    revoke: async (vault, grantees) => {
      const event: DraftedEvent = {
        type: 'vault_revoke',
        body: { grantees: grantees.map(idOf), head: null, vault },
      };
      const changed = await changeLedger(core, async () => ok({ events: [event] }));
      if (!changed.ok) return changed;
      await renewEverything(core);
      return ok();
    },
  };
}

function idOf(grantee: Grantee) {
  return grantee.kind === 'member' ? { member: grantee.id } : { group: grantee.id };
}

/** Rights as an event spells them: a role, or the rights one by one. */
export function asEvent(given: Given) {
  return typeof given === 'string' ? { role: given } : { rights: [...given] as VaultRight[] };
}
