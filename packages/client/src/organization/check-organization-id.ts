import { type OrganizationId, ok, type Result, refuse } from '@postern/core';

/**
 * DEFENCE against another organization in the place of the one that is meant (attack rows BW08, BW09, X13): an
 * organization's id is the hash of its genesis event, and the client has it from its own sealed state, never from the
 * server that now speaks of it.
 */
export function checkOrganizationId(
  meant: OrganizationId,
  served: OrganizationId | undefined,
): Result<undefined, 'organization_unknown'> {
  return served === meant ? ok() : refuse('organization_unknown');
}
