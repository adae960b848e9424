import type { RulesView } from '@postern/client';
import { compileIpRanges, type IpRange, parseIpRange } from '@postern/core';
import { Button, Checkbox, useText } from '@postern/ui';
import { useState } from 'react';
import { useSnapshot } from '../../../port-context.tsx';
import { DraftButtons } from '../impact/draft-buttons.tsx';
import { ImpactPanel } from '../impact/impact-panel.tsx';
import { useImpact } from '../impact/use-impact.ts';
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
  const now = rules.settings.addressListOn;
  const [picked, setPicked] = useState<boolean>();
  const wanted = picked ?? now;
  const isChanged = wanted !== now;
  const foreseen = useImpact(isChanged ? { kind: 'settings', set: { addressListOn: wanted } } : undefined);
  const save = async () => {
    if (await changes.turn(wanted)) setPicked(undefined);
  };
  return (
    <>
      <Checkbox checked={wanted} disabled={!mayChange || changes.busy} onCheckedChange={setPicked}>
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
      <ImpactPanel foreseen={foreseen} />
      {isChanged && (
        <DraftButtons
          foreseen={foreseen}
          busy={changes.busy}
          onSave={() => void save()}
          onDiscard={() => {
            changes.clear();
            setPicked(undefined);
          }}
        />
      )}
    </>
  );
}
