import { isCode } from '@postern/access';
import {
  type AnswerOf,
  type BodyOf,
  type Endpoint,
  type ParamsOf,
  packContentType,
  problem,
  problemContentType,
  type QueryOf,
} from '@postern/contract';
import { type Bytes, type Json, ok, type Refusal, type Result, refuse } from '@postern/core';

/**
 * Typed calls of the contract's endpoints. Everything that comes back is untrusted: an answer counts only in the exact
 * form its endpoint promises, a refusal only with a code of our own catalogue. Nothing here retries.
 */

/** Absent where the endpoint takes none, required where it does. */
type Part<Name extends string, Value> = unknown extends Value
  ? { readonly [N in Name]?: never }
  : { readonly [N in Name]: Value };

/** What a call of an endpoint sends. */
export type CallInput<E> = Part<'params', ParamsOf<E>> & Part<'query', QueryOf<E>> & Part<'body', BodyOf<E>>;

export interface Api {
  /**
   * The answer of a JSON endpoint, parsed by its schema. Refused with the server's code, with `server_unreachable`
   * when nothing came back, or with `server_refused_form` when what came back is not what the contract says.
   * A fault of the server is the refusal `check_failed` with its `reference`.
   */
  readonly call: <E extends Endpoint>(endpoint: E, input: CallInput<E>) => Promise<Result<AnswerOf<E>>>;
  /** As {@link Api.call} for an endpoint that answers a pack: its bytes, still to be decoded and verified. */
  readonly callPack: <E extends Endpoint>(endpoint: E, input: CallInput<E>) => Promise<Result<Bytes>>;
  /** The open body of a stream of server-sent events; ends when `signal` is aborted. */
  readonly openStream: <E extends Endpoint>(
    endpoint: E,
    input: CallInput<E>,
    signal: AbortSignal,
  ) => Promise<Result<ReadableStream<Uint8Array>>>;
}

export interface ApiPorts {
  readonly fetch: typeof fetch;
  /** Origin of the server, like `https://postern.example`. Empty in a page that this server served. */
  readonly baseUrl: string;
  /** The session's token where it is not a cookie of the browser. */
  readonly token: () => string | undefined;
  /** Hears after each call whether the server was reached. */
  readonly onReached?: (reached: boolean) => void;
}

/** Long enough for a slow line and a large pack, short enough that a dead one is noticed. */
const timeoutMs = 60_000;

/** An api over this `fetch`. */
export function createApi(ports: ApiPorts): Api {
  const send = async (
    endpoint: Endpoint,
    input: LooseInput,
    signal: AbortSignal,
  ): Promise<Result<Response>> => {
    const token = ports.token();
    const headers: Record<string, string> = {
      ...(input.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
    let response: Response;
    try {
      response = await ports.fetch(`${ports.baseUrl}${pathOf(endpoint.path, input)}`, {
        method: endpoint.method,
        headers,
        ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
        // A server may not send a call elsewhere, nor a browser answer it from a cache.
        redirect: 'error',
        cache: 'no-store',
        credentials: 'same-origin',
        signal,
      });
    } catch {
      ports.onReached?.(false);
      return refuse('server_unreachable');
    }
    ports.onReached?.(true);
    return response.ok ? ok(response) : readProblem(response);
  };

  const callPack = async (endpoint: Endpoint, input: LooseInput): Promise<Result<Bytes>> => {
    const sent = await send(endpoint, input, AbortSignal.timeout(timeoutMs));
    if (!sent.ok) return sent;
    if (mediaTypeOf(sent.value) !== packContentType) return refuse('server_refused_form');
    try {
      return ok(new Uint8Array(await sent.value.arrayBuffer()));
    } catch {
      return refuse('server_unreachable');
    }
  };

  const call = async (endpoint: Endpoint, input: LooseInput): Promise<Result<unknown>> => {
    const sent = await send(endpoint, input, AbortSignal.timeout(timeoutMs));
    if (!sent.ok) return sent;
    const text = await readText(sent.value);
    if (text === undefined) return refuse('server_unreachable');
    const parsed = endpoint.answer.safeParse(parseJson(text));
    return parsed.success ? ok(parsed.data) : refuse('server_refused_form');
  };

  const openStream = async (
    endpoint: Endpoint,
    input: LooseInput,
    signal: AbortSignal,
  ): Promise<Result<ReadableStream<Uint8Array>>> => {
    const sent = await send(endpoint, input, signal);
    if (!sent.ok) return sent;
    const { body } = sent.value;
    if (body === null || mediaTypeOf(sent.value) !== 'text/event-stream')
      return refuse('server_refused_form');
    return ok(body);
  };

  // The endpoint's own schema has given the answer its type, which a generic function cannot show.
  return { call, callPack, openStream } as unknown as Api;
}

interface LooseInput {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
}

function pathOf(path: string, { params = {}, query = {} }: LooseInput): string {
  const filled = path.replaceAll(/:([a-zA-Z]+)/g, (_match, name: string) => {
    const value = params[name];
    if (value === undefined) throw new TypeError(`a call of ${path} without ${name}`);
    return encodeURIComponent(value);
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  return search.size === 0 ? filled : `${filled}?${search}`;
}

/**
 * The refusal in a problem document. STRICTER: only codes of our own catalogue count, and of the document nothing but
 * code, parameters, field and reference is read; its words and links are never shown or followed (attack row BW03).
 */
async function readProblem(response: Response): Promise<Refusal> {
  const text = await readText(response);
  if (text === undefined) return refuse('server_unreachable');
  const parsed =
    mediaTypeOf(response) === problemContentType ? problem.safeParse(parseJson(text)) : undefined;
  if (!parsed?.success) {
    // A proxy in front of a server that is down answers in its own form.
    return response.status >= 502 && response.status <= 504
      ? refuse('server_unreachable')
      : refuse('server_refused_form');
  }
  const { code, params, field, reference } = parsed.data;
  if (!isCode(code)) return refuse('server_refused_form');
  const all: Readonly<Record<string, Json>> = {
    ...(params as Readonly<Record<string, Json>> | undefined),
    ...(reference === undefined ? {} : { reference }),
  };
  return refuse(code, {
    ...(field === undefined ? {} : { field }),
    ...(Object.keys(all).length === 0 ? {} : { params: all }),
  });
}

function mediaTypeOf(response: Response): string | undefined {
  return response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
}

async function readText(response: Response): Promise<string | undefined> {
  try {
    return await response.text();
  } catch {
    return undefined;
  }
}

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
