import type { MemberAddressView, MemberView } from '@postern/client';
import { Button, Section, useText } from '@postern/ui';
import { useState } from 'react';
import { usePort } from '../../../port-context.tsx';
import { RefusalNotice } from '../../../refusal-text.tsx';
import { ImpactDialog } from '../impact/impact-dialog.tsx';
import { sayMoment } from '../shared/days.ts';
import { useMay } from '../shared/may.tsx';
import { useRead } from '../shared/read.tsx';
import { SetLine } from '../shared/set-line.tsx';
import { useChange } from '../shared/use-change.ts';

/** Where the member may come from beside the organization's list: until when, by whom, and the way to end it. */
export function MemberAddresses({ member }: { readonly member: MemberView }) {
  const text = useText();
  const { people, rules } = usePort().administration;
  const read = useRead('rules', () => rules.read());
  const isListOn = read?.ok === true && read.value.settings.addressListOn;
  const [asking, setAsking] = useState<string>();
  const may = useMay();
  const change = useChange();
  const ranges = [...new Set(member.addresses.map(({ range }) => range))];
  const take = (range: string) => {
    const entries = member.addresses.filter((one) => one.range === range);
    const back = entries.filter(({ untilMs }) => untilMs === undefined || untilMs > Date.now()).map(asBefore);
    return change.make({
      operation: () => people.forgetAddress(member.id, [range]),
      said: text.member.tookAddress(range),
      ...(back.length === 0 ? {} : { undo: () => people.allowAddress(member.id, back) }),
    });
  };
  return (
    <Section title={text.member.addressesTitle} lead={text.member.addressesLead}>
      {asking === undefined && <RefusalNotice refusal={change.refusal} />}
      {ranges.length === 0 ? (
        <p className="text-ink-2">{text.member.noAddresses}</p>
      ) : (
        <ul className="flex flex-col gap-3">
          {ranges.map((range) => {
            const entries = member.addresses.filter((one) => one.range === range);
            return (
              <li key={range} className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
                <div className="min-w-0">
                  <code className="wrap-anywhere">{range}</code>
                  {entries.map((one) => (
                    <p key={one.session ?? ''} className="text-ink-2 text-sm">
                      <AddressTerms address={one} /> <SetLine set={one.set} />
                    </p>
                  ))}
                </div>
                {may.change('settings.manage') && (
                  <Button
                    size="small"
                    busy={change.busy}
                    onClick={() => (isListOn ? setAsking(range) : void take(range))}
                  >
                    {text.member.takeAddress} <span className="sr-only">{range}</span>
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {asking !== undefined && (
        <ImpactDialog
          title={text.addresses.takeTitle(1)}
          action={text.member.takeAddress}
          change={{ kind: 'member_addresses', member: member.id, remove: [asking] }}
          busy={change.busy}
          refusal={change.refusal}
          onClose={() => setAsking(undefined)}
          onSubmit={() => void take(asking).then((done) => done && setAsking(undefined))}
        >
          <p>
            <code className="wrap-anywhere">{asking}</code>
          </p>
        </ImpactDialog>
      )}
    </Section>
  );
}

/** Until when an address counts, and whether for one session alone. */
function AddressTerms({ address: { session, untilMs } }: { readonly address: MemberAddressView }) {
  const text = useText();
  const end =
    untilMs === undefined
      ? text.member.addressNoEnd
      : text.member.addressUntil(sayMoment(untilMs, text.locale));
  return session === undefined ? end : `${end}, ${text.member.addressOnce}`;
}

function asBefore({ range, session, untilMs }: MemberAddressView) {
  return { range, session: session ?? null, untilMs: untilMs ?? null };
}
