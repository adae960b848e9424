import {
  type AnswerOf,
  type BodyRecord,
  decodeBodiesPack,
  decodeChangesPack,
  type Endpoint,
  encodeBodiesPack,
  encodeChangesPack,
  endpoints,
  type HeaderRecord,
  type Pack,
  type Problem,
  readBodies,
  readChanges,
} from '@postern/contract';

/** One request of the client, as the server received it. */
export interface Exchange {
  readonly endpoint: Endpoint | undefined;
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
}

/** A whole answer, kept to be served again. */
export interface KeptAnswer {
  readonly status: number;
  readonly headers: readonly [string, string][];
  readonly body: Uint8Array<ArrayBuffer>;
}

type PassOn = (exchange: Exchange) => Promise<KeptAnswer>;
type Trick = (exchange: Exchange, passOn: PassOn) => Promise<KeptAnswer>;

/** Which of the requests to an endpoint are played a trick on; all when nothing is said. */
export interface When {
  /** Only for exchanges of which this holds. */
  readonly if?: (exchange: Exchange) => boolean;
  /** Only this many times, then the server behaves again. */
  readonly times?: number;
}

/**
 * A server that misbehaves: it stands between a real client and a real server as the client's `fetch`, and alters,
 * replays, drops or makes up what it is told to, by endpoint. Everything else passes unchanged, event streams always.
 */
export class MisbehavingServer {
  /** What the client under attack is given in place of `fetch`. */
  readonly fetch: typeof globalThis.fetch;
  /** Everything the client sent, in order: what this server could read, and so what may not hold a secret. */
  readonly received: Exchange[] = [];
  /** How often a trick was played. An attack in which it stays 0 has shown nothing. */
  misdeeds = 0;
  readonly #fetch: typeof globalThis.fetch;
  #tricks: { name: string; when: When; left: number; play: Trick }[] = [];
  #kept = new Map<string, KeptAnswer[]>();

  constructor(fetch: typeof globalThis.fetch = globalThis.fetch) {
    this.#fetch = fetch;
    this.fetch = (input, init) => this.#answer(new Request(input, init));
  }

  /** Alters the JSON of successful answers. What comes back may be anything: no schema holds a server to its word. */
  alter<E extends Endpoint>(
    endpoint: E,
    change: (answer: AnswerOf<E>, exchange: Exchange) => unknown,
    when: When = {},
  ): this {
    return this.alterBytes(
      endpoint,
      (bytes, exchange) => {
        const answer = JSON.parse(Buffer.from(bytes).toString('utf8')) as AnswerOf<E>;
        return Buffer.from(JSON.stringify(change(answer, exchange)));
      },
      when,
    );
  }

  /** Alters the text of successful answers: duplicate names, huge numbers, anything JSON.stringify would not write. */
  alterText(endpoint: Endpoint, change: (text: string, exchange: Exchange) => string, when: When = {}): this {
    const alterBytes = (bytes: Uint8Array, exchange: Exchange) =>
      Buffer.from(change(Buffer.from(bytes).toString('utf8'), exchange));
    return this.alterBytes(endpoint, alterBytes, when);
  }

