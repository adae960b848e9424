type Params = Readonly<Record<string, string | number>>;

const plural = (count: number, one: string, many: string) => (count === 1 ? one : many);
const quoted = (name: string | number | undefined, otherwise: string) =>
  name === undefined ? otherwise : `“${name}”`;
const vault = ({ vault: name }: Params) => quoted(name, 'a vault you cannot open');
const group = ({ group: name }: Params) => quoted(name, 'a group you cannot open');
const person = ({ who }: Params) => `${who ?? 'somebody'}`;
/** Some by name, the rest counted. */
const several = (names: string | number | undefined, more: string | number | undefined) =>
  [names, more !== undefined && (names === undefined ? `${more}` : `${more} more`)]
    .filter(Boolean)
    .join(' and ');
const people = ({ who, more }: Params) => several(who, more) || 'nobody';
const roles: Readonly<Record<string, string>> = {
  administrator: 'an administrator',
  member: 'a member',
  reader: 'reader',
  operator: 'operator',
  editor: 'editor',
  manager: 'manager',
};
const byteUnits = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;
/** Like “1.5 GB”. */
function bytes(count: number): string {
  const unit = Math.min(byteUnits.length - 1, count < 1 ? 0 : Math.floor(Math.log(count) / Math.log(1024)));
  return `${Math.round((count / 1024 ** unit) * 10) / 10} ${byteUnits[unit]}`;
}
const settings: Readonly<Record<string, string>> = {
  sessionAgeMinutes: 'minutes until people confirm that it is them',
  secondFactor: 'second factor required',
  secondFactorFromMs: 'day from which the second factor is required',
  secondFactorGraceDays: 'days to set up the second factor',
  addressListOn: 'only from the listed addresses',
  clientsOff: 'clients that are off',
  minimumClientVersion: 'oldest client version',
  personalVaults: 'personal vaults',
  accessLogDays: 'days that the access log is kept',
};
const values: Readonly<Record<string, string>> = {
  true: 'on',
  false: 'off',
  null: 'none',
  '': 'none',
  any: 'any',
  no_mail: 'any but a mailed code',
  phishing_resistant: 'passkey or security key',
};

