import type { Email } from '@postern/core';
import { ok, type Result } from '@postern/core';
import type { RateLimits } from '../platform/rate-limits.ts';

/**
 * How often things may be tried before identity is proven. All of it counts the same whether or not an address has an
 * account. Limits by network keep one place from trying many addresses, limits by address many places from trying one;
 * the latter are wide, because whoever fills them locks the owner out for that long.
 */
type Limit = readonly [key: string, points: number, seconds: number];

const hour = 3600;

export function limitSignUp(limits: RateLimits, email: Email, address: string) {
  return limitEach(limits, [
    [`sign-up from ${networkOf(address)}`, 200, hour],
    [`sign-up ${email}`, 6, hour],
    [`sign-up in a day ${email}`, 20, 24 * hour],
  ]);
}

/** For having a code mailed to somebody who forgot the password. */
export function limitReset(limits: RateLimits, email: Email, address: string) {
  return limitEach(limits, [
    [`reset from ${networkOf(address)}`, 60, hour],
    [`reset ${email} from ${networkOf(address)}`, 6, hour],
    [`reset ${email}`, 12, hour],
    [`reset in a day ${email}`, 40, 24 * hour],
  ]);
}

/** For entering that code. A code takes five wrong ones; these limits hold over all codes of the address. */
export function limitResetCodes(limits: RateLimits, email: Email, address: string) {
  return limitEach(limits, [
    [`reset code from ${networkOf(address)}`, 120, 600],
    [`reset code ${email} from ${networkOf(address)}`, 12, 600],
    [`reset code ${email}`, 60, hour],
  ]);
}

export function limitCodes(limits: RateLimits, address: string) {
  return limitEach(limits, [[`code from ${networkOf(address)}`, 300, 600]]);
}

export function limitSignIn(limits: RateLimits, email: Email, address: string) {
  return limitEach(limits, [
    [`sign-in from ${networkOf(address)}`, 120, 600],
    [signInKey(email, address), 10, 600],
    [`sign-in ${email}`, 200, hour],
  ]);
}

/** After a success: a person who often signs in is not somebody who guesses. */
export function forgetSignIns(limits: RateLimits, email: Email, address: string): Promise<void> {
  return limits.forget(signInKey(email, address));
}

/**
 * For giving a second factor. Codes of six digits are limited over all networks, because they could be guessed; that is
 * done by whoever has the password already. Passkeys and backup codes cannot be guessed, so that a guesser who fills the
 * account's limit never closes these ways to its owner.
 */
export function limitFactor(limits: RateLimits, account: string, address: string, isGuessable: boolean) {
  return limitEach(limits, [
    [factorKey(account, address, isGuessable), 10, 600],
    ...(isGuessable
      ? ([
          [`factor code ${account}`, 30, hour],
          [`factor code in a day ${account}`, 100, 24 * hour],
        ] as const)
      : []),
  ]);
}

/** After a success, as with {@link forgetSignIns}. */
export async function forgetFactors(limits: RateLimits, account: string, address: string): Promise<void> {
  for (const isGuessable of [true, false]) await limits.forget(factorKey(account, address, isGuessable));
}

function factorKey(account: string, address: string, isGuessable: boolean): string {
  return `factor ${isGuessable ? 'code ' : ''}${account} from ${networkOf(address)}`;
}

export function limitFactorMail(limits: RateLimits, account: string) {
  return limitEach(limits, [[`factor mail ${account}`, 6, hour]]);
}

/**
 * For the owner's door: for beginning a session at it, and for opening it. Narrow by network, wide by account, because
 * whoever has the password already must not be able to close the door to the owner.
 */
export function limitOwnersDoor(limits: RateLimits, account: string, address: string) {
  return limitEach(limits, [
    [`owners-door ${account} from ${networkOf(address)}`, 12, hour],
    [`owners-door ${account}`, 60, hour],
  ]);
}

/** For what a signed-in account confirms: `what` it is, by account. */
export function limitConfirmation(limits: RateLimits, what: string, account: string) {
  return limitEach(limits, [[`${what} ${account}`, 10, 600]]);
}

function signInKey(email: Email, address: string): string {
  return `sign-in ${email} from ${networkOf(address)}`;
}

async function limitEach(
  limits: RateLimits,
  each: readonly Limit[],
): Promise<Result<undefined, 'rate_limited'>> {
  for (const [key, points, seconds] of each) {
    const limited = await limits.limit(key, points, seconds);
    if (!limited.ok) return limited;
  }
  return ok();
}

/** What one subscriber usually has: an IPv4 address, or an IPv6 network of 64 bits. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('::');
  const left = head.split(':').filter(Boolean);
  if (tail === undefined) return left.slice(0, 4).join(':');
  const right = tail.split(':').filter(Boolean);
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0');
  return [...left, ...zeros, ...right].slice(0, 4).join(':');
}
