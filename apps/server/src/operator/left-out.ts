import type { Schema } from '../schema.ts';

/**
 * Tables that a backup leaves out; every other one is in it, those of later versions too.
 *
 * Sessions: a restore would bring back the ones that were ended since, such as that of a stolen device. So people
 * sign in again; what their devices keep stays with them. Codes, tickets, half-done sign-ins, pairings and shown
 * kits are over within the hour. Counted attempts would refuse people for what they did before. The outbox holds codes in the clear. Mail of
 * invitations would go out again, with links that may be dead by then, and so would that of requests for access and
 * of announced rules; the indexes are made anew from the ledgers.
 */
export const leftOut: readonly (keyof Schema)[] = [
  'sessions',
  'mailed_codes',
  'sign_up_tickets',
  'reset_tickets',
  'sign_in_attempts',
  'pending_sign_ins',
  'factor_ceremonies',
  'phone_pairings',
  'phone_approvals',
  'recovery_proofs',
  'rate_window',
  'outbox_mail',
  'invitation_mails',
  'access_request_mails',
  'rule_mails',
  'invited_addresses',
  'memberships',
];

export function isLeftOut(table: string): boolean {
  return (leftOut as readonly string[]).includes(table);
}
