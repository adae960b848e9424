import type { EventBody } from '@postern/ledger';
import { listed } from './listed-names.ts';
import type { HistoryLine } from './port.ts';

type Line = Pick<HistoryLine, 'type' | 'params'>;

/**
 * What a change of one member's own addresses says in a history: `member_address_add` for each end and each kind of
 * binding that addresses were given, `member_address_take` for those taken away. `once`: for one session alone.
 */
export function memberAddressLines({ add, remove }: EventBody<'member_addresses_set'>): readonly Line[] {
  const given = new Map<string, { readonly params: HistoryLine['params']; readonly ranges: string[] }>();
  for (const { range, session, untilMs } of add) {
    const params = {
      ...(untilMs === null ? {} : { untilMs }),
      ...(session === null ? {} : { once: 1 }),
    };
    const key = JSON.stringify(params);
    const alike = given.get(key) ?? { params, ranges: [] as string[] };
    alike.ranges.push(range);
    given.set(key, alike);
  }
  return [
    ...[...given.values()].map(({ params, ranges }) => ({
      type: 'member_address_add',
      params: { ...params, ...listed('range', ranges) },
    })),
    ...(remove.length > 0 ? [{ type: 'member_address_take', params: listed('range', remove) }] : []),
  ];
}
