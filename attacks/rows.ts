/**
 * The rows of the attack catalogue that are played against this product, in the words of its table. BW, LP, DL and 1P
 * are from "Zero Knowledge (About) Encryption" (IACR ePrint 2026/058); X are ours. A row that is not played fails the run.
 */
export const attackRows = {
  BW01: "swaps the organization's public key on join and claims an escrow policy",
  BW04: 'reads and alters item type, dates, re-prompt flag',
  BW05: 'swaps fields or items',
  BW06: 'puts the password into the URL slot, so that an icon request leaks it',
  BW07: 'lowers the KDF cost at sign-in',
  BW09: "overwrites the organization's key right after creation",
  BW10: 'claims an old server version to disable item keys',
  BW11: 'answers null for keys, so that the client makes new ones',
  BW12: 'selects an unauthenticated mode by a short key, then uses a padding oracle',
  LP01: 'adds itself to the administrators that are fetched at sign-in',
  LP02: 'swaps fields or items',
  LP03: 'puts the password into the URL slot, so that an icon request leaks it',
  LP04: 'lowers the KDF cost at sign-in',
  LP05: 'flips bits',
  LP06: 'reads and alters item type, dates, re-prompt flag',
  LP07: "swaps the recipient's public key when sharing",
  DL01: 'replays, reorders, drops writes',
  DL02: "swaps the recipient's public key when sharing",
  DL03: 'learns from distinguishable errors over many syncs',
  DL04: 'forges settings that lower the KDF',
  DL05: 'forges settings that select a weak mode',
  DL06: 'forges settings that split the password',
  '1P02': 'drops or duplicates items',
  '1P03': "injects a vault sealed to the victim's public key",
  '1P04': 'lowers the KDF cost at sign-in',
  '1P05': "swaps the recipient's public key when sharing",
  '1P06': 'replaces a sealed vault key, so that later items leak',
  X2: 'is asked by an outsider who probes denials for who is a member or disabled',
  X8: 'replays an older policy state',
  X11: 'colludes with a members or groups administrator',
  X16: 'guesses passwords with the stolen seed',
  X18: 'has an honest writer sign altered rows',
  X19: 'with a granter, gives members different keys for one epoch',
  X21: 'admits a small-order public key',
  X22: 'sends duplicate JSON names, unsafe numbers, lone surrogates',
  X24: 'relays exposed-password queries',
} as const;

export type AttackRef = keyof typeof attackRows;
