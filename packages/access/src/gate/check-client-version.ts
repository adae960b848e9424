import { blocked, type Check, cannotTell, notApplicable, pass } from './check.ts';
import { deny } from './denial.ts';
import { isOwnerAtOwnersDoor } from './owners-door.ts';

/** Row 10. A newer copy of the same client gets in; the web client is newer after a reload. */
export const checkClientVersion: Check = {
  step: 10,
  codes: ['client_outdated'],
  arch: 'client',
  run(facts) {
    if (isOwnerAtOwnersDoor(facts)) return notApplicable;
    const { session, settings } = facts;
    if (session.state !== 'present' || settings.state !== 'present') return cannotTell;
    const { minimumClientVersion: minimumVersion, clientIsOutdated } = settings;
    if (minimumVersion === null || clientIsOutdated === false) return pass;
    if (clientIsOutdated !== true || typeof minimumVersion !== 'string') return cannotTell;
    // Whoever is told to use the web client is not using it yet.
    const remedies =
      session.clientKind === 'web'
        ? (['update_client', 'ask_to_accept_version'] as const)
        : (['update_client', 'use_web_client', 'ask_to_accept_version'] as const);
    return blocked(deny('client_outdated', { minimumVersion }, { remedies }));
  },
  evidence({ session, settings }) {
    return {
      ...(session.state === 'present' ? { clientVersion: session.clientVersion } : {}),
      ...(settings.state === 'present'
        ? {
            minimumVersion: settings.minimumClientVersion,
            isOutdated: settings.clientIsOutdated,
            event: settings.minimumClientVersionEvent,
          }
        : {}),
    };
  },
};
