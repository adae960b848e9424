import type { OrganizationCaller } from '../access/guard.ts';
import type { ChangeNotice } from '../platform/events/change-feed.ts';
import type { Platform } from '../platform/platform.ts';
import { endPassedRequests, hasOpenRequests } from './end-passed.ts';
import { countOpenRequests } from './inbox.ts';

/** The least time between two counts for one stream: many requests at once are counted once. */
const countPauseMs = 1_000;

export type RequestChange =
  | { readonly kind: 'request' }
  | { readonly kind: 'requests'; readonly open: number };

/**
 * What the stream of a member says of requests: that an own one moved, and how many open ones there are that the member can
 * help with. Both cost nothing to who neither asked nor can help.
 */
export class RequestWatch {
  readonly #platform: Platform;
  readonly #say: (change: RequestChange) => void;
  #caller: OrganizationCaller | undefined;
  #said = 0;
  /** Something about a request here has changed since the last count. */
  #moved = false;
  #hasAsked = false;
  #over = false;
  #timer: NodeJS.Timeout | undefined;
  #countedAtMs = Number.NEGATIVE_INFINITY;

  constructor(platform: Platform, say: (change: RequestChange) => void) {
    this.#platform = platform;
    this.#say = say;
  }

  stop(): void {
    this.#over = true;
    clearTimeout(this.#timer);
  }

  /** A notice of the feed, of any kind. */
  hear({ kind, account, organization, details }: ChangeNotice): void {
    const caller = this.#caller;
    if (caller === undefined) return;
    const { state, session } = caller;
    if (kind === 'requests' && organization === state.organization) {
      this.#moved = true;
      this.#countSoon();
    }
    if (kind !== 'request' || account !== session.account || details?.address !== state.address) return;
    this.#hasAsked = true;
    this.#say({ kind: 'request' });
  }

  /** The gate let the member on: what this member asked for may be there now, and whom they can help may have changed. */
  async goOn(caller: OrganizationCaller, sayAll: boolean): Promise<void> {
    const before = this.#caller;
    this.#caller = caller;
    const { state, session, member } = caller;
    const asker = { account: session.account, address: state.address };
    if (before === undefined || sayAll) this.#hasAsked = await hasOpenRequests(this.#platform, asker);
    if (this.#hasAsked && before?.state !== state) {
      const known = { ...caller, ledger: caller };
      await endPassedRequests(this.#platform, known, state.address);
    }
    if (sayAll) this.#say({ kind: 'request' });
    if (before === undefined || sayAll || before.member !== member || this.#said > 0) this.#countSoon();
  }

  #countSoon(): void {
    if (this.#timer !== undefined || this.#over) return;
    const waitMs = this.#countedAtMs + countPauseMs - performance.now();
    this.#timer = setTimeout(() => void this.#count(), Math.max(0, waitMs)).unref();
  }

  async #count(): Promise<void> {
    this.#countedAtMs = performance.now();
    this.#timer = undefined;
    const caller = this.#caller;
    if (caller === undefined || this.#over) return;
    try {
      const open = await countOpenRequests(this.#platform, caller);
      if (this.#over) return;
      // As many as before need not be the same ones. Whoever can help with none hears nothing.
      const isNews = open !== this.#said || (this.#moved && open > 0);
      this.#moved = false;
      if (!isNews) return;
      this.#said = open;
      this.#say({ kind: 'requests', open });
    } catch (error) {
      this.#platform.log.fault('open requests were not counted', error);
    }
  }
}
