import type { Change } from '@postern/contract';
import { type Json, type OrganizationId, ok, type Result, refuse } from '@postern/core';
import { findRights, hasPermission } from '@postern/ledger';
import { askAgain, type OrganizationCaller } from '../access/guard.ts';
import { DateTimer, untilNextDateMs } from '../access/until-next-date.ts';
import type { ChangeNotice } from '../platform/events/change-feed.ts';
import type { Call } from '../platform/http/call.ts';
import type { EventStream, StartStream } from '../platform/http/event-stream.ts';
import type { Platform } from '../platform/platform.ts';
import { RequestWatch } from '../requests/watch-requests.ts';
import type { FoldedLedgers } from './folded-ledgers.ts';
import { headsFor } from './read-heads.ts';

/** A browser shares one stream among its tabs; what is above this is a mistake or an attack. */
const maxPerSession = 16;

/** The least time between two notices that the access log has new lines. */
const logPauseMs = 1_000;

/** The open streams of this process, by session or whoever else listens. */
export class Watchers {
  readonly #open = new Map<string, number>();

  /** Takes a place and answers how to give it back, or `rate_limited` when the session has too many. */
  enter(session: string): Result<() => void, 'rate_limited'> {
    const count = this.#open.get(session) ?? 0;
    if (count >= maxPerSession) return refuse('rate_limited', { params: { retryAfterSeconds: 30 } });
    this.#open.set(session, count + 1);
    let inside = true;
    return ok(() => {
      if (!inside) return;
      inside = false;
      const left = (this.#open.get(session) ?? 1) - 1;
      if (left > 0) this.#open.set(session, left);
      else this.#open.delete(session);
    });
  }
}

/**
 * A stream of what moves in the organization: the ledger's head, and heads of the vaults that the member may see. Who
 * reads the heads after `hello` misses nothing. With every change of the ledger, when a date passes, and once a
 * minute, the gate is asked again; when it no longer lets the member in, the stream says `gate` and ends.
 */
export function watchOrganization(
  platform: Platform,
  ledgers: FoldedLedgers,
  watchers: Watchers,
  admitted: OrganizationCaller,
  call: Call,
): Result<StartStream, 'rate_limited'> {
  const place = watchers.enter(admitted.session.id);
  if (!place.ok) return place;
  return ok((stream) => {
    const watcher = new Watcher(platform, ledgers, admitted, call, stream);
    const unsubscribe = platform.feed.subscribe((notice) => watcher.hear(notice));
    watcher.say({ kind: 'hello' });
    // Something may have happened between the guard and the subscription.
    watcher.ask();
    return () => {
      unsubscribe();
      watcher.stop();
      place.value();
    };
  });
}

class Watcher {
  #over = false;
  /** A member's time runs out of an open stream without anybody writing anything. */
  readonly #timer = new DateTimer(() => this.ask());
  #logTimer: NodeJS.Timeout | undefined;
  #logSaidAtMs = Number.NEGATIVE_INFINITY;
  readonly #requests: RequestWatch;
  readonly #platform: Platform;
  readonly #ledgers: FoldedLedgers;
  readonly #call: Call;
  readonly #stream: EventStream;
  readonly #organization: OrganizationId;
  #caller: OrganizationCaller;
  /** Questions to the gate are asked one after the other, so that what is said keeps its order. */
  #asking: Promise<void> = Promise.resolve();

  constructor(
    platform: Platform,
    ledgers: FoldedLedgers,
    admitted: OrganizationCaller,
    call: Call,
    stream: EventStream,
  ) {
    this.#platform = platform;
    this.#ledgers = ledgers;
    this.#caller = admitted;
    this.#call = call;
    this.#stream = stream;
    this.#requests = new RequestWatch(platform, (change) => this.say(change));
    this.#organization = admitted.state.organization;
  }

  /** The stream has ended: nothing is said or asked any more. */
  stop(): void {
    this.#over = true;
    this.#timer.stop();
    clearTimeout(this.#logTimer);
    this.#requests.stop();
  }

  say(change: Change): void {
    this.#stream.send(change);
  }

  hear(notice: ChangeNotice): void {
    const { kind, organization, details } = notice;
    this.#requests.hear(notice);
    if (kind === 'session-ended') {
      if (details?.session !== this.#caller.session.id) return;
      this.say({ kind: 'session-ended' });
      this.#stream.end();
    } else if (kind === 'resync') this.ask({ sayAll: true });
    else if (organization !== this.#organization) return;
    else if (kind === 'ledger') this.ask();
    else if (kind === 'log') this.#hearLog();
    else if (kind === 'vault') this.#hearVault(details);
  }

  /** Asks the gate; says where the ledger stands if it moved, or `gate` and nothing more. */
  ask({ sayAll = false } = {}): void {
    this.#asking = this.#asking
      .then(() => this.#askNow(sayAll))
      .catch((error: unknown) => {
        // The client connects again and is told by the gate itself what is wrong.
        this.#platform.log.fault('a stream could not ask the gate', error, this.#call.reference);
        this.#stream.end();
      });
  }

  async #askNow(sayAll: boolean): Promise<void> {
    if (this.#over) return;
    const answer = await askAgain(this.#platform, this.#ledgers, this.#call, this.#organization);
    if (this.#over) return;
    if ('ok' in answer) {
      this.say({ kind: 'gate' });
      this.#stream.end();
      return;
    }
    const before = this.#caller.state.head;
    this.#caller = answer;
    this.#timer.set(untilNextDateMs(answer.facts, answer.state));
    const { head } = answer.state;
    if (sayAll || head.seq !== before.seq || head.hash !== before.hash) this.say({ kind: 'ledger', head });
    await this.#requests.goOn(answer, sayAll);
    if (!sayAll) return;
    const { vaults } = await headsFor(this.#platform, answer);
    this.#hearLog();
    for (const [vault, at] of Object.entries(vaults)) this.say({ kind: 'vault', vault, head: at });
  }

  /** Lines come in bursts: the stream says that there are some, at most once a second. */
  #hearLog(): void {
    if (this.#logTimer !== undefined || !this.#mayReadLog()) return;
    const waitMs = this.#logSaidAtMs + logPauseMs - performance.now();
    this.#logTimer = setTimeout(
      () => {
        this.#logTimer = undefined;
        this.#logSaidAtMs = performance.now();
        if (!this.#over && this.#mayReadLog()) this.say({ kind: 'log' });
      },
      Math.max(0, waitMs),
    ).unref();
  }

  #mayReadLog(): boolean {
    const { state, member } = this.#caller;
    return hasPermission(state, member.id, 'audit.read');
  }

  #hearVault(details: ChangeNotice['details']): void {
    // After the questions under way: a vault that a ledger event has just opened to this member is heard of, too.
    this.#asking = this.#asking.then(() => {
      const change = vaultChange(details);
      if (change === undefined || this.#over) return;
      const { state, member } = this.#caller;
      if (findRights(state, member.id, change.vault) !== undefined) this.say(change);
    });
  }
}

type VaultChange = Extract<Change, { kind: 'vault' }>;

function vaultChange(details: { readonly [name: string]: Json } | undefined) {
  const { vault, seq, hash } = details ?? {};
  if (typeof vault !== 'string' || typeof seq !== 'number' || typeof hash !== 'string') return undefined;
  return { kind: 'vault', vault, head: { seq, hash } } as VaultChange & { vault: never };
}
