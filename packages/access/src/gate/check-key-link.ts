import { blocked, type Check, cannotTell, notApplicable, type Outcome, pass } from './check.ts';
import { deny } from './denial.ts';
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

function denialOf({ account, organization, membership }: Facts): Outcome {
  if (account.state !== 'present' || organization.state !== 'present' || membership.state !== 'present') {
    return cannotTell;
  }
  if (account.keys.state !== 'present') return cannotTell;
  const { isOwner } = membership;
  if (typeof isOwner !== 'boolean') return cannotTell;
  switch (account.keys.resetBy) {
    case 'phone':
      return byPhone(isOwner, organization);
    case 'password':
    // A device that was there before has the keys of before: what helps is the same.
    case null:
      return isOwner ? ofOwner(organization) : relink;
    default:
      return cannotTell;
  }
}

type KnownOrganization = Extract<OrganizationFacts, { readonly state: 'present' }>;

function byPhone(isOwner: boolean, { otherCustodians }: KnownOrganization): Outcome {
  if (!isOwner) return phoneOfMember;
  return otherCustodians > 0 ? phoneOfOwner : phoneOfLoneOwner;
}

function ofOwner({ otherCustodians, otherCustodianNames }: KnownOrganization): Outcome {
  if (!(otherCustodians > 0)) return recoveryCode;
  return blocked(
    deny('recovery_code_or_invitation_required', { names: otherCustodianNames.slice(0, mostNamed) }),
  );
}

const relink = blocked(deny('relink_required', {}));
const recoveryCode = blocked(deny('recovery_code_required', {}));
const phoneOfMember = blocked(
  deny('phone_unpaired', {}, { remedies: ['ask_new_invitation', 'follow_forgot_phone'] }),
);
const phoneOfOwner = blocked(
  deny(
    'phone_unpaired',
    {},
    {
      remedies: ['ask_new_invitation', 'enter_recovery_code', 'follow_forgot_phone', 'search_recovery_kit'],
      fixers: ['self', 'custodian'],
    },
  ),
);
const phoneOfLoneOwner = blocked(
  deny(
    'phone_unpaired',
    {},
    { remedies: ['enter_recovery_code', 'follow_forgot_phone', 'search_recovery_kit'], fixers: ['self'] },
  ),
);
