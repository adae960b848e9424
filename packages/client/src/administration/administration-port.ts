import { createCheckAccessPort } from '../check-access/check-access-port.ts';
import type { ClientCore } from '../client-core.ts';
import { createRecoveryKeyPort } from '../recovery/recovery-key-port.ts';
import { createGroupsPort } from './groups-port.ts';
import { createHistoryPort } from './history-port.ts';
import { createInvitationsPort } from './invitations-port.ts';
import { createPeoplePort } from './people-port.ts';
import type { AdministrationPort } from './port.ts';
import { createRulesPort } from './rules-port.ts';
import { createVaultAccessPort } from './vault-access-port.ts';

/** Administration of the entered organization, over the ledger that this device verified. */
export function createAdministrationPort(core: ClientCore): AdministrationPort {
  return {
    people: createPeoplePort(core),
    invitations: createInvitationsPort(core),
    groups: createGroupsPort(core),
    vaultAccess: createVaultAccessPort(core),
    rules: createRulesPort(core),
    history: createHistoryPort(core),
    checkAccess: createCheckAccessPort(core),
    recoveryKey: createRecoveryKeyPort(core),
  };
}
