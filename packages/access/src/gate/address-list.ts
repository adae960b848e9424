import { compileIpRanges, type IpRange } from '@postern/core';

/** Where members may come from. `untilMs` `null`: until the entry is taken off the list. */
export interface AddressList {
  readonly [range: IpRange]: { readonly untilMs: number | null };
}

/**
 * Whether an address is on the list: `addressAllowed` of the facts. An empty list holds nobody; that there is no list is
 * the caller's to say. What is no address is on no list. A list is read once and remembered as long as it lives, so it
 * must not be changed in place.
 */
export function isAddressAllowed(list: AddressList, address: string, nowMs: number): boolean {
  const { always, passing } = compiled(list);
  return always(address) || passing.some(({ untilMs, holds }) => nowMs < untilMs && holds(address));
}

type Holds = (address: string) => boolean;
interface CompiledList {
  readonly always: Holds;
  readonly passing: readonly { readonly untilMs: number; readonly holds: Holds }[];
}

const compiledLists = new WeakMap<AddressList, CompiledList>();

function compiled(list: AddressList): CompiledList {
  const known = compiledLists.get(list);
  if (known !== undefined) return known;
  const always: IpRange[] = [];
  const passing: { untilMs: number; holds: Holds }[] = [];
  for (const [range, { untilMs }] of Object.entries(list) as [IpRange, AddressList[IpRange]][]) {
    if (untilMs === null) always.push(range);
    else passing.push({ untilMs, holds: compileIpRanges([range]) });
  }
  const made = { always: compileIpRanges(always), passing };
  compiledLists.set(list, made);
  return made;
}
