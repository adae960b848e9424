import type { RuleCode } from '@postern/access';
import type { OwnersHelperView } from '@postern/client';
import type { UiText } from '@postern/ui';

/** What keeps the owner out: rules of the organization, and a second factor that sign-in asks for and that is lost. */
export interface OwnersTrouble {
  readonly rules: readonly RuleCode[];
  readonly lostFactor: boolean;
}

type Can = keyof UiText['ownersDoor']['can'];
type Way = keyof UiText['ownersDoor']['other'];

const isClient = (code: RuleCode) =>
  code === 'extension_not_allowed' || code === 'app_not_allowed' || code === 'cli_not_allowed';
const isFactor = (code: RuleCode) =>
  code === 'mfa_enrollment_required' || code === 'mfa_required' || code === 'mfa_too_weak';

/**
 * What this person can do about it, by the ledger's rules: of the owner's own membership only a custodian who manages
 * members changes anything. Nobody in the organization can end what sign-in itself asks for.
 */
export function whatTheyCan(helper: OwnersHelperView, { rules, lostFactor }: OwnersTrouble): readonly Can[] {
  const { canRestore, managesMembers, managesSettings } = helper;
  const helpsOwner = canRestore && managesMembers;
  const can: Can[] = [];
  if (managesSettings && rules.includes('ip_not_allowed')) can.push('address');
  if (managesSettings && rules.includes('client_outdated')) can.push('version');
  if (helpsOwner && rules.some(isClient)) can.push('client');
  if (helpsOwner && !lostFactor && rules.some(isFactor)) can.push('exempt');
  if (managesSettings && !lostFactor && rules.some((code) => isClient(code) || isFactor(code))) {
    can.push('settings');
  }
  if (canRestore) can.push('restore');
  if (can.length === 0) can.push(managesMembers ? 'manage' : 'settings');
  return can;
}

/** What else there is to do, the quickest first. */
export function otherWays({ rules, lostFactor }: OwnersTrouble): readonly Way[] {
  const ways: Way[] = [];
  if (lostFactor) ways.push('backup', 'reset');
  else if (rules.some(isFactor)) ways.push('factor', 'reset');
  if (rules.includes('ip_not_allowed')) ways.push('address', 'bypass');
  if (rules.some(isClient)) ways.push('web');
  if (rules.includes('client_outdated')) ways.push('reload');
  if (!lostFactor && rules.length > 0) ways.push('ask');
  return ways;
}

/** The operator's command for a way, for this organization and account; none for the others. */
export function commandOf(way: Way, address: string, email: string): string | undefined {
  if (way === 'bypass') return `npx postern org bypass-allowlist ${address} --for 1h`;
  return way === 'reset' ? `npx postern account reset-second-factor ${email}` : undefined;
}
