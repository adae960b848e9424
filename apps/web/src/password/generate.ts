/** Letters and digits that nobody takes for one another, and symbols every site accepts. */
const alphabets = {
  lower: 'abcdefghijkmnopqrstuvwxyz',
  upper: 'ABCDEFGHJKLMNPQRSTUVWXYZ',
  digit: '23456789',
  symbol: '!#$%&*+-=?@_',
};

/** An index below `bound`, every one equally likely (rejection sampling over the platform's generator). */
function drawIndex(bound: number): number {
  const limit = Math.floor(0x1_0000_0000 / bound) * bound;
  const drawn = new Uint32Array(1);
  do crypto.getRandomValues(drawn);
  while ((drawn[0] as number) >= limit);
  return (drawn[0] as number) % bound;
}

/**
 * A password of `length` characters (at least 4) with a letter of either case, a digit and a symbol in it. Drawn whole
 * again until all four kinds occur, so that no place is more predictable than another.
 */
export function generatePassword(length = 20): string {
  const all = Object.values(alphabets).join('');
  for (;;) {
    let password = '';
    for (let at = 0; at < length; at++) password += all.charAt(drawIndex(all.length));
    if (
      Object.values(alphabets).every((kind) => [...password].some((character) => kind.includes(character)))
    ) {
      return password;
    }
  }
}
