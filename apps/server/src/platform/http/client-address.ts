import type { IncomingHttpHeaders } from 'node:http';
import { type BlockList, isIP } from 'node:net';

/** Whether a host name or address can only be reached from this machine. */
export function isLoopbackHost(host: string): boolean {
  const bare = plainAddress(host.replace(/^\[(.*)\]$/, '$1'));
  return bare === 'localhost' || bare === '::1' || /^127\.\d+\.\d+\.\d+$/.test(bare);
}

/** The address in its usual form: an IPv4 address carried in IPv6 (`::ffff:192.0.2.1`) becomes the IPv4 address. */
export function plainAddress(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  return mapped ?? address.toLowerCase();
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
  trusted: BlockList | undefined,
): ClientAddress {
  const peer = plainAddress(socket.remoteAddress ?? '');
  if (!trusted || !isTrusted(trusted, peer)) {
    return {
      address: peer,
      secure: socket.encrypted,
      forwardingHeadersIgnored: hasForwardingHeaders(headers),
      throughProxy: false,
    };
  }
  const hops = headerText(headers, 'x-forwarded-for')
    .split(',')
    .map((hop) => plainAddress(hop.trim()));
  let address = peer;
  for (const hop of hops.reverse()) {
    if (isIP(hop) === 0) break;
    address = hop;
    if (!isTrusted(trusted, hop)) break;
  }
  const protocol = headerText(headers, 'x-forwarded-proto').split(',').at(-1)?.trim();
  return {
    address,
    secure: socket.encrypted || protocol === 'https',
    forwardingHeadersIgnored: false,
    throughProxy: true,
  };
}

function isTrusted(trusted: BlockList, address: string): boolean {
  const version = isIP(address);
  return version !== 0 && trusted.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

function headerText(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return Array.isArray(value) ? value.join(',') : (value ?? '');
}