export const administrationHistory = {
  organizationHistory: {
    title: 'History',
    lead: 'Every change, who signed it and when. It comes from the ledger this device has verified: no line can be changed or taken out, not by the server either.',
    caption: 'Changes of this organization',
    filter: 'Filter by person, vault, group or change',
    what: 'Change',
    part: 'Part',
    by: 'By',
    at: 'When',
    recovery: 'the recovery kit',
    about: {
      organization: 'Organization',
      members: 'Members',
      invitations: 'Invitations',
      groups: 'Groups',
      vaults: 'Vaults',
      rules: 'Rules',
      recovery: 'Recovery',
    },
    /** A moment is written out by the page and handed over as `until`, the value of a setting that is one as `value`. */
    says: {
      genesis: ({ name }) => `Founded the organization ${quoted(name, '')}`.trim(),
      organization_rename: ({ name }) => `Renamed the organization to ${quoted(name, 'another name')}`,
      settings_set: ({ setting, value }) =>
        `Set the rule “${settings[`${setting}`] ?? setting}” to ${values[`${value}`] ?? value}`,
      addresses_add: ({ range, more }) => `Put ${several(range, more)} on the address list`,
      addresses_take: ({ range, more }) => `Took ${several(range, more)} off the address list`,
      vault_create: (params) =>
        params.personal ? 'Made a personal vault' : `Made the vault ${vault(params)}`,
      vault_archive: (params) => `Archived ${vault(params)}`,
      vault_unarchive: (params) => `Brought ${vault(params)} back from the archive`,
      vault_rotate: ({ count }) =>
        `Renewed the ${plural(Number(count), 'key of a vault', `keys of ${count} vaults`)}`,
      vault_grant: (params) =>
        `Gave ${people(params)} access to ${vault(params)}${params.role ? ` as ${roles[`${params.role}`] ?? params.role}` : ''}`,
      vault_revoke: (params) => `Took access to ${vault(params)} from ${people(params)}`,
      group_create: (params) => `Made the group ${group(params)} with ${people(params)} in it`,
      group_remove: (params) => `Removed the group ${group(params)}`,
      group_add: (params) => `Put ${people(params)} into ${group(params)}`,
      group_take: (params) => `Took ${people(params)} out of ${group(params)}`,
      group_rename: (params) => `Renamed a group to ${group(params)}`,
      group_renew: (params) => `Renewed the key of ${group(params)}`,
      invite: (params) => `Invited ${person(params)} as ${roles[`${params.role}`] ?? params.role}`,
      invite_resend: (params) => `Sent ${person(params)} the invitation again`,
      invite_revoke: (params) => `Revoked the invitation of ${person(params)}`,
      join: (params) => `${person(params)} joined`,
      role_set: (params) => `Made ${person(params)} ${roles[`${params.role}`] ?? params.role}`,
      permissions_set: (params) => `Changed the permissions of ${person(params)}`,
      clients_set: (params) => `Changed the clients of ${person(params)}`,
      end_set: (params) =>
        params.until === undefined
          ? `Took the end away from ${person(params)}`
          : `Set the end of ${person(params)} to ${params.until}`,
      exempt: (params) =>
        params.until === undefined
          ? `Ended the exemption of ${person(params)} from the second factor`
          : `Exempted ${person(params)} from the second factor until ${params.until}`,
      member_address_add: (params) =>
        `Let ${person(params)} come from ${several(params.range, params.more)}${params.once ? ', in one session alone' : ''}${params.until === undefined ? '' : `, until ${params.until}`}`,
      member_address_take: (params) =>
        `Took ${several(params.range, params.more)} off the addresses of ${person(params)}`,
      disable: (params) => `Disabled ${person(params)}`,
      enable: (params) => `Enabled ${person(params)}`,
      expire: (params) => `The membership of ${person(params)} ended`,
      remove: (params) => `Removed ${person(params)}`,
      link_confirm: (params) => `Vouched for the keys of ${person(params)}`,
      relink: (params) => `Linked the new keys of ${person(params)}`,
      relink_refuse: (params) => `Refused the new keys of ${person(params)}`,
      rekey: () => 'Took new account keys',
      custodian_add: (params) => `Made ${person(params)} a custodian`,
      custodian_remove: (params) => `Ended ${person(params)} as custodian`,
      owner_transfer: (params) => `Handed ownership over to ${person(params)}`,
      recovery_rotate: ({ version }) => `Saved recovery kit version ${version}`,
      recover: (params) => `Let ${person(params)} back in, as the only custodian`,
      reducer_raise: () => 'Began a newer form of the ledger',
    } as Readonly<Record<string, (params: Params) => string>>,
    made: 'Made',
  },
  /** What the operator of the server did and limits, which the server tells and the ledger does not. */
  operatorActs: {
    title: 'Done by the operator',
    lead: 'Told by the server, not by the ledger: with the commands of the server itself the operator limits an organization or helps it. Each was mailed to the owner and the custodians.',
    says: {
      suspended: () => 'Suspended the organization',
      resumed: () => 'Resumed the organization',
      seats_set: (seats) => (seats === null ? 'Took the limit of seats away' : `Set the seats to ${seats}`),
      storage_set: (limit) =>
        limit === null ? 'Took the limit of storage away' : `Set the storage to ${bytes(Number(limit))}`,
      address_list_lifted: (until) => `Lifted the address list until ${until}`,
    } as Readonly<
      Record<
        'suspended' | 'resumed' | 'seats_set' | 'storage_set' | 'address_list_lifted',
        (value: string | number | null) => string
      >
    >,
    limitsTitle: 'Limits of the operator',
    limitsLead: 'Set on the server, and told by it.',
    storage: 'Storage',
    seats: 'Seats',
    used: (used: string, limit: string) => `${used} of ${limit}`,
    bytes,
  },
};
