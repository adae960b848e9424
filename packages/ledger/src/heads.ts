import type { HashAt, Head } from './state.ts';

/**
 * How a served chain stands to what this client has already seen of it. The same for ledgers and for manifests.
 *
 * - `same`, `ahead`: it holds everything the client has seen.
 * - `behind`: it stops short but agrees as far as it goes, as after a restored backup: the client gives the tail back.
 * - `fork`: it differs at a position the client knows. A blocking alarm.
 * - `older`: it stops short and this device holds nothing to tell *behind* from *fork* by. Refused, too (attack row X8).
 */
export type HeadComparison = 'same' | 'ahead' | 'behind' | 'fork' | 'older';

/** A chain as served: its head, and the hashes of those of its objects that were verified or at least hash-chained. */
export interface ServedChain {
  readonly head: Head;
  readonly hashAt: HashAt;
}

/**
 * Decides how `served` stands to `pin`, the furthest head this client or its account has seen. `ownHashAt` gives the
 * hashes the client kept from its own verification. A served chain that claims to be ahead and does not show its
 * object at the pin is taken as a fork: it is the server's to prove.
 */
export function compareWithPin(pin: Head, served: ServedChain, ownHashAt: HashAt): HeadComparison {
  const { head, hashAt } = served;
  if (head.seq >= pin.seq) {
    const there = head.seq === pin.seq ? head.hash : hashAt(pin.seq);
    if (there !== pin.hash) return 'fork';
    return head.seq === pin.seq ? 'same' : 'ahead';
  }
  const own = ownHashAt(head.seq);
  if (own === undefined) return 'older';
  return own === head.hash ? 'behind' : 'fork';
}

/** The further of two heads of one chain; at the same position the first. Both must come from verified chains. */
export function furtherHead(a: Head, b: Head): Head {
  return b.seq > a.seq ? b : a;
}
