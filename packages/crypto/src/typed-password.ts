/**
 * A typed password in the one form that is stretched: compatibility forms made one (NFKC), because keyboards and
 * systems write the same character differently. Nothing is trimmed and nothing is cut.
 */
export function normalizePassword(password: string): string {
  return password.normalize('NFKC');
}
