import { mayBeTold, remediesAndFixersOf, revealOf } from '@postern/access';
import type { GateAnswer } from '@postern/contract';
import { type OrganizationId, ok, type Result } from '@postern/core';
import { checkOrganizationId } from './check-organization-id.ts';

/**
 * DEFENCE against an organization that the server made up (attack rows BW03, BW08): which organization is at an address
 * the sealed account state says (`meant`), and nothing else. An address it does not know is not entered, whatever is
 * answered, and says no more than a stranger may be told: no recovery code is asked for, no kit, no second factor. An answer
 * about another organization than the one meant is `organization_unknown`.
 *
 * `renewed`: the account has begun anew without its earlier keys, and with them it lost what it knew. Then the server's word
 * leads to the six words and to the owner's door, and to nothing inside: `takeUpRelinked` and the recovery kit say which
 * organization it is.
 */
export function judgeGateAnswer(
  meant: OrganizationId | undefined,
  answer: GateAnswer,
  renewed = false,
): Result<GateAnswer, 'organization_unknown'> {
  if (meant === undefined) {
    const isOwn = renewed && answer.organization !== undefined;
    return ok(isOwn || isForStrangers(answer) ? answer : notInvited(answer));
  }
  if (answer.organization !== undefined || answer.allowed) {
    const checked = checkOrganizationId(meant, answer.organization);
    if (!checked.ok) return checked;
  }
  return ok(answer);
}

function isForStrangers({ allowed, denial }: GateAnswer): boolean {
  return !allowed && (denial === undefined || mayBeTold('signed-in', revealOf(denial.code)));
}

function notInvited({ atMs }: GateAnswer): GateAnswer {
  const { remedies, fixers } = remediesAndFixersOf('invitation_required');
  return {
    allowed: false,
    denial: { code: 'invitation_required', params: {}, remedies: [...remedies], fixers: [...fixers] },
    path: [
      { arch: 'signed_in', state: 'open' },
      { arch: 'member', state: 'shut' },
    ],
    atMs,
  };
}
