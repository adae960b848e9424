import type { z } from 'zod';
import type { EventDefinition } from '../event-definition.ts';
import { accountEvents } from './accounts.ts';
import { custodianEvents } from './custodians.ts';
import { genesisEvents } from './genesis.ts';
import { groupEvents } from './groups.ts';
import { invitationEvents } from './invitations.ts';
import { memberAddressEvents } from './member-addresses.ts';
import { memberEvents } from './members.ts';
import { recoveryEvents } from './recovery.ts';
import { relinkEvents } from './relink.ts';
import { settingsEvents } from './settings.ts';
import { vaultEvents } from './vaults.ts';

/** SPEC: docs/protocol/ledger.md. Every event type there is, by family. */
export const events = {
  ...genesisEvents,
  ...recoveryEvents,
  ...vaultEvents,
  ...settingsEvents,
  ...memberEvents,
  ...memberAddressEvents,
  ...invitationEvents,
  ...custodianEvents,
  ...groupEvents,
  ...accountEvents,
  ...relinkEvents,
};

export type EventType = keyof typeof events;
export type EventBody<Type extends EventType> = z.infer<(typeof events)[Type]['body']>;

/** The definition of an event type, or undefined for a name that is none. */
export function findEventDefinition(type: string): EventDefinition | undefined {
  return Object.hasOwn(events, type) ? (events[type as EventType] as EventDefinition) : undefined;
}
