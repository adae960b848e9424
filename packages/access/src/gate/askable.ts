import { type DenialCode, denialCodes } from '../catalogue/catalogue.ts';
import type { Fixer } from '../catalogue/fixers.ts';
import { remediesAndFixersOf } from './denial.ts';

/** Somebody other than the refused person who has an access inbox; the operator of the server has none. */
export type Asked = Exclude<Fixer, 'self' | 'operator'>;

/** Who is asked when somebody who was refused with this code asks for access, by the catalogue. Empty: nobody is. */
export function askedAbout(code: DenialCode): readonly Asked[] {
  return remediesAndFixersOf(code).fixers.filter(
    (fixer): fixer is Asked => fixer !== 'self' && fixer !== 'operator',
  );
}

/** The codes of which somebody with an access inbox can end the denial. */
export const askableCodes: readonly DenialCode[] = denialCodes.filter((code) => askedAbout(code).length > 0);

/** Whether somebody with an access inbox can end a denial of this code. */
export function isAskable(code: DenialCode): boolean {
  return askableCodes.includes(code);
}
