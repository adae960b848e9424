import type { AlarmEntry } from './entry.ts';

/**
 * The server, or something between, showed what cannot be true. The client stops and says so. `status` counts where
 * the server itself refuses input with the same code.
 */
export const alarms = {
  ledger_fork: {
    sentence: 'This server shows you another history of the organization than it showed before.',
    severity: 'blocking',
    status: 409,
    remedies: ['stop_working', 'compare_with_member', 'tell_owner'],
  },
  ledger_behind: {
    sentence: 'The server knows less of the organization’s history than this device does.',
    severity: 'warning',
    status: 409,
    remedies: ['give_tail_back', 'tell_owner'],
  },
  ledger_older: {
    sentence: 'The server shows an older history of the organization than another device of yours has seen.',
    severity: 'blocking',
    status: 409,
    remedies: ['compare_with_member', 'tell_owner'],
  },
  ledger_invalid: {
    sentence: 'The organization’s history, as the server shows it, breaks its own rules.',
    severity: 'blocking',
    status: 422,
    remedies: ['stop_working', 'tell_owner'],
  },
  signature_wrong: {
    sentence: 'A signature does not fit what it is said to sign.',
    severity: 'blocking',
    status: 422,
    remedies: ['stop_working', 'tell_owner'],
  },
  manifest_wrong: {
    sentence: 'Entries of this vault are missing, added or exchanged compared with what its members signed.',
    severity: 'blocking',
    status: 409,
    remedies: ['stop_working', 'compare_with_member', 'tell_owner'],
  },
  manifest_behind: {
    sentence: 'The server shows an older state of this vault than this device has seen.',
    severity: 'warning',
    status: 409,
    remedies: ['give_tail_back', 'tell_owner'],
  },
  // INVARIANT: one failure without detail; telling a wrong key from a changed byte would be an oracle (row DL03).
  opening_failed: {
    sentence: 'This could not be opened.',
    severity: 'blocking',
    status: 422,
    remedies: ['stop_working', 'tell_owner'],
  },
  key_commitment_wrong: {
    sentence: 'The key that arrived is not the one its members agreed on.',
    severity: 'blocking',
    status: 409,
    remedies: ['stop_working', 'tell_owner'],
  },
  key_pair_wrong: {
    sentence: 'The private key that arrived does not belong to the public key that is known.',
    severity: 'blocking',
    status: 409,
    remedies: ['stop_working', 'tell_owner'],
  },
  keys_missing: {
    sentence: 'The server did not hand out keys that must exist.',
    severity: 'blocking',
    status: 409,
    remedies: ['stop_working', 'tell_owner'],
  },
  state_older_than_known: {
    sentence: 'The server shows an older state of your account than this device has seen.',
    severity: 'blocking',
    status: 409,
    remedies: ['stop_working', 'tell_owner'],
  },
  organization_unknown: {
    sentence: 'The organization at this address is not the one your account knows.',
    severity: 'blocking',
    status: 409,
    remedies: ['stop_working', 'tell_owner'],
  },
  relink_proof_wrong: {
    sentence: 'Whoever let you in again does not know the six words that you read out.',
    severity: 'blocking',
    status: 409,
    remedies: ['ask_new_invitation', 'tell_owner'],
  },
  server_refused_form: {
    sentence: 'The server’s answer is not in a form that Postern accepts.',
    severity: 'blocking',
    status: 422,
    remedies: ['reload', 'tell_owner'],
  },
} as const satisfies Record<string, AlarmEntry>;
