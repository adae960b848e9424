import {
  type Access,
  type AnswerOf,
  type BodyOf,
  defaultBodyLimitBytes,
  type Endpoint,
  type ParamsOf,
  packContentType,
  type QueryOf,
} from '@postern/contract';
import { ok, type Result } from '@postern/core';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { z } from 'zod';
import { type Call, callOf } from './call.ts';
import type { StartStream } from './event-stream.ts';
import { sendProblem } from './problem.ts';
import { parseInput } from './validation.ts';

/** Who may call: asked after the path is parsed and before a byte of the body is read. */
export interface Guard<Caller> {
  readonly access: Access;
  /** The caller, or the refusal. `params` are the path's parameters as the endpoint's schema gave them back. */
  admit(call: Call, params: Readonly<Record<string, unknown>>): Promise<Result<Caller>>;
}

/** Lets everybody through; for endpoints with `access: 'anyone'`. */
export const anyone: Guard<undefined> = { access: 'anyone', admit: async () => ok() };

/** What a handler gets: parsed input, the admitted caller, and the rest of the request. */
export interface Input<E, Caller> {
  readonly params: ParamsOf<E>;
  readonly query: QueryOf<E>;
  readonly body: BodyOf<E>;
  readonly caller: Caller;
  readonly call: Call;
}

/** What a handler answers on success, by the endpoint's `answerForm`: a value, a pack's bytes, or a stream. */
export type Answer<E> = AnswerOf<E> | Uint8Array | StartStream;

export type Handler<E, Caller> = (input: Input<E, Caller>) => Promise<Result<Answer<E>>>;

type AnyEndpoint = Endpoint<z.ZodType, z.ZodType, z.ZodType, z.ZodType>;

/** What a request that was let in goes on with. */
export interface Admission {
  readonly params: unknown;
  readonly caller: unknown;
  readonly call: Call;
}

/**
 * Serves an endpoint of the contract: path, guard, query, body, handler, in this order, each able to refuse with a
 * problem document. A guard of another access than the endpoint's is a fault at start.
 */
export function bindEndpoint<E extends AnyEndpoint, Caller>(
  app: FastifyInstance,
  endpoint: E,
  guard: Guard<Caller>,
  handler: Handler<E, Caller>,
): void {
  if (guard.access !== endpoint.access) {
    throw new Error(`${endpoint.name} is for "${endpoint.access}", its guard for "${guard.access}"`);
  }
  app.route({
    method: endpoint.method,
    url: endpoint.path,
    bodyLimit: endpoint.bodyLimitBytes ?? defaultBodyLimitBytes,
    exposeHeadRoute: false,
    onRequest: async (request, reply) => {
      const params = endpoint.params ? parseInput(endpoint.params, request.params, '/path') : ok();
      if (!params.ok) return sendProblem(reply, params);
      const call = callOf(request, reply, app.secureCookies);
      const admitted = await guard.admit(call, (params.value ?? {}) as Record<string, unknown>);
      if (!admitted.ok) return sendProblem(reply, admitted);
      request.admission = { params: params.value, caller: admitted.value, call };
    },
    handler: async (request, reply) => {
      const { admission } = request;
      if (!admission) throw new Error('a request reached its handler without its guard');
      // A stream's request lives as long as the stream, and would keep the ledger as it was when it began.
      request.admission = undefined;
      const query = endpoint.query ? parseInput(endpoint.query, request.query, '/query') : ok();
      if (!query.ok) return sendProblem(reply, query);
      const body = endpoint.body ? parseInput(endpoint.body, request.body) : ok();
      if (!body.ok) return sendProblem(reply, body);
      const result = await handler({
        ...admission,
        query: query.value,
        body: body.value,
      } as Input<E, Caller>);
      if (!result.ok) return sendProblem(reply, result);
      return sendAnswer(reply, endpoint, result.value);
    },
  });
}

function sendAnswer(reply: FastifyReply, endpoint: AnyEndpoint, value: unknown): FastifyReply {
  reply.header('cache-control', 'no-store');
  if (endpoint.answerForm === 'stream') {
    reply.server.eventStreams.open(reply, value as StartStream);
    return reply;
  }
  if (endpoint.answerForm === 'pack') {
    return reply.header('content-type', packContentType).send(Buffer.from(value as Uint8Array<ArrayBuffer>));
  }
  return value === undefined
    ? reply.code(204).send()
    : reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(value));
}
