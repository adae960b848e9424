/** The pages of the administration, in the order they are listed. */
export const sections = [
  { key: 'overview', to: '/$organization/administration' },
  { key: 'members', to: '/$organization/administration/members' },
  { key: 'invitations', to: '/$organization/administration/invitations' },
  { key: 'groups', to: '/$organization/administration/groups' },
  { key: 'vaults', to: '/$organization/administration/vaults' },
  { key: 'rules', to: '/$organization/administration/rules' },
  { key: 'addresses', to: '/$organization/administration/addresses' },
] as const;
