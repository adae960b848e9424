import { compileIpRanges, type IpRange, parseIpRange } from '@postern/core';

/** Addresses that are not of the public internet (IANA special-purpose registries, RFC 6890), IPv4 ones written as such. */
const special = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  // Of IPv6 only 2000::/3 is given out; in it, what leads to IPv4 addresses or is for documentation.
  '::/3',
  '4000::/2',
  '8000::/1',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
] as const;

const isSpecial = compileIpRanges(
  special.map((text): IpRange => {
    const range = parseIpRange(text);
    if (range === undefined) throw new Error(`${text} is no range of addresses`);
    return range;
  }),
);

/** Whether an address is one that anybody on the internet can reach. What is no address is not. */
export function isPublicAddress(address: string): boolean {
  return parseIpRange(address) !== undefined && !isSpecial(address);
}
