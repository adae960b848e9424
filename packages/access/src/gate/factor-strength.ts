import { type FactorLevel, type FactorStrength, factorLevels, factorStrengths } from './facts.ts';

/** What {@link strongestOf} says when there is no factor. */
export const noFactor = -1;

/** How strong a factor has to be for a level, from 0; `undefined` when there is no such level. */
export function strengthNeeded(level: FactorLevel): number | undefined {
  const strength = factorLevels.indexOf(level);
  return strength < 0 ? undefined : strength;
}

/** How strong the strongest of the factors is, {@link noFactor} when there is none; `undefined` when one is unknown. */
export function strongestOf(factors: readonly FactorStrength[]): number | undefined {
  let strongest = noFactor;
  for (let at = 0; at < factors.length; at++) {
    const strength = factorStrengths.indexOf(factors[at] as FactorStrength);
    if (strength < 0) return undefined;
    if (strength > strongest) strongest = strength;
  }
  return strongest;
}

/** Whether a factor is enough for a level: what a page offers to set up or to use. */
export function isStrongEnough(factor: FactorStrength, level: FactorLevel): boolean {
  return factorStrengths.indexOf(factor) >= factorLevels.indexOf(level);
}
