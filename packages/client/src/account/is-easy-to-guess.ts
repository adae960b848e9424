/**
 * What a list of common passwords finds first, whatever its length: repetitions, rows of keys or of the alphabet, and the
 * few words that most of those are made of. It knows no dictionary: that a password passes says nothing for it.
 */

const leastUnforeseen = 6;
const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'qwertzuiop',
  'asdfghjkl',
  'zxcvbnm',
  'yxcvbnm',
] as const;
const commonWords =
  /password|passwort|passphrase|letmein|welcome|iloveyou|dragon|monkey|football|master|admin|login/g;

/** Whether fewer than six characters of a password are not foretold by what stands before them. */
export function isEasyToGuess(password: string): boolean {
  const text = password.toLowerCase().replaceAll(commonWords, '\u0000');
  let unforeseen = 0;
  for (let at = 0; at < text.length && unforeseen < leastUnforeseen; at++) {
    const pair = text.slice(at - 1, at + 1);
    const goesOn = at > 0 && (isStep(pair) || text.indexOf(pair) < at - 1);
    if (!goesOn) unforeseen += 1;
  }
  return unforeseen < leastUnforeseen;
}

/** Whether a character follows on the one before: the same again, or the next in a row, either way. */
function isStep(pair: string): boolean {
  const [first = '', second = ''] = pair;
  return first === second || rows.some((row) => row.includes(pair) || row.includes(second + first));
}
