import { randomBytes } from '@postern/core';

/** Crockford's base32: no letter that is mistaken for a digit when read out. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A short name for one request, like `7QK2-M4`, that a person reads to the operator. Unique enough for a day's log. */
export function newReference(): string {
  const text = Array.from(randomBytes(6), (byte) => alphabet[byte & 31]).join('');
  return `${text.slice(0, 4)}-${text.slice(4)}`;
}
