import type { FastifyReply, FastifyRequest } from 'fastify';
import { appBase, type Base, baseOf } from './app-base.ts';
import type { ClientAddress } from './client-address.ts';

/** What handlers and guards may know of a request besides its parsed input, and may do to its answer. */
export interface Call {
  /** Short name of the request, as the log has it; what a denied person quotes. */
  readonly reference: string;
  readonly client: ClientAddress;
  /** A cookie that is set goes back to this base alone, or to it and the app's, which has its own names. */
  readonly base: Base;
  readonly userAgent: string | undefined;
  /** The token of an `Authorization: Bearer` header. */
  readonly bearer: string | undefined;
  cookie(name: string): string | undefined;
  /** A cookie scripts cannot read and other sites cannot send. `maxAgeSeconds` absent: until the browser closes. */
  setCookie(name: string, value: string, maxAgeSeconds?: number): void;
  clearCookie(name: string): void;
}

/**
 * `secure`: people reach the server by https; then cookies go by https alone. The web's are bound to this very host as
 * well; a browser lets nobody promise that of a cookie with a path.
 */
export function callOf(request: FastifyRequest, reply: FastifyReply, secure: boolean): Call {
  const base = baseOf(request.raw);
  const prefix = base === 'app' ? '__Secure-' : '__Host-';
  const nameOf = (name: string) => (secure ? `${prefix}${name}` : name);
  const path = base === 'app' ? appBase : '/';
  const options = { path, httpOnly: true, sameSite: 'strict', secure } as const;
  return {
    reference: request.id,
    client: request.client,
    base,
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
