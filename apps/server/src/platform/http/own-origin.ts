import type { IncomingHttpHeaders } from 'node:http';
import { ok, type Result, refuse } from '@postern/core';
import { type ClientAddress, isLoopbackHost } from './client-address.ts';

const changing = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * Whether the request is meant for this server: its Host is ours. Otherwise a page elsewhere could point its own name
 * at this machine (DNS rebinding) and read, say, the outbox. Behind a trusted proxy the proxy has looked.
 */
export function checkHost(
  headers: IncomingHttpHeaders,
  client: ClientAddress,
  publicUrl: URL | undefined,
): Result<undefined, 'misdirected_request'> {
  const host = headers.host ?? '';
  if (client.throughProxy || host === publicUrl?.host || isLoopbackHost(hostName(host))) return ok();
  return refuse('misdirected_request');
}

/**
 * Whether a request that changes something came from our own pages or from no page at all. A foreign page can send
 * neither JSON nor our Origin without asking first, and it is never allowed.
 */
export function checkChange(
  request: { readonly method: string; readonly headers: IncomingHttpHeaders },
  client: ClientAddress,
  publicUrl: URL | undefined,
): Result<undefined, 'cross_site_request' | 'content_type_wrong'> {
  if (!changing.has(request.method)) return ok();
  const { headers } = request;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return refuse('cross_site_request');
  if (headers.origin !== undefined && !isOwnOrigin(headers.origin, headers.host, client, publicUrl)) {
    return refuse('cross_site_request');
  }
  const hasBody = headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
  if (request.method !== 'POST' && !hasBody) return ok();
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  return type === 'application/json'
    ? ok()
    : refuse('content_type_wrong', { params: { expected: 'application/json' } });
}

function isOwnOrigin(
  origin: string,
  host: string | undefined,
  client: ClientAddress,
  publicUrl: URL | undefined,
): boolean {
  if (publicUrl) return origin === publicUrl.origin;
  if (host === undefined || !isLoopbackHost(hostName(host))) return false;
  return origin === `${client.secure ? 'https' : 'http'}://${host}`;
}

/** The name in a Host header: without its port, IPv6 in its brackets. */
function hostName(host: string): string {
  return host.replace(/:\d+$/, '');
}