  /** Alters the bytes of successful answers. */
  alterBytes(
    endpoint: Endpoint,
    change: (bytes: Uint8Array, exchange: Exchange) => Uint8Array,
    when: When = {},
  ): this {
    return this.#trick(endpoint, when, async (exchange, passOn) => {
      const answer = await passOn(exchange);
      if (answer.status >= 300) return answer;
      return { ...answer, body: new Uint8Array(change(answer.body, exchange)) };
    });
  }

  /** Alters the headers of entries on their way to the client. */
  alterChanges(
    change: (pack: Pack<HeaderRecord>, exchange: Exchange) => Pack<HeaderRecord>,
    when: When = {},
  ): this {
    const alterPack = (bytes: Uint8Array, exchange: Exchange) => {
      const { meta, records } = change(mustDecode(decodeChangesPack(bytes)), exchange);
      return encodeChangesPack(meta, records);
    };
    return this.alterBytes(readChanges, alterPack, when);
  }

  /** Alters the bodies of entries on their way to the client. */
  alterBodies(
    change: (pack: Pack<BodyRecord>, exchange: Exchange) => Pack<BodyRecord>,
    when: When = {},
  ): this {
    const alterPack = (bytes: Uint8Array, exchange: Exchange) => {
      const { meta, records } = change(mustDecode(decodeBodiesPack(bytes)), exchange);
      return encodeBodiesPack(meta, records);
    };
    return this.alterBytes(readBodies, alterPack, when);
  }

  /** Alters the JSON body of requests before the real server sees it. */
  alterRequest(
    endpoint: Endpoint,
    change: (body: unknown, exchange: Exchange) => unknown,
    when: When = {},
  ): this {
    return this.#trick(endpoint, when, (exchange, passOn) => {
      const sent: unknown = JSON.parse(Buffer.from(exchange.body ?? []).toString('utf8'));
      return passOn({ ...exchange, body: Buffer.from(JSON.stringify(change(sent, exchange))) });
    });
  }

  /** Drops requests: the real server never hears of them, and the client is told this. */
  drop(endpoint: Endpoint, answer: (exchange: Exchange) => unknown, when: When = {}): this {
    return this.#trick(endpoint, when, async (exchange) => jsonAnswer(200, answer(exchange)));
  }

  /** Cuts the connection: `before` the real server hears of the request, or `after`, so that only its answer is lost. */
  cut(endpoint: Endpoint, moment: 'before' | 'after', when: When = {}): this {
    return this.#trick(endpoint, when, async (exchange, passOn) => {
      if (moment === 'after') await passOn(exchange);
      throw new TypeError('fetch failed');
    });
  }

  /** Refuses requests with a problem document of this server's invention. */
  refuse(endpoint: Endpoint, problem: Problem, when: When = {}): this {
    return this.#trick(endpoint, when, async () => jsonAnswer(problem.status, problem));
  }

  /** Keeps successful answers of an endpoint from now on; read them with {@link kept}. Plays no trick. */
  keep(endpoint: Endpoint): this {
    if (!this.#kept.has(endpoint.name)) this.#kept.set(endpoint.name, []);
    return this;
  }

  /** The kept answers of an endpoint, oldest first. */
  kept(endpoint: Endpoint): readonly KeptAnswer[] {
    return this.#kept.get(endpoint.name) ?? [];
  }

  /** Serves an old answer in place of the true one. */
  replay(
    endpoint: Endpoint,
    answer: KeptAnswer | ((exchange: Exchange) => KeptAnswer),
    when: When = {},
  ): this {
    return this.#trick(endpoint, when, async (exchange) =>
      typeof answer === 'function' ? answer(exchange) : answer,
    );
  }

  /** Behaves from now on. What was received and counted stays. */
  behave(): this {
    this.#tricks = [];
    return this;
  }

  #trick(endpoint: Endpoint, when: When, play: Trick): this {
    this.#tricks.push({ name: endpoint.name, when, left: when.times ?? Number.POSITIVE_INFINITY, play });
    return this;
  }

  async #answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const endpoint = endpoints.find(
      (one) => one.method === request.method && matches(one.path, url.pathname),
    );
    const exchange: Exchange = {
      endpoint,
      method: request.method,
      url,
      headers: Object.fromEntries(request.headers),
      body: request.body ? new Uint8Array(await request.arrayBuffer()) : undefined,
    };
    this.received.push(exchange);
    const send = (sent: Exchange) =>
      this.#fetch(sent.url, {
        method: sent.method,
        headers: sent.headers,
        signal: request.signal,
        ...(sent.body === undefined ? {} : { body: new Uint8Array(sent.body) }),
      });
    if (endpoint === undefined || endpoint.answerForm === 'stream') return send(exchange);

    // The trick told last is the outermost: it sees what those told before it made of the answer.
    const due = this.#tricks.filter(
      ({ name, when, left }) => name === endpoint.name && left > 0 && (when.if?.(exchange) ?? true),
    );
    let passOn: PassOn = async (sent) => this.#keepAnswer(endpoint, await wholeAnswer(await send(sent)));
    for (const trick of due) {
      const inner = passOn;
      passOn = (sent) => {
        trick.left -= 1;
        this.misdeeds += 1;
        return trick.play(sent, inner);
      };
    }
    const { status, headers, body } = await passOn(exchange);
    return new Response(status === 204 || status === 304 ? null : body, {
      status,
      headers: headers.map(([name, value]): [string, string] => [name, value]),
    });
  }

  #keepAnswer(endpoint: Endpoint, answer: KeptAnswer): KeptAnswer {
    if (answer.status < 300) this.#kept.get(endpoint.name)?.push(answer);
    return answer;
  }
}

function mustDecode<Record>(pack: Pack<Record> | undefined): Pack<Record> {
  if (pack === undefined) throw new TypeError('the real server answered with something that is no pack');
  return pack;
}

/** The length and the coding were of the body as it travelled, which is no more. */
async function wholeAnswer(response: Response): Promise<KeptAnswer> {
  const headers = [...response.headers].filter(
    ([name]) => !['content-length', 'content-encoding', 'transfer-encoding'].includes(name),
  );
  return { status: response.status, headers, body: new Uint8Array(await response.arrayBuffer()) };
}

function jsonAnswer(status: number, value: unknown): KeptAnswer {
  const type = status < 300 ? 'application/json' : 'application/problem+json';
  return {
    status,
    headers: [['content-type', type]],
    body: new Uint8Array(Buffer.from(JSON.stringify(value))),
  };
}

function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const parts = path.split('/');
  return (
    wanted.length === parts.length && wanted.every((part, i) => part.startsWith(':') || part === parts[i])
  );
}
