import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ClientAddress } from './client-address.ts';

/** What handlers and guards may know of a request besides its parsed input, and may do to its answer. */
export interface Call {
  /** Short name of the request, as the log has it; what a denied person quotes. */
  readonly reference: string;
  readonly client: ClientAddress;
  readonly userAgent: string | undefined;
  /** The token of an `Authorization: Bearer` header. */
  readonly bearer: string | undefined;
  cookie(name: string): string | undefined;
  /** A cookie scripts cannot read and other sites cannot send. `maxAgeSeconds` absent: until the browser closes. */
  setCookie(name: string, value: string, maxAgeSeconds?: number): void;
  clearCookie(name: string): void;
}

/** `secure`: people reach the server by https; then cookies go by https alone and are bound to this very host. */
export function callOf(request: FastifyRequest, reply: FastifyReply, secure: boolean): Call {
  const nameOf = (name: string) => (secure ? `__Host-${name}` : name);
  const options = { path: '/', httpOnly: true, sameSite: 'strict', secure } as const;
  return {
    reference: request.id,
    client: request.client,
    userAgent: request.headers['user-agent']?.slice(0, 400),
    bearer: /^Bearer ([\w~+/.=-]{1,512})$/.exec(request.headers.authorization ?? '')?.[1],
    cookie: (name) => request.server.parseCookie(request.headers.cookie ?? '')[nameOf(name)],
    setCookie: (name, value, maxAgeSeconds) => {
      const lasting = maxAgeSeconds === undefined ? options : { ...options, maxAge: maxAgeSeconds };
      reply.header('set-cookie', request.server.serializeCookie(nameOf(name), value, lasting));
    },
    clearCookie: (name) => {
      const over = { ...options, expires: new Date(0), maxAge: 0 };
      reply.header('set-cookie', request.server.serializeCookie(nameOf(name), '', over));
    },
  };
}
