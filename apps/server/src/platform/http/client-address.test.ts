import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressRanges } from '../config/setting-parsers.ts';
import { isLoopbackHost, plainAddress, resolveClientAddress } from './client-address.ts';

function trusting(text: string) {
  const parsed = addressRanges(text);
  if (!('value' in parsed)) throw new Error(parsed.expected);
  return parsed.value;
}

const proxies = trusting('10.0.0.0/8, fd00::/8');
const from = (remoteAddress: string) => ({ remoteAddress, encrypted: false });

describe('the client address', () => {
  it.each([
    ['no proxy trusted, no header', undefined, '203.0.113.7', undefined, '203.0.113.7'],
    ['no proxy trusted, a header is ignored', undefined, '203.0.113.7', '198.51.100.1', '203.0.113.7'],
    ['an untrusted peer is not believed', proxies, '203.0.113.7', '198.51.100.1', '203.0.113.7'],
    ['a trusted proxy is believed', proxies, '10.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['as IPv4 in IPv6 too', proxies, '::ffff:10.0.0.1', '::ffff:198.51.100.1', '198.51.100.1'],
    ['through two trusted proxies', proxies, '10.0.0.1', '198.51.100.1, 10.0.0.2', '198.51.100.1'],
    [
      'what the client wrote itself is left alone',
      proxies,
      '10.0.0.1',
      '192.0.2.9, 198.51.100.1',
      '198.51.100.1',
    ],
    [
      'a claim behind a trusted-looking entry too',
      proxies,
      '10.0.0.1',
      '10.9.9.9, 198.51.100.1',
      '198.51.100.1',
    ],
    ['nonsense ends the walk', proxies, '10.0.0.1', '198.51.100.1, unknown, 10.0.0.2', '10.0.0.2'],
    ['a trusted proxy without the header', proxies, '10.0.0.1', undefined, '10.0.0.1'],
    ['IPv6', proxies, 'fd00::1', '2001:DB8:0::5', '2001:db8::5'],
    ['a zone somebody else knows ends the walk', proxies, '10.0.0.1', 'fe80::1%eth0', '10.0.0.1'],
    ['a zone of this machine is left out', undefined, 'fe80::1%eth0', undefined, 'fe80::1'],
  ])('%s', (_name, trusted, peer, forwardedFor, expected) => {
    const headers = forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor };
    expect(resolveClientAddress(from(peer), headers, trusted).address).toBe(expected);
  });

  it('says when forwarding headers were there and not believed', () => {
    for (const name of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'x-forwarded-proto']) {
      const headers = { [name]: 'x' };
      expect(resolveClientAddress(from('203.0.113.7'), headers, undefined).forwardingHeadersIgnored).toBe(
        true,
      );
      expect(resolveClientAddress(from('10.0.0.1'), headers, proxies).forwardingHeadersIgnored).toBe(false);
    }
  });

  it('believes a trusted proxy about TLS, nobody else', () => {
    const headers = { 'x-forwarded-proto': 'https' };
    expect(resolveClientAddress(from('10.0.0.1'), headers, proxies).secure).toBe(true);
    expect(resolveClientAddress(from('203.0.113.7'), headers, proxies).secure).toBe(false);
  });

  it('is never moved by what an untrusted peer writes', () => {
    fc.assert(
      fc.property(fc.string(), fc.ipV4(), (text, peer) => {
        fc.pre(!peer.startsWith('10.'));
        const { address } = resolveClientAddress(from(peer), { 'x-forwarded-for': text }, proxies);
        expect(address).toBe(peer);
      }),
    );
  });

  it('knows this machine', () => {
    expect(['localhost', '127.0.0.1', '::1', '[::1]', '::ffff:127.0.0.1'].every(isLoopbackHost)).toBe(true);
    expect(['0.0.0.0', '127.0.0.1.example', 'localhost.example', '::', ''].some(isLoopbackHost)).toBe(false);
    expect(plainAddress('::FFFF:192.0.2.1')).toBe('192.0.2.1');
  });
});
