import type { ListedAddressView } from '@postern/client';
import { writeCsv } from '../shared/csv.ts';
import { dayTextOf } from '../shared/days.ts';

/** The list as CSV that an import reads back. */
export function addressCsv(addresses: readonly ListedAddressView[], header: readonly string[]): string {
  return writeCsv([
    header,
    ...addresses.map(({ range, label, untilMs }) => [range, label, dayTextOf(untilMs)]),
  ]);
}
