import type { Endpoint, Problem } from '@postern/contract';
import { ok, type Result } from '@postern/core';
import type { z } from 'zod';

export interface CallInput {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: unknown;
  /** Added to those of every call, like what a proxy writes. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal as it travelled, with the document it travelled in. */
export interface RefusedCall {
  readonly ok: false;
  readonly code: string;
  readonly field: string | undefined;
  readonly problem: Problem;
}

/** Sends a request to an endpoint without looking at what is sent, so that tests can send what no client would. */
export function fetchEndpoint(
  url: string,
  endpoint: Pick<Endpoint, 'method' | 'path'>,
  input: CallInput,
  token: string | undefined,
): Promise<Response> {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name) => encodeURIComponent(input.params?.[name] ?? ''));
  const query = new URLSearchParams(
    Object.entries(input.query ?? {}).map(([name, value]) => [name, String(value)]),
  );
  return fetch(`${url}${path}${query.size > 0 ? `?${query}` : ''}`, {
    method: endpoint.method,
    headers: {
      ...(endpoint.method === 'GET' ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...input.headers,
    },
    ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
  });
}

/** The answer of an endpoint, held against its schema, or its refusal. Packs come as their bytes. */
export async function callEndpoint<Answer extends z.ZodType>(
  url: string,
  endpoint: Pick<Endpoint, 'method' | 'path' | 'answerForm'> & { readonly answer: Answer },
  input: CallInput,
  token: string | undefined,
): Promise<Result<z.infer<Answer>> | RefusedCall> {
  const response = await fetchEndpoint(url, endpoint, input, token);
  if (response.ok) return ok(endpoint.answer.parse(await response.json()) as z.infer<Answer>);
  return refusalOf(response);
}

/** The bytes of a pack, or the refusal. */
export async function callForPack(
  url: string,
  endpoint: Pick<Endpoint, 'method' | 'path'>,
  input: CallInput,
  token: string,
): Promise<Result<Uint8Array> | RefusedCall> {
  const response = await fetchEndpoint(url, endpoint, input, token);
  return response.ok ? ok(new Uint8Array(await response.arrayBuffer())) : refusalOf(response);
}

async function refusalOf(response: Response): Promise<RefusedCall> {
  const problem = (await response.json()) as Problem;
  return { ok: false, code: problem.code, field: problem.field, problem };
}
