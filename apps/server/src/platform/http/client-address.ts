import type { IncomingHttpHeaders } from 'node:http';
import { parseIpAddress } from '@postern/core';
import type { AddressRanges } from '../config/setting-parsers.ts';

/** Whether a host name or address can only be reached from this machine. */
export function isLoopbackHost(host: string): boolean {
  const bare = plainAddress(host.replace(/^\[(.*)\]$/, '$1'));
  return bare === 'localhost' || bare === '::1' || /^127\.\d+\.\d+\.\d+$/.test(bare);
}

/** An address in its one spelling; what is no address (`localhost`) in lower case. */
export function plainAddress(address: string): string {
  return parseIpAddress(address) ?? address.toLowerCase();
}

export interface ClientAddress {
  /** Address of the client, as far as it can be believed. */
  readonly address: string;
  /** The connection to the client is protected by TLS, here or at a trusted proxy. */
  readonly secure: boolean;
  /** Forwarding headers were there and were not believed: shown to administrators as a warning. */
  readonly forwardingHeadersIgnored: boolean;
  /** The request reached us through a trusted proxy. */
  readonly throughProxy: boolean;
}

const forwardingHeaders = [
  'x-forwarded-for',
  'forwarded',
  'x-real-ip',
  'x-forwarded-proto',
  'x-forwarded-host',
];

export function hasForwardingHeaders(headers: IncomingHttpHeaders): boolean {
  return forwardingHeaders.some((name) => headers[name] !== undefined);
}

/**
 * Who is calling. Forwarding headers count only when the socket's other end is in `trusted`; then X-Forwarded-For is
 * read from the right, past trusted proxies, to the first address that is none. An entry that is no address ends the
 * walk at the last believable one: whatever stands left of it was written by somebody we do not know.
 */
export function resolveClientAddress(
  socket: { readonly remoteAddress?: string | undefined; readonly encrypted: boolean },
  headers: IncomingHttpHeaders,
  trusted: AddressRanges | undefined,
): ClientAddress {
  // The zone of a link-local address (`fe80::1%eth0`) is this machine's own name for its network card.
  const peer = plainAddress((socket.remoteAddress ?? '').replace(/%.*$/, ''));
  if (!trusted?.hold(peer)) {
    return {
      address: peer,
      secure: socket.encrypted,
      forwardingHeadersIgnored: hasForwardingHeaders(headers),
      throughProxy: false,
    };
  }
  const hops = headerText(headers, 'x-forwarded-for')
    .split(',')
    .map((hop) => parseIpAddress(hop.trim()));
  let address = peer;
  for (const hop of hops.reverse()) {
    if (hop === undefined) break;
    address = hop;
    if (!trusted.hold(hop)) break;
  }
  const protocol = headerText(headers, 'x-forwarded-proto').split(',').at(-1)?.trim();
  return {
    address,
    secure: socket.encrypted || protocol === 'https',
    forwardingHeadersIgnored: false,
    throughProxy: true,
  };
}

function headerText(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return Array.isArray(value) ? value.join(',') : (value ?? '');
}
