import { ok, type Result, refuse } from '@postern/core';
import { isEasyToGuess } from './is-easy-to-guess.ts';

/** Shorter ones are guessed by whoever steals server and key file together (attack row X16). */
export const leastPasswordLength = 12;

/** Whether a password may be chosen. Nothing is said about those already in use. */
export function checkPassword(password: string): Result<undefined, 'password_too_weak'> {
  return [...password].length < leastPasswordLength || isEasyToGuess(password)
    ? refuse('password_too_weak', { field: '/password' })
    : ok();
}
