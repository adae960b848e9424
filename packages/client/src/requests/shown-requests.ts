import type { AccessRequest } from '@postern/contract';
import { type MemberId, newId, type OrganizationId, type RequestId } from '@postern/core';
import type { RemedyChoice, RemedyOffer } from './port.ts';

/** A request as it was shown once. */
interface ShownRequest {
  readonly organization: OrganizationId;
  /** Who it was shown to. */
  readonly to: MemberId;
  readonly served: AccessRequest;
  readonly offers: readonly RemedyOffer[];
}

/** A page shows one at a time; whoever has this many open reads again. */
const kept = 64;

/** The requests that were shown, by the name of each showing. INVARIANT: kept in memory alone. */
export class ShownRequests {
  readonly #shown = new Map<string, ShownRequest>();

  /** Keeps one, and names this showing of it. */
  keep(request: ShownRequest): string {
    for (const name of [...this.#shown.keys()].slice(0, Math.max(0, this.#shown.size + 1 - kept))) {
      this.#shown.delete(name);
    }
    const name = newId<string & RequestId>();
    this.#shown.set(name, request);
    return name;
  }

  /** The showing of this name, as long as it is the same member's in the same organization. */
  find(
    name: string,
    { organization, to }: Pick<ShownRequest, 'organization' | 'to'>,
  ): ShownRequest | undefined {
    const found = this.#shown.get(name);
    return found?.organization === organization && found.to === to ? found : undefined;
  }
}

/** Whether a remedy was offered, with the very thing that it was offered for. */
export function wasOffered(offers: readonly RemedyOffer[], choice: RemedyChoice): boolean {
  return offers.some(({ remedy, effect, refused }) => {
    if (remedy !== choice.remedy || refused !== undefined) return false;
    if (choice.remedy === 'share_vault') return effect.vault === choice.vault;
    if (choice.remedy === 'grant_permission') return effect.permission === choice.permission;
    return true;
  });
}
