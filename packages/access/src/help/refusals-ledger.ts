import type { ledgerRefusals } from '../catalogue/refusals-ledger.ts';
import { type HelpText, nobodyElse, operatorByReference } from './page.ts';

const reloadAndRepeat = ['Reload, then do it again.'] as const;

export const ledgerRefusalsHelp = {
  head_moved: {
    means: 'Every change is signed on top of the newest one, and somebody else’s arrived first.',
    steps: ['Try again. The newest state has been read and your change is signed on top of it.'],
    others: nobodyElse,
    seeAlso: ['manifest_moved'],
  },
  ledger_event_refused: {
    means:
      'The same rules run in the server and in every client, and they do not allow this change as things stand.',
    steps: ['Reload. Somebody may have changed the organization meanwhile.'],
    others: nobodyElse,
    seeAlso: ['permission_missing', 'head_moved'],
  },
  event_malformed: {
    means: 'A field of the change is missing, unknown or of another form. Such a change is never repaired.',
    steps: reloadAndRepeat,
    others: operatorByReference,
    seeAlso: ['request_invalid', 'client_outdated'],
  },
  genesis_expected: {
    means: 'The first event of a ledger founds the organization, and no later one may.',
    steps: reloadAndRepeat,
    others: nobodyElse,
    seeAlso: ['ledger_invalid'],
  },
  chain_broken: {
    means: 'Each event names the one before it, and this one names another.',
    steps: reloadAndRepeat,
    others: nobodyElse,
    seeAlso: ['head_moved', 'ledger_fork'],
  },
  time_decreased: {
    means: 'Times in the ledger never go back. This device’s clock is behind that of whoever wrote last.',
    steps: ['Turn on automatic date and time on this device.', 'Try again.'],
    others: nobodyElse,
    seeAlso: ['clock_skew'],
  },
  signer_unknown: {
    means: 'The key that signed belongs to nobody who is an active member now.',
    steps: ['Reload. Your membership may have changed.'],
    others: 'Everybody in the organization with the permission to manage members.',
    seeAlso: ['member_disabled', 'invitation_required'],
  },
  statement_wrong: {
    means:
      'A member’s public keys come with a statement signed by that member. This one is not valid or is about somebody else.',
    steps: reloadAndRepeat,
    others: operatorByReference,
    seeAlso: ['signature_wrong'],
  },
  generation_wrong: {
    means: 'Account keys come in generations, and the organization knows another one of yours.',
    steps: reloadAndRepeat,
    others: nobodyElse,
    seeAlso: ['relink_required'],
  },
  statement_refused: {
    means:
      'Somebody began to reset this member’s password, and the member refused that on a device that is still signed in. Whoever asks to be let in now may have read the member’s mail.',
    steps: [
      'Ask the member on another way than mail whether they asked.',
      'If they did after all, the member resets the password once more and asks again.',
    ],
    others: 'The member.',
    seeAlso: ['relink_required', 'confirmation_wrong'],
  },
  owner_only: {
    means: 'Recovery key, custodians and ownership are the owner’s, and no permission stands in for it.',
    steps: ['Ask the owner to do it.'],
    others: 'The owner.',
    seeAlso: ['permission_missing'],
  },
  version_wrong: {
    means:
      'Recovery keys are numbered, and this one does not follow the last. Another device may have made one first.',
    steps: ['Reload. If the kit you hold is not the newest, make a new one.'],
    others: nobodyElse,
    seeAlso: ['guide:recovery-kit'],
  },
  keys_not_acceptable: {
    means: 'Some keys make any signature valid or any message readable. Postern refuses them.',
    steps: ['Start again, so that new keys are made.'],
    others: operatorByReference,
    seeAlso: ['signature_wrong'],
  },
  setting_out_of_bounds: {
    means: 'Settings have bounds so that nobody can lock everybody out by one.',
    steps: ['Enter a value within the bounds shown.'],
    others: nobodyElse,
    seeAlso: ['settings_empty'],
  },
  settings_empty: {
    means: 'The values are those that count already.',
    steps: ['Change a setting, or go back.'],
    others: nobodyElse,
    seeAlso: ['setting_out_of_bounds'],
  },
  member_not_found: {
    means: 'The person is not, or no longer, an active member.',
    steps: ['Reload the list of members.'],
    others: nobodyElse,
    seeAlso: ['member_disabled'],
  },
  member_repeated: {
    means: 'One of the lists names a member twice, which would leave it unclear which role counts.',
    steps: ['Remove one of the two.'],
    others: nobodyElse,
    seeAlso: ['member_not_found'],
  },
  vault_id_taken: {
    means: 'A vault with this identifier is there already. The first try may have worked after all.',
    steps: ['Reload and look for the vault.'],
    others: nobodyElse,
    seeAlso: ['vault_not_found'],
  },
  vault_not_found: {
    means: 'The organization’s ledger knows no such vault.',
    steps: ['Reload the list of vaults.'],
    others: nobodyElse,
    seeAlso: ['vault_not_shared'],
  },
  vault_repeated: {
    means: 'One change names a vault twice.',
    steps: ['Remove one of the two.'],
    others: nobodyElse,
    seeAlso: ['vault_not_found'],
  },
  vault_archived: {
    means: 'Somebody archived the vault. Its entries can be read and copied, not changed.',
    steps: [
      'Move what you need to another vault, or ask a manager of the vault to take it out of the archive.',
    ],
    others: 'The managers of the vault.',
    seeAlso: ['vault_not_archived'],
  },
  vault_not_archived: {
    means: 'The vault is in use already; somebody else may have taken it out of the archive.',
    steps: ['Reload.'],
    others: nobodyElse,
    seeAlso: ['vault_archived'],
  },
  vault_without_manager: {
    means: 'Nobody could share the vault or hand its key on any more.',
    steps: ['Make somebody else a manager first.'],
    others: nobodyElse,
    seeAlso: ['permission_missing'],
  },
  personal_vault_rules: {
    means: 'A personal vault has one member, its owner, and nobody else is added to it.',
    steps: ['Put what you want to share into a shared vault.'],
    others: nobodyElse,
    seeAlso: ['personal_vault_exists', 'personal_vault_disabled'],
  },
  personal_vault_exists: {
    means: 'Each member has at most one personal vault.',
    steps: ['Reload. The personal vault is in the list.'],
    others: nobodyElse,
    seeAlso: ['personal_vault_rules'],
  },
  sealed_keys_incomplete: {
    means:
      'A new key goes to everybody who may read, and to the recovery key. One of these was missing or one too many.',
    steps: ['Try again. The newest list of members has been read.'],
    others: nobodyElse,
    seeAlso: ['wrong_epoch', 'head_moved'],
  },
  wrong_epoch: {
    means: 'A vault gets a new key when somebody leaves it. What you saved was sealed under the one before.',
    steps: ['Try again. It is sealed under the new key.'],
    others: nobodyElse,
    seeAlso: ['manifest_moved'],
  },
} as const satisfies Record<keyof typeof ledgerRefusals, HelpText>;
