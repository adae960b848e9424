import { type IpRange, ok, parseIpRange, type Result, refuse } from '@postern/core';
import type { SupposedEvent } from '@postern/ledger';
import type { ProposedChange } from './port.ts';

/** The events that a change would be signed as. */
export function proposedEvents(change: ProposedChange): Result<readonly SupposedEvent[]> {
  switch (change.kind) {
    case 'settings':
      return ok([{ type: 'settings_set', body: { set: change.set } }]);
    case 'addresses': {
      const added = parseRanges(change.add.map(({ range }) => range));
      const removed = parseRanges(change.remove);
      if (!added.ok) return added;
      if (!removed.ok) return removed;
      const add = change.add.map(({ label, untilMs }, at) => ({
        label: label.trim().normalize('NFC'),
        range: added.value[at] as IpRange,
        untilMs,
      }));
      return ok([{ type: 'addresses_set', body: { add, remove: [...removed.value] } }]);
    }
    case 'clients':
      return ok(
        change.of.map(({ member, clients: { allowed, denied } }) => ({
          type: 'clients_set',
          body: { clients: { allowed: [...allowed], denied: [...denied] }, member },
        })),
      );
    case 'member_addresses': {
      const removed = parseRanges(change.remove);
      if (!removed.ok) return removed;
      const { member } = change;
      return ok([{ type: 'member_addresses_set', body: { add: [], member, remove: [...removed.value] } }]);
    }
  }
}

function parseRanges(texts: readonly string[]): Result<readonly IpRange[]> {
  const ranges: IpRange[] = [];
  for (const [at, text] of texts.entries()) {
    const range = parseIpRange(text.trim());
    if (range === undefined) return refuse('address_range_invalid', { field: `/${at}/range` });
    ranges.push(range);
  }
  return ok(ranges);
}
