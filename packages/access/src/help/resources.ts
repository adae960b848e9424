import type { resourceDenials } from '../catalogue/resources.ts';
import { buttonOf } from '../gate/offered-remedies.ts';
import { type HelpText, nobodyElse } from './page.ts';

const vaultManagers = 'The managers of the vault.';

export const resourcesHelp = {
  permission_missing: {
    means:
      'What you tried needs a permission, or a right on this vault, that you do not have. The server and the clients enforce finer rights; who can open a vault at all is a matter of its key.',
    steps: [
      'Choose Ask for access and say what you need it for.',
      'Or ask somebody who has it to do it for you.',
    ],
    others: 'The owner, people who manage members and, for a right on a vault, its managers.',
    seeAlso: ['vault_not_shared', 'owner_only'],
  },
  vault_not_shared: {
    means: 'The vault exists and its key was not handed to you, so this device could not open it either.',
    steps: ['Choose Ask for access.', 'Leave the page open. The vault appears by itself.'],
    others: vaultManagers,
    seeAlso: ['permission_missing'],
  },
  entry_needs_approval: {
    means: 'The entry is one of those that open only after somebody approves. The server enforces this.',
    steps: ['Choose Ask for approval.', 'Leave the page open. It continues by itself.'],
    others: vaultManagers,
    seeAlso: ['entry_checked_out'],
  },
  entry_checked_out: {
    means:
      'The entry can be used by one person at a time, and somebody else is using it. The server enforces this.',
    steps: ['Wait until it is given back, or ask for it.'],
    others: `The person who has it now. ${vaultManagers}`,
    seeAlso: ['entry_needs_approval'],
  },
  offline_not_allowed: {
    means: 'The vault, or your membership, does not allow a copy to be used without a connection.',
    steps: ['Connect and try again.'],
    others: 'People who manage members and the managers of the vault can allow it.',
    seeAlso: ['server_unreachable'],
  },
  personal_vault_disabled: {
    means: 'The organization has turned personal vaults off. What is in yours is kept.',
    steps: [
      'Pick a shared vault for the entry.',
      'Or choose Ask for access: the people who manage settings can turn personal vaults on.',
    ],
    others: 'People who manage settings can turn personal vaults on.',
    seeAlso: ['vault_not_shared'],
  },
  attachment_too_large: {
    means: 'One attachment can be only so large. Nothing of it was saved.',
    steps: ['Split or compress the file and attach it again.'],
    others: 'The operator of this server can raise the limit.',
    seeAlso: ['storage_full', 'body_too_large'],
  },
  storage_full: {
    means:
      'The operator of this server has set how much the organization’s vaults may take up, all of them together, and this change would not fit. Nothing of it was saved. Changes that make nothing larger are still saved.',
    steps: [
      'Open the trash and delete for good what nobody needs. Its room is free at once.',
      'Try again. What you typed is still there.',
    ],
    others:
      'The operator of this server can raise the limit. Administration, Overview says how much of it is used.',
    seeAlso: ['attachment_too_large'],
  },
  edit_conflict: {
    means:
      'Between your opening this entry and your saving it, somebody else saved it, or you did on another device. Postern does not choose for you: until you do, both versions are kept.',
    steps: [
      'Compare the two versions in the table that opens as you save: it shows everything they differ in.',
      'Choose Keep both as two entries if you are not sure. Your version becomes an entry of its own.',
      'Choose Keep yours to replace theirs. If that replaces a password, theirs stays among the earlier passwords.',
      'Choose Keep theirs to let go of what you typed.',
      'Close the table to go back to your form and copy single fields.',
    ],
    others: nobodyElse,
    seeAlso: ['manifest_moved'],
  },
  rate_limited: {
    means:
      'There were many tries in a short time. The limit keeps others from guessing passwords and codes; it ends by itself.',
    steps: ['Wait until the time shown.', 'Try again once. Trying earlier does not help.'],
    others: nobodyElse,
    seeAlso: ['too_many_attempts', 'sign_in_failed'],
  },
  relink_unproven: {
    means:
      'The organization’s history, as the server shows it, says that you were invited again. Nothing in it shows that whoever did it heard your six words: somebody may have done it without a call, the server may have made it up, or the words that were heard are on no device of yours any more. Nothing is opened until somebody who hears your words has signed for your keys.',
    steps: [
      `Choose ${buttonOf('ask_new_invitation')}. The page shows six words.`,
      'Call the owner or a custodian, whose number you know, and read out the words. Tell them what your page says.',
      'Leave the page open. It goes on by itself, and what was handed over to you stays yours.',
      `If you are the owner, you can choose ${buttonOf('enter_recovery_code')} instead.`,
    ],
    others: 'The owner and every other custodian.',
    seeAlso: ['relink_proof_wrong', 'relink_required', 'guide:why-believe-it'],
  },
  recovery_denied: {
    means:
      'The recovery code counts for the owner alone. The attempt is recorded and the custodians are told.',
    steps: ['Tell the owner. Only the owner’s account can use the code.'],
    others: 'The owner.',
    seeAlso: ['guide:recovery-kit'],
  },
  recovery_proof_required: {
    means:
      'You signed in without your second factor, or with keys that your organizations do not know yet. Somebody who only reads your mail, or only knows your password, could do the same. So the owner’s door shows who is in the organization, and what was done in it, to whoever has its recovery kit.',
    steps: [
      'Type the code of your recovery kit, scan it, or choose its PDF.',
      'Nothing of the code is sent. Your device shows with a signature that it has it.',
    ],
    others: nobodyElse,
    seeAlso: ['guide:recovery-kit', 'recovery_code_other'],
  },
  already_member: {
    means: 'Somebody with this email address is a member already, so no invitation was made.',
    steps: ['Choose See the member. If they cannot get in, Check access says why.'],
    others: nobodyElse,
    seeAlso: ['member_disabled', 'relink_required'],
  },
  email_not_sent: {
    means: 'The mail server did not take the mail. Everything else was saved.',
    steps: ['Copy the link and hand it over another way.', 'Or try sending it again.'],
    others: 'The operator of this server can repair sending mail.',
    seeAlso: ['outbox_unavailable'],
  },
  seat_limit_reached: {
    means: 'The operator has set how many members the organization may have, and there are that many.',
    steps: ['Remove somebody who no longer needs access, then invite again.'],
    others: 'The operator of this server can raise the limit.',
    seeAlso: ['already_member'],
  },
} as const satisfies Record<keyof typeof resourceDenials, HelpText>;
