import type { InvitationsPort } from '@postern/client';
import { ok, refuse } from '@postern/core';

/** The invitee's side of an invitation, by the state that is asked for. */
export function sampleInvitation(as: string): Pick<InvitationsPort, 'open' | 'accept'> {
  return {
    open: async () => {
      switch (as) {
        case 'invited-out':
          return refuse('sign_in_required');
        case 'invited-expired':
          return refuse('invitation_expired', { params: { endedAtMs: Date.now() - 86_400_000 } });
        case 'invited-used':
          return refuse('invitation_not_open');
        case 'invited-other':
          return refuse('invitation_for_other_address', { params: { email: 'maya@northwind.example' } });
        default:
          return ok({
            organization: 'Northwind Freight',
            address: 'northwind',
            email: 'maya@northwind.example',
            by: 'dana@northwind.example',
            role: 'member',
            needsWords: as === 'invited-words',
            expiresAtMs: Date.now() + 6 * 86_400_000,
            forThisAccount: true,
          });
      }
    },
    accept: async (_fragment, words) =>
      as === 'invited-words' && words?.[0] !== 'harbour'
        ? refuse('words_wrong')
        : ok({ address: 'northwind', waits: as === 'invited-waits' }),
  };
}
