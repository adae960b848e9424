import { randomBytes } from '@postern/core';

/** Crockford's base32: no letter that is mistaken for a digit when read out. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Random bytes are drawn for many names at once: most of the cost is the drawing. */
const drawnBytes = 4096;
const nameBytes = 6;
let pool = randomBytes(0);
let taken = 0;

/** A short name for one request, like `7QK2-M4`, that a person reads to the operator. Unique enough for a day's log. */
export function newReference(): string {
  if (taken + nameBytes > pool.length) {
    pool = randomBytes(drawnBytes);
    taken = 0;
  }
  let text = '';
  for (let at = 0; at < nameBytes; at++) {
    if (at === 4) text += '-';
    text += alphabet[(pool[taken++] ?? 0) & 31];
  }
  return text;
}
