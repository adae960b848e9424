import type { OpenOrganization } from '@postern/client';

/** The pages of the administration, in the order they are listed. */
export const sections = [
  { key: 'overview', to: '/$organization/administration' },
  { key: 'requests', to: '/$organization/administration/requests' },
  { key: 'members', to: '/$organization/administration/members' },
  { key: 'invitations', to: '/$organization/administration/invitations' },
  { key: 'groups', to: '/$organization/administration/groups' },
  { key: 'vaults', to: '/$organization/administration/vaults' },
  { key: 'rules', to: '/$organization/administration/rules' },
  { key: 'addresses', to: '/$organization/administration/addresses' },
  { key: 'recoveryKey', to: '/$organization/administration/recovery-key' },
  { key: 'check', to: '/$organization/administration/check' },
  { key: 'history', to: '/$organization/administration/history' },
  { key: 'accessLog', to: '/$organization/administration/access-log' },
] as const;

/** Whether there is something in the organization that this member may change. */
export function mayAdminister({ isOwner, permissions }: OpenOrganization): boolean {
  return isOwner || permissions.length > 0;
}

/** Whether this member may ask why others get in or do not, and who can open what. */
export function mayCheckAccess({ isOwner, permissions }: OpenOrganization): boolean {
  return (
    isOwner || ['members.manage', 'settings.manage', 'audit.read'].some((each) => permissions.includes(each))
  );
}

/**
 * The pages this member is led to; who may change nothing still sees the rules that hold for everybody,
 * and, as the manager of a vault, who asks for it.
 */
export function administrationPages(organization: OpenOrganization): readonly (typeof sections)[number][] {
  const { openRequests } = organization;
  return sections.filter(({ key }) => {
    switch (key) {
      case 'check':
        return mayCheckAccess(organization);
      case 'recoveryKey':
        return organization.isOwner || organization.permissions.includes('members.manage');
      case 'accessLog':
        return mayReadLog(organization);
      default:
        return mayAdminister(organization) || key === 'rules' || (key === 'requests' && openRequests > 0);
    }
  });
}

function mayReadLog({ isOwner, permissions }: OpenOrganization): boolean {
  return isOwner || permissions.includes('audit.read');
}
