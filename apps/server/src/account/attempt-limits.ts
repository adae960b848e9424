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
    ...byNetwork('reset', address, { network: 60, site: 240 }, hour),
    ...byNetwork(`reset ${email}`, address, { network: 6, site: 8 }, hour),
    ...byNetwork(`reset in a day ${email}`, address, { network: 12, site: 16 }, 24 * hour),
  ]);
}

/** For the mails with such codes to one address, whoever asks. It stops further mails, and no code that was mailed. */
export function limitResetMails(limits: RateLimits, email: Email) {
  return limitEach(limits, [
    [`reset ${email}`, 12, hour],
    [`reset in a day ${email}`, 40, 24 * hour],
  ]);
}

/**
 * For entering such a code. There is no limit over all networks, which whoever fills it would close to the person who holds
 * the mail: a code is good where it was asked for, takes five wrong ones, and no more are mailed than above.
 */
export function limitResetCodes(limits: RateLimits, email: Email, address: string) {
  return limitEach(limits, [
    ...byNetwork('reset code', address, { network: 120, site: 480 }, 600),
    ...byNetwork(`reset code ${email}`, address, { network: 12, site: 60 }, 600),
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

/**
 * A limit for the asker's network. Whoever likes has 65,536 IPv6 networks of 64 bits: the site of 48 bits that they are of
 * is counted as well, somewhat wider, since it may be several people.
 */
function byNetwork(
  what: string,
  address: string,
  points: { readonly network: number; readonly site: number },
  seconds: number,
): readonly Limit[] {
  const near: Limit = [`${what} from ${networkOf(address)}`, points.network, seconds];
  if (!address.includes(':')) return [near];
  const site = networkOf(address).split(':').slice(0, 3).join(':');
  return [near, [`${what} from site ${site}`, points.site, seconds]];
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
