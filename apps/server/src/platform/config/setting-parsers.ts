import { isIP } from 'node:net';
import { compileIpRanges, type IpRange, parseEmail, parseIpRange } from '@postern/core';

/** What a variable's text became, or what was expected in its place, as the second half of a sentence. */
export type Parsed<Value> = { readonly value: Value } | { readonly expected: string };
export type SettingParser<Value> = (text: string) => Parsed<Value>;

/** A whole number from `minimum` to `maximum`. */
export function wholeNumber(minimum: number, maximum: number): SettingParser<number> {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    return value >= minimum && value <= maximum
      ? { value }
      : { expected: `a whole number from ${minimum} to ${maximum}` };
  };
}

/** One of the listed words. */
export function oneOf<const Word extends string>(...words: readonly Word[]): SettingParser<Word> {
  return (text) => {
    const found = words.find((word) => word === text);
    return found === undefined ? { expected: `one of ${words.join(', ')}` } : { value: found };
  };
}

/** Any text of at most `maximum` characters on one line. */
export function line(maximum = 1024): SettingParser<string> {
  return (text) =>
    text.length <= maximum && !/[\r\n\0]/.test(text)
      ? { value: text }
      : { expected: `one line of at most ${maximum} characters` };
}

/** An absolute URL of one of the schemes. `originOnly` refuses a path, a query, a user name and a fragment. */
export function url(schemes: readonly string[], originOnly = false): SettingParser<URL> {
  const example = `${schemes[0]}://...`;
  return (text) => {
    const value = URL.canParse(text) ? new URL(text) : undefined;
    if (!value || !schemes.includes(value.protocol.slice(0, -1))) {
      return { expected: `a URL that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}` };
    }
    const bare = value.pathname === '/' && !value.search && !value.hash && !value.username;
    if (originOnly && !bare) return { expected: `a URL without a path, like ${example}` };
    return { value };
  };
}

/** An address to listen on: `localhost`, an IPv4 or an IPv6 address. */
export const listenAddress: SettingParser<string> = (text) =>
  text === 'localhost' || isIP(text) !== 0
    ? { value: text }
    : { expected: 'localhost or an address like 127.0.0.1, 0.0.0.0 or ::' };

/** A mail address, with or without a name: `Postern <postern@example.com>`. */
export const mailSender: SettingParser<string> = (text) => {
  const address = /<([^<>]*)>$/.exec(text)?.[1] ?? text;
  return parseEmail(address).ok && !/[\r\n]/.test(text)
    ? { value: text }
    : { expected: 'a mail address like postern@example.com or Postern <postern@example.com>' };
};

/** Addresses and ranges separated by commas. */
export const addressRanges: SettingParser<AddressRanges> = (text) => {
  const ranges: IpRange[] = [];
  for (const part of text.split(',')) {
    const range = parseIpRange(part.trim());
    if (range === undefined) {
      return { expected: 'addresses or ranges like 10.0.0.0/8 or fd00::/8, separated by commas' };
    }
    ranges.push(range);
  }
  return { value: { hold: compileIpRanges(ranges), text } };
};

export interface AddressRanges {
  /** Whether an address lies in one of them. */
  readonly hold: (address: string) => boolean;
  readonly text: string;
}
