import type { vaultRefusals } from '../catalogue/refusals-vault.ts';
import { type HelpText, nobodyElse, operatorByReference } from './page.ts';

const reloadAndRepeat = ['Reload, then save again. What you typed is kept.'] as const;

export const vaultRefusalsHelp = {
  manifest_moved: {
    means: 'Every change of a vault is signed on top of the newest one, and somebody else’s arrived first.',
    steps: ['Try again. Only a change of the very same entry asks you to choose.'],
    others: nobodyElse,
    seeAlso: ['edit_conflict', 'head_moved'],
  },
  manifest_refused: {
    means:
      'The server checks every change of a vault by the rules that the other members’ clients apply, and this one breaks a rule.',
    steps: reloadAndRepeat,
    others: operatorByReference,
    seeAlso: ['permission_missing', 'manifest_moved'],
  },
  manifest_malformed: {
    means: 'The signed list of a vault’s entries has a strict form, and this one differs.',
    steps: reloadAndRepeat,
    others: operatorByReference,
    seeAlso: ['client_outdated'],
  },
  manifest_root_wrong: {
    means: 'The sum over all entries that was signed is not the sum of the entries stored.',
    steps: reloadAndRepeat,
    others: operatorByReference,
    seeAlso: ['manifest_wrong'],
  },
  ledger_reference_wrong: {
    means:
      'A change of a vault says which state of the organization it was made under, and the server does not know that state.',
    steps: reloadAndRepeat,
    others: nobodyElse,
    seeAlso: ['ledger_behind'],
  },
  wrong_vault: {
    means: 'A change is signed for one vault and counts in no other.',
    steps: reloadAndRepeat,
    others: nobodyElse,
    seeAlso: ['wrong_organization'],
  },
  entry_repeated: {
    means: 'One change names an entry twice, which would leave it unclear which version counts.',
    steps: reloadAndRepeat,
    others: nobodyElse,
    seeAlso: ['edit_conflict'],
  },
  changes_empty: {
    means: 'What you saved is what is stored already.',
    steps: ['Change something, or go back.'],
    others: nobodyElse,
    seeAlso: ['manifest_moved'],
  },
  entry_too_large: {
    means: 'An entry can hold only so much text. Nothing was saved.',
    steps: ['Shorten the notes, or split them over two entries.'],
    others: nobodyElse,
    seeAlso: ['body_too_large'],
  },
  object_malformed: {
    means:
      'Every sealed object starts with a mark, a version and a type. What arrived does not, or is cut off.',
    steps: ['Reload the page.'],
    others: operatorByReference,
    seeAlso: ['opening_failed', 'client_outdated'],
  },
} as const satisfies Record<keyof typeof vaultRefusals, HelpText>;
