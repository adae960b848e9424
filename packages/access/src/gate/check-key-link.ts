import { blocked, type Check, cannotTell, notApplicable, type Outcome, pass } from './check.ts';
import { type Denied, deny } from './denial.ts';
import type { Facts, OrganizationFacts } from './facts.ts';
import { isOwnerAtOwnersDoor } from './owners-door.ts';

/**
 * Rows 13 to 16: whether the organization knows the keys that this session works with. Which of the four is said follows
 * from what began the new keys, and from who is left to help. INVARIANT: the owner is sent to somebody only where a
 * custodian is there, for nobody else may re-invite an owner.
 */
export const checkKeyLink: Check = {
  step: 13,
  codes: [
    'phone_unpaired',
    'recovery_code_required',
    'recovery_code_or_invitation_required',
    'relink_required',
  ],
  arch: 'key',
  run(facts) {
    if (isOwnerAtOwnersDoor(facts)) return notApplicable;
    const { keyLink } = facts;
    if (keyLink.state !== 'present') return cannotTell;
    switch (keyLink.link) {
      case 'linked':
      case 'pending':
        return pass;
      case 'broken':
        return denialOf(facts);
      default:
        return cannotTell;
    }
  },
  evidence({ account, keyLink }) {
    return {
      ...(keyLink.state === 'present' ? { link: keyLink.link, event: keyLink.linkEvent } : {}),
      ...(account.state === 'present' && account.keys.state === 'present'
        ? { generation: account.keys.generation, resetBy: account.keys.resetBy }
        : {}),
    };
  },
};

/** So many custodians are named; a sentence with more is not said. */
const mostNamed = 12;

/** Where anybody of many will do, a few are enough. */
const mostWhoInvite = 3;

function denialOf({ account, organization, membership, keyLink }: Facts): Outcome {
  if (keyLink.state !== 'present') return cannotTell;
  if (account.state !== 'present' || organization.state !== 'present' || membership.state !== 'present') {
    return cannotTell;
  }
  if (account.keys.state !== 'present') return cannotTell;
  const { isOwner } = membership;
  if (typeof isOwner !== 'boolean') return cannotTell;
  const names = keyLink.helpers.slice(0, mostWhoInvite);
  switch (account.keys.resetBy) {
    case 'phone':
      return blocked(byPhone(isOwner, organization, names));
    case 'password':
    // A device that was there before has the keys of before: what helps is the same.
    case null:
      return isOwner ? ofOwner(organization) : blocked(deny('relink_required', { names }));
    default:
      return cannotTell;
  }
}

type KnownOrganization = Extract<OrganizationFacts, { readonly state: 'present' }>;

function byPhone(isOwner: boolean, { otherCustodians }: KnownOrganization, names: readonly string[]): Denied {
  if (!isOwner) {
    return deny('phone_unpaired', { names }, { remedies: ['ask_new_invitation', 'follow_forgot_phone'] });
  }
  if (!(otherCustodians > 0)) return phoneOfLoneOwner;
  return deny(
    'phone_unpaired',
    { names },
    {
      remedies: ['ask_new_invitation', 'enter_recovery_code', 'follow_forgot_phone', 'search_recovery_kit'],
      fixers: ['self', 'custodian'],
    },
  );
}

function ofOwner({ otherCustodians, otherCustodianNames }: KnownOrganization): Outcome {
  if (!(otherCustodians > 0)) return recoveryCode;
  return blocked(
    deny('recovery_code_or_invitation_required', { names: otherCustodianNames.slice(0, mostNamed) }),
  );
}

const recoveryCode = blocked(deny('recovery_code_required', {}));
const phoneOfLoneOwner = deny(
  'phone_unpaired',
  { names: [] },
  { remedies: ['enter_recovery_code', 'follow_forgot_phone', 'search_recovery_kit'], fixers: ['self'] },
);
