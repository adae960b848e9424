import fastifyCookie from '@fastify/cookie';
import { ok, refuse } from '@postern/core';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify';
import type { AddressRanges } from '../config/setting-parsers.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { routedPath } from './app-base.ts';
import type { Admission } from './bind-endpoint.ts';
import { type ClientAddress, resolveClientAddress } from './client-address.ts';
import { EventStreams } from './event-stream.ts';
import { checkChange, checkHost } from './own-origin.ts';
import { sendProblem } from './problem.ts';
import { newReference } from './reference.ts';
import { securityHeaders } from './security-headers.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls, as far as it can be believed; see `resolveClientAddress`. */
    client: ClientAddress;
    /** What the guard let in; see `bindEndpoint`. */
    admission: Admission | undefined;
  }
  interface FastifyInstance {
    eventStreams: EventStreams;
    /** People reach this server by https, so cookies go by https alone. */
    secureCookies: boolean;
  }
}

export interface AppSettings {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly publicUrl: URL | undefined;
  readonly trustedProxies: AddressRanges | undefined;
  /** People reach this server by https, here or at a proxy. */
  readonly overTls: boolean;
}

/** Paths that machines ask by whatever name they know us; they tell nothing about anybody. */
const anyHost = new Set(['/healthz', '/readyz', '/metrics']);

/**
 * The HTTP server with everything that holds for every request: reference, client address, security headers, our own
 * host and origin only, problem documents in place of errors, one log line of allowed fields, metrics. Routes come
 * after; `listen` opens it to the world.
 */
export function createApp(settings: AppSettings): FastifyInstance {
  const { log, metrics, publicUrl, trustedProxies, overTls } = settings;
  const headers = securityHeaders(overTls);
  const app: FastifyInstance = Fastify({
    logger: false,
    genReqId: newReference,
    rewriteUrl: routedPath,
    requestIdHeader: false,
    bodyLimit: 64 * 1024,
    return503OnClosing: false,
    // An address that cannot be read reaches no route and no hook.
    frameworkErrors: (_error, _request, reply) =>
      sendProblem(
        reply.headers(headers.page),
        refuse('request_invalid', { params: { expected: 'a well-formed request' } }),
      ),
  });
  let warnedOfForwarding = false;

  // Cookies are read by who asks for one.
  app.register(fastifyCookie, { hook: false });
  app.decorate('eventStreams', new EventStreams());
  app.decorate('secureCookies', overTls);
  app.decorateRequest('client');
  app.decorateRequest('admission');

  // Hooks with a callback: each promise would cost as much as what is done here.
  app.addHook('onRequest', (request, reply, done) => {
    const path = pathOf(request);
    reply.headers(path.startsWith('/api/') ? headers.api : headers.page);
    request.client = clientOf(request, trustedProxies);
    if (request.client.forwardingHeadersIgnored && !warnedOfForwarding) {
      warnedOfForwarding = true;
      log.warn(
        'forwarding headers arrived and were ignored: POSTERN_TRUSTED_PROXIES does not name their sender',
      );
    }
    const host = anyHost.has(path) ? ok() : checkHost(request.headers, request.client, publicUrl);
    if (!host.ok) {
      sendProblem(reply, host);
      return;
    }
    const change = checkChange(request, request.client, publicUrl);
    if (!change.ok) {
      sendProblem(reply, change);
      return;
    }
    done();
  });

  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? '(none)';
    const fields = {
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      reference: request.id,
    };
    metrics.request(fields);
    if (!anyHost.has(route)) log.info('request', fields);
    done();
  });

  // An empty body is no body: it says application/json because that is what tells our clients from foreign forms.
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    if (text === '') return done(null, undefined);
    try {
      done(null, JSON.parse(text as string));
    } catch {
      done(Object.assign(new Error('malformed JSON'), { statusCode: 400, code: 'POSTERN_JSON' }));
    }
  });

  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
      // The rest of the body is not read, so the connection cannot be used again.
      reply.header('connection', 'close');
      return sendProblem(
        reply,
        refuse('body_too_large', { params: { limitBytes: request.routeOptions.bodyLimit ?? 0 } }),
      );
    }
    if (error.code === 'POSTERN_JSON') {
      return sendProblem(reply, refuse('request_invalid', { field: '', params: { expected: 'valid JSON' } }));
    }
    if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
      return sendProblem(reply, refuse('content_type_wrong', { params: { expected: 'application/json' } }));
    }
    if (error.statusCode !== undefined && error.statusCode < 500) {
      return sendProblem(reply, refuse('request_invalid', { params: { expected: 'a well-formed request' } }));
    }
    log.fault('a request failed', error, request.id);
    metrics.fault();
    return sendProblem(reply, refuse('check_failed'));
  });

  app.setNotFoundHandler((_request, reply) => sendProblem(reply, refuse('not_found')));
  return app;
}

/** The path of a request, without its query. */
export function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '/';
}

function clientOf(request: FastifyRequest, trusted: AddressRanges | undefined): ClientAddress {
  const { socket } = request.raw;
  return resolveClientAddress(
    { remoteAddress: socket.remoteAddress, encrypted: 'encrypted' in socket && socket.encrypted === true },
    request.headers,
    trusted,
  );
}
