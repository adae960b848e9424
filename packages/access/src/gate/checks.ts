import type { GateCode } from '../catalogue/catalogue.ts';
import type { Check } from './check.ts';
import { checkAddress } from './check-address.ts';
import { checkClient } from './check-client.ts';
import { checkClientVersion } from './check-client-version.ts';
import { checkEnabled } from './check-enabled.ts';
import { checkInService } from './check-in-service.ts';
import { checkInvitation } from './check-invitation.ts';
import { checkKeyLink } from './check-key-link.ts';
import { checkKeysThere } from './check-keys-there.ts';
import { checkKitSaved } from './check-kit-saved.ts';
import { checkMember } from './check-member.ts';
import { checkNotEnded } from './check-not-ended.ts';
import { checkRecent } from './check-recent.ts';
import { checkSecondFactor } from './check-second-factor.ts';
import { checkSignedIn } from './check-signed-in.ts';

/** At least one: a gate without checks would let everybody in. */
export type Checks = readonly [Check, ...Check[]];

/** The gate. The order is the rule: the first check that does not pass is what the person is told. */
export const checks: Checks = [
  checkSignedIn,
  checkMember,
  checkInvitation,
  checkInService,
  checkKitSaved,
  checkEnabled,
  checkNotEnded,
  checkAddress,
  checkClient,
  checkClientVersion,
  checkSecondFactor,
  checkRecent,
  checkKeyLink,
  checkKeysThere,
];

/** The codes that the gate can give as it stands. */
export const gateCodesInUse: ReadonlySet<GateCode> = new Set<GateCode>([
  'check_failed',
  ...checks.flatMap((check) => check.codes),
]);
