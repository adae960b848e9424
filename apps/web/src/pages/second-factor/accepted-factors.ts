import type { FactorLevel } from '@postern/access';
import type { ProofKind, SecondFactorView } from '@postern/client';

/** Kinds that can be set up, strongest first. A backup code is none: it stands in for one. */
export const factorKinds = ['passkey', 'totp', 'mail'] as const satisfies readonly SecondFactorView['kind'][];
export type FactorKind = (typeof factorKinds)[number];

const leastOf: Readonly<Record<FactorLevel, FactorKind>> = {
  any: 'mail',
  no_mail: 'totp',
  phishing_resistant: 'passkey',
};
/** A backup code counts as the authenticator app it stands in for. */
const worthOf: Readonly<Record<ProofKind, FactorKind>> = {
  passkey: 'passkey',
  totp: 'totp',
  backup: 'totp',
  mail: 'mail',
};

/** Whether an organization that accepts `level` takes a factor of this kind. The server decides; this only spares a try. */
export function isAccepted(kind: ProofKind, level: FactorLevel): boolean {
  return factorKinds.indexOf(worthOf[kind]) <= factorKinds.indexOf(leastOf[level]);
}

/** The level in a denial's parameters; what is not one of ours counts as the strictest. */
export function acceptedLevel(value: unknown): FactorLevel {
  if (value === undefined) return 'any';
  return value === 'any' || value === 'no_mail' ? value : 'phishing_resistant';
}

/**
 * What is worth giving before a change of the account: a mailed code only where there is nothing stronger, else whoever
 * reads the mailbox could take the stronger ones off. The server decides; this only spares a try.
 */
export function levelOfStepUp(kinds: readonly ProofKind[]): FactorLevel {
  return kinds.includes('passkey') || kinds.includes('totp') ? 'no_mail' : 'any';
}
