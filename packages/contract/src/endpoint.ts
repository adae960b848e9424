import type { z } from 'zod';

/**
 * An endpoint is written once: the server binds a handler to it, the client calls it, OpenAPI is built from it.
 * `Params`, `Query` and `Body` are what arrives; `Answer` is the body of a success. Refusals travel as RFC 9457
 * problem documents (see `problem.ts`) whose `code` is in `@postern/access`.
 */
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/**
 * Who may call. `anyone`: before identity is proven; answers are uniform. `session`: a signed-in account, outside
 * the gate. `organization`: the gate decides on every request; the path then holds `:organization`.
 */
export type Access = 'anyone' | 'session' | 'organization';

/** How the body of a success travels. `pack` and `stream` are described in `vault/pack.ts` and `events.ts`. */
export type AnswerForm = 'json' | 'pack' | 'stream';

export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  readonly name: string;
  readonly method: Method;
  /** Path with `:name` parameters, always below `/api`. */
  readonly path: `/api/${string}`;
  readonly access: Access;
  readonly summary: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly answer: Answer;
  readonly answerForm?: AnswerForm;
  /** Codes this endpoint adds to those every endpoint may give (`request_invalid`, `rate_limited`, ...). */
  readonly refusals: readonly string[];
  /** Largest accepted body in bytes; {@link defaultBodyLimitBytes} when absent. */
  readonly bodyLimitBytes?: number;
}

export const defaultBodyLimitBytes = 1024 * 1024;
/** An account state may be as large as a sealed object is, a third more in base64, and its keys come along. */
export const accountStateBodyLimitBytes = 2 * 1024 * 1024;
/** Writes carry up to a thousand sealed entries. */
export const writeBodyLimitBytes = 16 * 1024 * 1024;

/** The endpoint as written, with its schema types kept. */
export function endpoint<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Answer extends z.ZodType,
>(definition: Endpoint<Params, Query, Body, Answer>): Endpoint<Params, Query, Body, Answer> {
  return definition;
}

export type ParamsOf<E> = E extends { params?: infer T extends z.ZodType } ? z.infer<T> : never;
export type QueryOf<E> = E extends { query?: infer T extends z.ZodType } ? z.infer<T> : never;
export type BodyOf<E> = E extends { body?: infer T extends z.ZodType } ? z.infer<T> : never;
export type AnswerOf<E> = E extends { answer: infer T extends z.ZodType } ? z.infer<T> : never;
