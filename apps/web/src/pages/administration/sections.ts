import type { OpenOrganization } from '@postern/client';

/** The pages of the administration, in the order they are listed. */
export const sections = [
  { key: 'overview', to: '/$organization/administration' },
  { key: 'members', to: '/$organization/administration/members' },
  { key: 'invitations', to: '/$organization/administration/invitations' },
  { key: 'groups', to: '/$organization/administration/groups' },
  { key: 'vaults', to: '/$organization/administration/vaults' },
  { key: 'rules', to: '/$organization/administration/rules' },
  { key: 'addresses', to: '/$organization/administration/addresses' },
  { key: 'history', to: '/$organization/administration/history' },
] as const;

/** Whether there is something in the organization that this member may change. */
export function mayAdminister({ isOwner, permissions }: OpenOrganization): boolean {
  return isOwner || permissions.length > 0;
}

/** The pages this member is led to; who may change nothing still sees the rules that hold for everybody. */
export function administrationPages(organization: OpenOrganization): readonly (typeof sections)[number][] {
  return sections.filter(({ key }) => mayAdminister(organization) || key === 'rules');
}
