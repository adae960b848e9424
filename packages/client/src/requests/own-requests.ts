import { listOwnRequests, type OwnRequest } from '@postern/contract';
import type { Result } from '@postern/core';
import type { Api } from '../api/api.ts';

const none: readonly OwnRequest[] = Object.freeze([]);

/**
 * Own requests for access, by the address they were asked at, as the server tells them. INVARIANT: nothing is decided by
 * them; they say how far one's own asking has come.
 */
export class OwnRequests {
  readonly #api: Api;
  readonly #changed: () => void;
  #known = new Map<string, readonly OwnRequest[]>();
  /** Readings follow each other, so that the last one stands. */
  #reading: Promise<unknown> = Promise.resolve();

  constructor(api: Api, changed: () => void) {
    this.#api = api;
    this.#changed = changed;
  }

  at(address: string): readonly OwnRequest[] {
    return this.#known.get(address) ?? none;
  }

  /** Forgets all of them, with the account that they are of. */
  clear(): void {
    this.#known = new Map();
  }

  /** Reads them anew. */
  read(address: string): Promise<Result<readonly OwnRequest[]>> {
    const known = this.#known;
    const step = async (): Promise<Result<readonly OwnRequest[]>> => {
      // Nothing is asked for an account that was closed meanwhile.
      if (known !== this.#known) return { ok: true, value: none };
      const listed = await this.#api.call(listOwnRequests, { params: { address } });
      if (!listed.ok) return listed;
      const { requests } = listed.value;
      // Another account may be open by now.
      if (known !== this.#known) return { ok: true, value: none };
      const same = JSON.stringify(requests) === JSON.stringify(this.at(address));
      if (!same) {
        known.set(address, requests);
        this.#changed();
      }
      return { ok: true, value: this.at(address) };
    };
    const next = this.#reading.then(step, step);
    this.#reading = next;
    return next;
  }

  /** Takes over one that the server has just answered. */
  keep(address: string, request: OwnRequest): void {
    const others = this.at(address).filter((one) => one.request !== request.request);
    this.#known.set(address, [request, ...others]);
    this.#changed();
  }
}
