import type { RulesView } from '@postern/client';
import { compileIpRanges, type IpRange, parseIpRange } from '@postern/core';
import { Button, Checkbox, useText } from '@postern/ui';
import { useSnapshot } from '../../../port-context.tsx';
import type { AddressChanges } from './use-address-changes.ts';

export interface AddressSwitchProps {
  readonly rules: RulesView;
  readonly changes: AddressChanges;
  readonly list: AddressChanges;
  readonly mayChange: boolean;
}

/** On or off, and whether this person would still come in. */
export function AddressSwitch({ rules, changes, list, mayChange }: AddressSwitchProps) {
  const text = useText();
  const { account } = useSnapshot();
  const own = rules.ownAddress;
  const nowMs = Date.now();
  const counting = rules.addresses.filter(({ untilMs }) => untilMs === undefined || untilMs > nowMs);
  const isListed = own !== undefined && compileIpRanges(counting.map(({ range }) => range as IpRange))(own);
  const ownRange = own === undefined ? undefined : parseIpRange(own);
  return (
    <>
      <Checkbox
        checked={rules.settings.addressListOn}
        disabled={!mayChange || changes.busy}
        onCheckedChange={(on) => void changes.turn(on)}
      >
        {text.addresses.switchLabel}
      </Checkbox>
      {own !== undefined && (
        <div className="flex flex-wrap items-center gap-2">
          <p>
            {text.addresses.own(own)}{' '}
            <span className={isListed ? 'text-in' : 'text-need'}>
              {isListed ? text.addresses.ownListed : text.addresses.ownNotListed}
            </span>
          </p>
          {mayChange && !isListed && ownRange !== undefined && (
            <Button
              size="small"
              busy={list.busy}
              onClick={() => {
                // What it was refused for may be over with this.
                changes.clear();
                void list.add([
                  {
                    range: ownRange,
                    label: account === undefined ? '' : text.addresses.ownLabel(account.email),
                    untilMs: null,
                  },
                ]);
              }}
            >
              {text.addresses.addOwn}
            </Button>
          )}
        </div>
      )}
    </>
  );
}
