/** Whose keys they are: what is left to somebody depends on who else holds what. */
export const people = {
  'sole owner': 'owner, the only custodian',
  'owner with a custodian': 'owner, with another custodian',
  'owner with a manager': 'owner, with nobody but a colleague who manages members',
  custodian: 'custodian',
  member: 'member',
  'member of three': 'member of three organizations',
} as const;
export type PersonKind = keyof typeof people;

/** What is gone. The phone is a way to the keys; that it was the second factor as well is among the dead ends. */
export const losses = {
  password: 'password forgotten',
  phone: 'phone gone',
  both: 'password forgotten and phone gone',
  'everything but the kit': 'password, phone and every device gone; the kit is in the safe',
  everything: 'password, phone, every device and the kit gone',
} as const;
export type Loss = keyof typeof losses;

/** Ends that look dead and are not. */
export const deadEnds = {
  'both custodians': 'the owner and the only other custodian both forget their passwords',
  'off the list': 'the sole owner is at an address off the allowlist',
  'no authenticator': 'the sole owner has lost the authenticator',
  'off the list, password forgotten': 'the sole owner is off the allowlist and has forgotten the password',
  'no authenticator, password forgotten':
    'the sole owner has lost the authenticator and forgotten the password',
  'off the list, no authenticator, password forgotten':
    'the sole owner is off the allowlist, and has lost the authenticator and forgotten the password',
  'phone with the authenticator': 'the phone that is gone was the second factor as well',
  'authenticator, phone and password':
    'a member forgot the password, and the phone that is gone was the second factor as well',
  'never set up': 'the set-up was never finished and the password is forgotten',
} as const;
export type DeadEnd = keyof typeof deadEnds;
