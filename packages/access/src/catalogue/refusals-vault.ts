import type { RefusalEntry } from './entry.ts';

/** Writing entries: manifests and sealed objects. */
export const vaultRefusals = {
  manifest_moved: {
    sentence: 'Somebody else changed this vault first. Nothing is lost.',
    status: 409,
    reveal: 'member',
    remedies: ['try_again'],
    fixers: {},
  },
  manifest_refused: {
    sentence: 'The vault’s rules do not allow this change. Nothing was changed.',
    status: 422,
    reveal: 'member',
    remedies: ['reload'],
    fixers: {},
  },
  manifest_malformed: {
    sentence: 'The change is not in the form that a vault accepts.',
    status: 422,
    reveal: 'member',
    remedies: ['reload'],
    fixers: { operator: ['find_in_log'] },
  },
  manifest_root_wrong: {
    sentence: 'The change does not add up with the entries stored. Nothing was changed.',
    status: 422,
    reveal: 'member',
    remedies: ['reload', 'try_again'],
    fixers: {},
  },
  ledger_reference_wrong: {
    sentence: 'The change refers to a state of the organization that is not known here.',
    status: 409,
    reveal: 'member',
    remedies: ['reload', 'try_again'],
    fixers: {},
  },
  wrong_vault: {
    sentence: 'This belongs to another vault. Nothing was changed.',
    status: 422,
    reveal: 'member',
    remedies: ['reload'],
    fixers: {},
  },
  entry_repeated: {
    sentence: 'The same entry is changed twice in one go.',
    status: 422,
    reveal: 'member',
    remedies: ['reload'],
    fixers: {},
  },
  changes_empty: {
    sentence: 'There is nothing to save.',
    status: 422,
    reveal: 'member',
    remedies: ['go_back'],
    fixers: {},
  },
  entry_too_large: {
    sentence: {
      with: 'This entry is larger than {limitBytes}. Nothing was saved.',
      without: 'This entry is too large. Nothing was saved.',
    },
    status: 413,
    reveal: 'member',
    remedies: ['choose_smaller'],
    fixers: {},
  },
  object_malformed: {
    sentence: 'What arrived is not a sealed object of Postern.',
    status: 422,
    reveal: 'member',
    remedies: ['reload'],
    fixers: { operator: ['find_in_log'] },
  },
} as const satisfies Record<string, RefusalEntry>;
