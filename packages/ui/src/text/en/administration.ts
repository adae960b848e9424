import { administrationAccess } from './administration-access.ts';
import { administrationHistory } from './administration-history.ts';
import { administrationInvitations } from './administration-invitations.ts';
import { administrationMembers } from './administration-members.ts';
import { administrationRules } from './administration-rules.ts';
import { checkAccess } from './check-access.ts';

const plural = (count: number, one: string, many: string) => (count === 1 ? one : many);

export const administration = {
  administration: {
    title: 'Administration',
    lead: 'Who takes part in this organization, what they may do, and what holds for everybody.',
    nav: 'Pages of the administration',
    back: 'Back to the vault',
    sections: {
      overview: { title: 'Overview', says: 'Everything at a glance.' },
      requests: { title: 'Access inbox', says: 'People who were refused and ask to be let in.' },
      members: { title: 'Members', says: 'Who takes part, until when, with which role and permissions.' },
      invitations: { title: 'Invitations', says: 'Who was asked to join and has not yet.' },
      groups: { title: 'Groups', says: 'People who get the same vaults, changed in one place.' },
      vaults: { title: 'Vault access', says: 'Who can open which vault, and what they may do there.' },
      rules: { title: 'Rules', says: 'Second factor, clients, versions, sessions, personal vaults.' },
      addresses: { title: 'Addresses', says: 'From which networks people may come.' },
      recoveryKey: { title: 'Recovery key', says: 'The printed kit: which one counts, and a new one.' },
      check: { title: 'Check access', says: 'Why somebody gets in or does not, and who can open what.' },
      history: { title: 'History', says: 'Every change, who made it and when.' },
      accessLog: { title: 'Access log', says: 'Who came in and who was refused, and from where.' },
    },
    permissions: {
      'members.manage': {
        name: 'Manage members',
        says: 'Invite, disable, enable, extend and remove people, and set their role, permissions and clients.',
      },
      'groups.manage': { name: 'Manage groups', says: 'Make groups and decide who is in them.' },
      'vaults.create': { name: 'Create vaults', says: 'Make shared vaults.' },
      'settings.manage': {
        name: 'Manage settings',
        says: 'Change the rules and the address list.',
      },
      'audit.read': {
        name: 'Read the audit log',
        says: 'See who came in, who was refused, and what was changed.',
      },
      'applications.manage': {
        name: 'Manage application identities',
        says: 'Give programs access of their own.',
      },
    },
    clients: {
      extension: 'Browser extension',
      app: 'Installed app',
      cli: 'Command line',
    },
    mayNot: (permission: string) => `You need the permission “${permission}” to change this.`,
    grantedBy: 'It can be granted by the owner and by people who manage members and hold it themselves.',
    ownerOnly: 'Only the owner does this.',
    offline: 'You are offline. Changes wait until the server answers again.',
    setBy: (by: string, when: string) => `by ${by}, ${when}`,
    setByYou: (when: string) => `by you, ${when}`,
    setShort: (by: string, when: string) => `${by}, ${when}`,
    you: 'you',
    changed: 'Last change',
    never: 'No end',
    save: 'Save',
    apply: 'Apply',
    change: 'Change',
    done: 'Done',
    discard: 'Discard',
  },
  dataTable: {
    sort: (column: string) => `Sort by ${column}`,
    selectAll: 'Select all that are shown',
    select: (name: string) => `Select ${name}`,
    selected: (count: number) => `${count} selected`,
    clear: 'Clear the selection',
    bulk: 'Do with the selected',
    count: (shown: number, all: number) => (shown === all ? `${all}` : `${shown} of ${all}`),
    show: 'Show',
    all: 'All',
  },
  outcome: {
    title: 'What became of each',
    undone: 'Taken back.',
    refused: (count: number) => `${count} ${plural(count, 'was', 'were')} refused`,
    done: 'Done',
    each: 'See each',
    dismiss: 'Dismiss',
  },
  pick: {
    filter: 'Filter by typing',
    more: (count: number) => `${count} more. Type to find them.`,
    none: 'Nothing to pick from.',
    picked: (count: number) => `${count} picked`,
  },
  ...administrationMembers,
  ...administrationInvitations,
  ...administrationAccess,
  ...administrationRules,
  ...administrationHistory,
  ...checkAccess,
};
