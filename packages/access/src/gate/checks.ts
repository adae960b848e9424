import type { GateCode } from '../catalogue/catalogue.ts';
import type { Check } from './check.ts';
import { checkKitSaved } from './check-kit-saved.ts';
import { checkMember } from './check-member.ts';
import { checkRecent } from './check-recent.ts';
import { checkSignedIn } from './check-signed-in.ts';

/** At least one: a gate without checks would let everybody in. */
export type Checks = readonly [Check, ...Check[]];

/** The gate. The order is the rule: the first check that does not pass is what the person is told. */
export const checks: Checks = [checkSignedIn, checkMember, checkKitSaved, checkRecent];

/** The codes that the gate can give as it stands. */
export const gateCodesInUse: ReadonlySet<GateCode> = new Set<GateCode>([
  'check_failed',
  ...checks.flatMap((check) => check.codes),
]);
