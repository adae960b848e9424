import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { problemContentType } from '@postern/contract';
import { type Refusal, refuse } from '@postern/core';
import { problemOf } from './problem.ts';

/**
 * Answers what never became a request, because it is no HTTP, has headers beyond measure or does not arrive: a problem
 * document like any other, and the end of the connection.
 */
export function refuseBroken(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, refusal } = refusalOf(error.code);
  const body = JSON.stringify({ ...problemOf(refusal), status });
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      `content-type: ${problemContentType}`,
      `content-length: ${Buffer.byteLength(body)}`,
      'cache-control: no-store',
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

function refusalOf(code: string | undefined): { readonly status: number; readonly refusal: Refusal } {
  const invalid = (status: number, expected: string) => ({
    status,
    refusal: refuse('request_invalid', { params: { expected } }),
  });
  if (code === 'HPE_HEADER_OVERFLOW') return invalid(431, 'headers of at most 16 KiB');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return invalid(408, 'a request that arrives within two minutes');
  return invalid(400, 'a well-formed request');
}
