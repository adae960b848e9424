const plural = (count: number, one: string, many: string) => (count === 1 ? one : many);

/** What the sentences about a remedy are filled with; all of it is said as people say it. */
export interface RemedyWords {
  readonly who: string;
  readonly role?: string | undefined;
  readonly vaults?: number | undefined;
  readonly groups?: number | undefined;
  readonly address?: string | undefined;
  readonly client?: string | undefined;
  readonly version?: string | undefined;
  readonly formerVersion?: string | undefined;
  /** A moment: "22 November, 09:05". */
  readonly until?: string | undefined;
  /** A day; absent for no end. */
  readonly day?: string | undefined;
  readonly permission?: string | undefined;
  readonly vault?: string | undefined;
  /** What the member has on the vault by now. */
  readonly had?: string | undefined;
  /** Vaults and groups that are handed over now, and those that wait. */
  readonly handedOver?: number | undefined;
  readonly waits?: number | undefined;
}

const brings = ({ vaults = 0, groups = 0 }: RemedyWords) =>
  [
    vaults > 0 ? `${vaults} ${plural(vaults, 'vault', 'vaults')}` : '',
    groups > 0 ? `${groups} ${plural(groups, 'group', 'groups')}` : '',
  ].filter((part) => part !== '');
/** What arrives at once, and what does not. */
const handedOver = ({ handedOver: now = 0, waits = 0 }: RemedyWords) =>
  waits === 0
    ? now === 0
      ? ''
      : ' All of it is handed over at once.'
    : ` ${now} of ${now + waits} are handed over at once; the rest waits for others who hold it.`;
/** Like “an operator”. */
const aRole = (role: string) => `${/^[aeio]/i.test(role) ? 'an' : 'a'} ${role.toLowerCase()}`;
const with_ = (words: RemedyWords) =>
  brings(words).length === 0 ? '' : `, with ${brings(words).join(' and ')}`;

