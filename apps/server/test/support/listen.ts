import { type Change, change, watchGate, watchOrganization } from '@postern/contract';
import { fetchEndpoint } from './call-endpoint.ts';

export interface Listening {
  /** The next change that is neither `hello` nor `log`; undefined when the stream has ended. Rejects after `withinMs`. */
  next(withinMs?: number): Promise<Change | undefined>;
  /** Waits for the next `log`, whatever comes before it. */
  nextLog(withinMs?: number): Promise<void>;
  /** How often `log` was among what was waited through. */
  logs(): number;
  close(): void;
}

type Headers = Readonly<Record<string, string>>;

/** Opens the event stream of an organization and answers once it has said `hello`. */
export function listen(
  url: string,
  organization: string,
  token: string,
  headers: Headers = {},
): Promise<Listening> {
  return begin(fetchEndpoint(url, watchOrganization, { params: { organization }, headers }, token));
}

/** The same for the stream of who waits at the gate. */
export function listenAtGate(
  url: string,
  address: string,
  token: string,
  headers: Headers = {},
): Promise<Listening> {
  return begin(fetchEndpoint(url, watchGate, { params: { address }, headers }, token));
}

async function begin(opening: Promise<Response>): Promise<Listening> {
  const response = await opening;
  if (!response.ok || response.body === null) throw new Error(`no stream: ${response.status}`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const read = async (): Promise<Change | undefined> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const block = text.slice(0, end);
        text = text.slice(end + 2);
        if (block.startsWith('data: ')) return change.parse(JSON.parse(block.slice('data: '.length)));
        continue;
      }
      const { value, done } = await reader.read();
      if (done) return undefined;
      text += value;
    }
  };
  const within = <Value>(withinMs: number, work: Promise<Value>): Promise<Value> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`nothing within ${withinMs} ms`)), withinMs);
    });
    return Promise.race([work, late]).finally(() => clearTimeout(timer));
  };
  let logs = 0;
  const readOther = async (): Promise<Change | undefined> => {
    for (;;) {
      const heard = await read();
      if (heard?.kind !== 'log') return heard;
      logs += 1;
    }
  };
  const readLog = async (): Promise<void> => {
    for (;;) {
      const heard = await read();
      if (heard === undefined) throw new Error('the stream ended before the log moved');
      if (heard.kind === 'log') return;
    }
  };
  const hello = await within(1000, read());
  if (hello?.kind !== 'hello') throw new Error('the stream did not begin with hello');
  return {
    next: (withinMs = 1000) => within(withinMs, readOther()),
    nextLog: (withinMs = 3000) => within(withinMs, readLog()),
    logs: () => logs,
    close: () => void reader.cancel(),
  };
}
