import { BlockList, isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileIpRanges, type IpRange, parseIpAddress, parseIpRange } from './ip-address.ts';

const anyAddress = fc.oneof(fc.ipV4(), fc.ipV6());
const mapped = (ipV4: string) => `::ffff:${ipV4}`;
const covers = (range: string, address: string) =>
  compileIpRanges([parseIpRange(range) as IpRange].filter((each) => each !== undefined))(address);

describe('addresses', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::FFFF:192.0.2.1', '192.0.2.1'],
    ['::ffff:c000:201', '192.0.2.1'],
    ['0:0:0:0:0:ffff:192.0.2.1', '192.0.2.1'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:0db8::0001:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
    ['::', '::'],
    ['1::', '1::'],
    ['::192.0.2.1', '::c000:201'],
  ])('%s is %s', (text, canonical) => {
    expect(parseIpAddress(text)).toBe(canonical);
  });

  it.each([
    ['nothing', ''],
    ['a zone', 'fe80::1%eth0'],
    ['a zone of IPv4', '192.0.2.1%1'],
    ['leading zeros', '192.0.02.1'],
    ['octal', '0300.0.2.1'],
    ['a number', '3221225985'],
    ['a short form', '192.0.2'],
    ['a byte too large', '192.0.2.256'],
    ['a port', '192.0.2.1:443'],
    ['brackets', '[::1]'],
    ['a space', ' 192.0.2.1'],
    ['a line end', '192.0.2.1\n'],
    ['two gaps', '1::2::3'],
    ['a gap for nothing', '1:2:3:4::5:6:7:8'],
    ['nine groups', '1:2:3:4:5:6:7:8:9'],
    ['a single colon at the start', ':1:2:3:4:5:6:7'],
    ['IPv4 in the middle', '1:192.0.2.1::1'],
    ['five digits', '12345::'],
    ['other digits', '192.0.2.١'],
    ['a prefix', '10.0.0.0/8'],
  ])('%s is no address', (_what, text) => {
    expect(parseIpAddress(text)).toBeUndefined();
  });

  it('have one spelling, which reads as itself', () => {
    fc.assert(
      fc.property(anyAddress, (text) => {
        const canonical = parseIpAddress(text);
        expect(canonical).toBeDefined();
        expect(parseIpAddress(canonical ?? '')).toBe(canonical);
        expect(isIP(canonical ?? '')).not.toBe(0);
      }),
    );
  });

  it('of IPv6 are spelled as the platform spells them', () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const canonical = parseIpAddress(text) ?? '';
        fc.pre(canonical.includes(':'));
        expect(`[${canonical}]`).toBe(new URL(`http://[${text}]/`).hostname);
      }),
    );
  });

  it('are what the platform takes for addresses, zones left out', () => {
    const alphabet = fc.constantFrom(
      '0',
      '1',
      '25',
      'f',
      'ffff',
      ':',
      '::',
      '.',
      '1.2.3.4',
      '%',
      '/',
      ' ',
      'g',
    );
    const soup = fc.array(alphabet, { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(soup, anyAddress, fc.string()), (text) => {
        expect(parseIpAddress(text) !== undefined).toBe(isIP(text) !== 0 && !text.includes('%'));
      }),
      { numRuns: 2000 },
    );
  });

  it('carried in IPv6 are the same address', () => {
    fc.assert(
      fc.property(fc.ipV4(), (text) => {
        expect(parseIpAddress(mapped(text))).toBe(parseIpAddress(text));
      }),
    );
  });
});

describe('ranges', () => {
  it.each([
    ['10.1.2.3/8', '10.0.0.0/8'],
    ['10.1.2.3/32', '10.1.2.3'],
    ['10.1.2.3', '10.1.2.3'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['2001:DB8:ffff::1/32', '2001:db8::/32'],
    ['2001:db8::1/128', '2001:db8::1'],
    ['fe80::1/9', 'fe80::/9'],
    ['::ffff:10.1.2.3/104', '10.0.0.0/8'],
    ['::ffff:0:0/96', '0.0.0.0/0'],
  ])('%s is %s', (text, canonical) => {
    expect(parseIpRange(text)).toBe(canonical);
  });

  it.each([
    '',
    '/8',
    '10.0.0.0/',
    '10.0.0.0/33',
    '10.0.0.0/08',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    '10.0.0.0/255.0.0.0',
    '2001:db8::/129',
    'fe80::%1/64',
    '::ffff:10.0.0.0/95',
    '10.0.0.0-10.0.0.9',
  ])('%s is no range', (text) => {
    expect(parseIpRange(text)).toBeUndefined();
  });

  it.each([
    ['10.0.0.0/8', '10.255.255.255', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['192.0.2.128/25', '192.0.2.127', false],
    ['192.0.2.128/25', '::ffff:192.0.2.128', true],
    ['0.0.0.0/0', '203.0.113.9', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['::/0', '203.0.113.9', false],
    ['::/0', '2001:db8::1', true],
    ['2001:db8::/33', '2001:db8:8000::', false],
    ['2001:db8::/33', '2001:db8:7fff::1', true],
    ['192.0.2.1', '192.0.2.1', true],
    ['192.0.2.1', '192.0.2.2', false],
    ['fe80::/10', 'fe80::1%eth0', false],
    ['0.0.0.0/0', '', false],
  ])('%s holds %s: %s', (range, address, expected) => {
    expect(covers(range, address)).toBe(expected);
  });

  it('hold what the platform says they hold', () => {
    const pair = fc.oneof(
      fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 }), fc.ipV4()),
      fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 }), fc.ipV6()),
    );
    fc.assert(
      fc.property(pair, fc.boolean(), ([network, bits, other], near) => {
        const range = parseIpRange(`${network}/${bits}`);
        fc.pre(range !== undefined);
        const address = parseIpAddress(near ? network : other) ?? '';
        const family = network.includes(':') ? 'ipv6' : 'ipv4';
        // What carries IPv4 is IPv4 for us, whichever way it was written.
        fc.pre((family === 'ipv6') === address.includes(':') && (family === 'ipv6') === range.includes(':'));
        const platform = new BlockList();
        platform.addSubnet(network, bits, family);
        expect(compileIpRanges([range])(address)).toBe(platform.check(address, family));
      }),
      { numRuns: 500 },
    );
  });

  it('read as themselves and hold their own network', () => {
    fc.assert(
      fc.property(anyAddress, fc.integer({ min: 0, max: 128 }), (address, bits) => {
        const range = parseIpRange(`${address}/${bits}`);
        fc.pre(range !== undefined);
        expect(parseIpRange(range)).toBe(range);
        expect(compileIpRanges([range])(address)).toBe(true);
      }),
    );
  });

  it('without any hold nothing', () => {
    expect(compileIpRanges([])('192.0.2.1')).toBe(false);
  });
});
