import type { ListedAddressView } from '@postern/client';
import { useText } from '@postern/ui';
import { usePort } from '../../../port-context.tsx';
import { type Change, useChange } from '../shared/use-change.ts';
import type { AddressEntry } from './parse-address-list.ts';

export interface AddressChanges extends Omit<Change, 'make'> {
  readonly add: (entries: readonly AddressEntry[]) => Promise<boolean>;
  readonly take: (addresses: readonly ListedAddressView[]) => Promise<boolean>;
  readonly turn: (on: boolean) => Promise<boolean>;
}

/** Changes of the address list, each with its undo. `listed` is what stands there now. */
export function useAddressChanges(listed: readonly ListedAddressView[]): AddressChanges {
  const text = useText();
  const { rules } = usePort().administration;
  const { make, ...change } = useChange();
  const asBefore = ({ range, label, untilMs }: ListedAddressView) => ({
    range,
    label,
    untilMs: untilMs ?? null,
  });
  const isOver = ({ untilMs }: ListedAddressView) => untilMs !== undefined && untilMs <= Date.now();
  return {
    ...change,
    add: (entries) => {
      const overwritten = listed.filter((one) => entries.some(({ range }) => range === one.range));
      const fresh = entries.filter(({ range }) => !listed.some((one) => one.range === range));
      return make({
        operation: () => rules.allowAddresses(entries),
        said: text.addresses.added(entries.length),
        undo: async () => {
          const back = overwritten.filter((one) => !isOver(one)).map(asBefore);
          const first =
            fresh.length > 0 ? await rules.forgetAddresses(fresh.map(({ range }) => range)) : undefined;
          if (first?.ok === false || back.length === 0) return first ?? { ok: true, value: undefined };
          return rules.allowAddresses(back);
        },
      });
    },
    take: (addresses) => {
      const back = addresses.filter((one) => !isOver(one)).map(asBefore);
      return make({
        operation: () => rules.forgetAddresses(addresses.map(({ range }) => range)),
        said: text.addresses.removed(addresses.length),
        ...(back.length === 0 ? {} : { undo: () => rules.allowAddresses(back) }),
      });
    },
    turn: (addressListOn) =>
      make({
        operation: () => rules.set({ addressListOn }),
        said: addressListOn ? text.addresses.switchedOn : text.addresses.switchedOff,
        undo: () => rules.set({ addressListOn: !addressListOn }),
      }),
  };
}