/** The access inbox: who asks, what stands in the way, what each remedy changes. */
export const requests = {
  inbox: {
    title: 'Access inbox',
    says: 'People who were refused and ask you to let them in.',
    lead: 'People who were refused and ask for access. What you allow here lets them in at once.',
    which: 'Which requests',
    open: 'Open',
    settled: 'Settled',
    list: 'Requests',
    emptyTitle: 'Nobody is waiting',
    emptyLead: 'Whoever is refused and asks for access appears here.',
    noneSettledTitle: 'No request was settled yet',
    noneSettledLead: 'What was granted or refused stays here.',
    pickTitle: 'Pick a request',
    pickLead: 'It shows what stands in somebody’s way, and what you can do about it.',
    guide: 'How it works',
    badge: (count: number) => `${count} open ${plural(count, 'request', 'requests')}`,
    waiting: (count: number) =>
      count === 0 ? 'No open requests' : `${count} open ${plural(count, 'request', 'requests')}`,
    keys: 'j and k go through the list, Enter opens, Ctrl Enter does what is chosen.',
    back: 'All requests',
    stranger: 'Not a member',
    memberSince: (role: string, since: string) => `${role} since ${since}`,
    seePerson: 'See the member',
    roles: { owner: 'Owner', administrator: 'Administrator', member: 'Member' },
    clients: {
      web: 'the browser',
      extension: 'the browser extension',
      app: 'the installed app',
      cli: 'the command line',
    } as Readonly<Record<string, string>>,
    otherClient: 'another client',
    was: (who: string, when: string, address: string, client: string) =>
      `${who} was refused ${when}, coming from ${address} in ${client}.`,
    needs: (who: string, what: string) => `${who} asks for ${what}.`,
    thing: {
      permission: (name: string) => `the permission “${name}”`,
      right: (right: string, vault: string) => `the right to ${right} in ${vault}`,
      vault: (vault: string) => vault,
      personalVaults: 'a personal vault',
      other: 'access',
      vaultNamed: (name: string) => `the vault “${name}”`,
      vaultUnnamed: 'a vault whose name this device cannot read',
    },
    standing: (count: number) =>
      count === 0
        ? 'Nothing stands in their way any more.'
        : `${count === 1 ? 'One thing stands' : `${count} things stand`} in their way.`,
    theySee: 'They read',
    note: 'Their note',
    asked: (times: number, first: string) => `Asked ${times} times since ${first}.`,
    mailWaiting: 'The mail about this request has not gone out yet.',
    expires: (day: string) => `Ends on ${day} if nobody answers.`,
    version: (version: string) => `version ${version}`,
    /** What stands in somebody's way, in their absence. */
    stands: {
      invitation_required: 'They are not a member',
      invitation_pending: 'They have not opened their invitation',
      invitation_expired: 'Their invitation has expired',
      invitation_for_other_address: 'Their invitation was sent to another address',
      setup_required: 'The recovery kit is not saved yet',
      member_disabled: 'Their membership is disabled',
      member_expired: 'Their membership has ended',
      ip_not_allowed: 'Their address is not on the list',
      extension_not_allowed: 'The browser extension is off for them',
      app_not_allowed: 'The installed app is off for them',
      cli_not_allowed: 'The command line is off for them',
      client_outdated: 'Their client is too old',
      mfa_enrollment_required: 'They have no second factor yet',
      mfa_required: 'They have not given their second factor',
      mfa_too_weak: 'Their second factor is too weak',
      reauthentication_required: 'They have to confirm who they are',
      phone_unpaired: 'Their keys were on a phone that is gone',
      recovery_code_or_invitation_required: 'Their keys are gone with a reset password',
      relink_required: 'Their keys are gone with a reset password',
      relink_unproven: 'They were let in again, and nobody who did it knew their words',
      keys_pending: 'Their keys have not arrived yet',
      permission_missing: 'They lack a permission',
      vault_not_shared: 'The vault is not shared with them',
      personal_vault_disabled: 'Personal vaults are off',
      entry_needs_approval: 'An entry waits for approval',
      entry_checked_out: 'Somebody else is using an entry',
      offline_not_allowed: 'Offline use is not allowed',
      recovery_denied: 'Only the owner can use the recovery code',
    } as Readonly<Record<string, string>>,
    standsOther: 'Something else stands in their way',
    choose: (what: string) => `${what}: what to do`,
    leave: 'Leave it as it is',
    leaveSays: 'This goes on standing in their way.',
    themselves: 'They can end this themselves, on the page they are on.',
    somebodyElse: (who: string) => `${who} can end this.`,
    mayNot: (who: string) => `Not yours to do. ${who} can.`,
    mayNotWhy: {
      rights_not_covered: 'You cannot give what you do not have yourself.',
      not_for_yourself: 'Nobody lets themselves in.',
      key_not_held: 'This device does not hold the key that would be handed over.',
      statement_refused:
        'On a device that held the keys before, this member said that the new ones are not theirs. Somebody else may have reset the password.',
    } as Readonly<Record<string, string>>,
    endDay: 'Last day',
    endHint: 'Leave it empty for no end.',
    endPast: 'Pick a day that is still to come.',
    shareAs: 'Share as',
    addressLabel: 'Name on the list',
    label: (email: string) => `Of ${email}`,
    /** What a remedy changes, before it is done. */
    changes: {
      enable_member: (is: RemedyWords) =>
        `${is.who} is back at once${is.role === undefined ? '' : ` as ${aRole(is.role)}`}${with_(is)}.`,
      extend_member: (is: RemedyWords) =>
        is.day === undefined
          ? `The membership of ${is.who} has no end any more${with_(is)}.`
          : `The membership of ${is.who} goes on until ${is.day}${with_(is)}.`,
      allow_address_once: (is: RemedyWords) =>
        `${is.address} counts for the sign-in that ${is.who} is waiting in, ${is.until === undefined ? 'for 24 hours' : `until ${is.until}`}, and for no other.`,
      allow_address_for_a_day: (is: RemedyWords) =>
        `${is.address} counts for every sign-in of ${is.who} ${is.until === undefined ? 'for 24 hours' : `until ${is.until}`}. The server enforces this.`,
      allow_address_always: (is: RemedyWords) =>
        `Puts ${is.address} on the organization’s list: it counts for every member, without an end.`,
      allow_client: (is: RemedyWords) =>
        `${is.who} may use ${is.client}, whatever the organization’s rule says.`,
      exempt_second_factor: (is: RemedyWords) =>
        `Nobody asks ${is.who} for a second factor here ${is.until === undefined ? 'for 24 hours' : `until ${is.until}`}. Elsewhere nothing changes.`,
      lower_minimum_version: (is: RemedyWords) =>
        `The organization accepts version ${is.version} and newer${is.formerVersion === undefined ? '' : `, ${is.formerVersion} until now`}. It counts for everybody.`,
      grant_permission: (is: RemedyWords) =>
        is.vault === undefined
          ? `${is.who} may ${is.permission} in the whole organization, beside what they may already.`
          : `${is.who} gets the right to ${is.permission} in ${is.vault}${is.had === undefined ? '' : `, beside “${is.had}” that they have now`}.`,
      share_vault: (is: RemedyWords) =>
        `${is.who} gets the key of ${is.vault ?? 'the vault'} as ${aRole(is.role ?? '')} and sees it within a second.${is.had === undefined ? '' : ` Until now: ${is.had}.`}`,
      allow_personal_vaults: () => 'Everybody in the organization may have a personal vault.',
      invite_member: (is: RemedyWords) =>
        `Opens an invitation with ${is.who} filled in; you pick what it gives. You come back here.`,
      resend_invitation: (is: RemedyWords) =>
        `A new link for ${is.who} with a new end. The old link stops working.`,
      reinvite_member: (is: RemedyWords) =>
        `${is.who} is back${is.role === undefined ? '' : ` as ${aRole(is.role)}`}${with_(is)}, under new keys.${handedOver(is)} The earlier keys no longer count.`,
      confirm_words: (is: RemedyWords) => `Vouches for the keys of ${is.who}.${handedOver(is)}`,
    },
    /** The same on the button; together they make one sentence. */
    does: {
      enable_member: (is: RemedyWords) => `enable ${is.who}`,
      extend_member: (is: RemedyWords) =>
        is.day === undefined ? 'take the end date away' : `extend the membership until ${is.day}`,
      allow_address_once: () => 'allow the address once',
      allow_address_for_a_day: () => 'allow the address for 24 hours',
      allow_address_always: () => 'allow the address always',
      allow_client: (is: RemedyWords) => `allow ${is.client}`,
      exempt_second_factor: () => 'exempt from the second factor for 24 hours',
      lower_minimum_version: (is: RemedyWords) => `accept version ${is.version}`,
      grant_permission: () => 'grant the permission',
      share_vault: (is: RemedyWords) => `share the vault as ${(is.role ?? '').toLowerCase()}`,
      allow_personal_vaults: () => 'turn personal vaults on',
      reinvite_member: (is: RemedyWords) => `invite ${is.who} again`,
      confirm_words: (is: RemedyWords) => `confirm the words of ${is.who}`,
    },
    invite: 'Go to the invitation',
    nothingChosen: 'Choose what to do',
    settleLead: 'Everything chosen is done together, or nothing is.',
    refuse: 'Refuse',
    refuseNote: 'Note to them (optional)',
    refuseHint: 'They read it on the page they wait on. The server can read it, too.',
    refuseNow: 'Refuse the request',
    check: 'Check access',
    said: (did: string) => `${did}: done.`,
    saidStill: (did: string, still: string) => `${did}: done. Still in the way: ${still}.`,
    refusedSaid: (who: string) => `${who} was refused.`,
    undone: 'Taken back. The request is open again.',
    undo: 'Take it back',
    undoUntil: (until: string) => `You can take it back until ${until}.`,
    states: {
      open: 'Open',
      granted: 'Granted',
      refused: 'Refused',
      expired: 'Ended without an answer',
      withdrawn: 'Withdrawn',
    },
    settledBy: (state: string, by: string, when: string) => `${state} by ${by}, ${when}`,
    settledAlone: (state: string, when: string) => `${state} ${when}`,
    fasterTitle: 'Somebody was faster',
    fasterLead: 'Nothing of what you chose was changed.',
    goneTitle: 'This request is not here',
    goneLead: 'It was settled long ago, it is not for you to settle, or the link is not whole.',
  },
};
