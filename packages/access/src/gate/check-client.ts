import { blocked, type Check, cannotTell, notApplicable, type Outcome, pass } from './check.ts';
import { deny } from './denial.ts';
import type { RuledClientKind } from './facts.ts';
import { isOwnerAtOwnersDoor } from './owners-door.ts';

const refused: { readonly [Kind in RuledClientKind]: Outcome } = {
  extension: blocked(deny('extension_not_allowed', {})),
  app: blocked(deny('app_not_allowed', {})),
  cli: blocked(deny('cli_not_allowed', {})),
};

/**
 * Row 9. The member's own rule counts before the organization's. The web client is never turned off, and application
 * identities have rules of their own. A client says itself what it is: the server enforces this (attack row X7).
 */
export const checkClient: Check = {
  step: 9,
  codes: ['extension_not_allowed', 'app_not_allowed', 'cli_not_allowed'],
  arch: 'client',
  run(facts) {
    if (isOwnerAtOwnersDoor(facts)) return notApplicable;
    const { session, membership, settings } = facts;
    if (session.state !== 'present') return cannotTell;
    const kind = session.clientKind;
    if (kind === 'web' || kind === 'api') return pass;
    if (kind !== 'extension' && kind !== 'app' && kind !== 'cli') return cannotTell;
    if (membership.state !== 'present' || settings.state !== 'present') return cannotTell;
    const own = membership.clientRules[kind];
    const isAllowed = own === null ? settings.clientsAllowed[kind] : own;
    if (isAllowed === true) return pass;
    return isAllowed === false ? refused[kind] : cannotTell;
  },
  evidence({ session, membership, settings }) {
    return {
      ...(session.state === 'present' ? { clientKind: session.clientKind } : {}),
      ...(membership.state === 'present'
        ? { ofMember: membership.clientRules, event: membership.clientRulesEvent }
        : {}),
      ...(settings.state === 'present'
        ? { ofOrganization: settings.clientsAllowed, organizationEvent: settings.clientsAllowedEvent }
        : {}),
    };
  },
};
