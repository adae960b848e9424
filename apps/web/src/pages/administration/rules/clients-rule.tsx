import type { LimitableClient } from '@postern/client';
import { Select, useText } from '@postern/ui';
import { useState } from 'react';
import { usePort } from '../../../port-context.tsx';
import { DraftButtons } from '../impact/draft-buttons.tsx';
import { ImpactPanel } from '../impact/impact-panel.tsx';
import { useImpact } from '../impact/use-impact.ts';
import { limitableClients } from '../members/client-choice.ts';
import { useRead } from '../shared/read.tsx';
import { RuleSection } from './rule-section.tsx';
import { latestSet, type RuleProps, useRule } from './use-rule.ts';

/** Which clients are off unless a member is allowed them. */
export function ClientsRule({ rules, mayChange }: RuleProps) {
  const text = useText();
  const { people } = usePort().administration;
  const members = useRead('members', () => people.list());
  const rule = useRule(rules);
  const now = rules.settings.clientsOff;
  const [picked, setPicked] = useState<readonly LimitableClient[]>();
  const off = picked ?? now;
  const isChanged = limitableClients.some((client) => off.includes(client) !== now.includes(client));
  const foreseen = useImpact(isChanged ? { kind: 'settings', set: { clientsOff: off } } : undefined);
  const save = async () => {
    if (await rule.set({ clientsOff: off })) setPicked(undefined);
  };
  const exceptions = (client: LimitableClient) => {
    const all = members?.ok ? members.value : [];
    const allowed = all.filter(({ clients }) => clients.allowed.includes(client)).length;
    const denied = all.filter(({ clients }) => clients.denied.includes(client)).length;
    return allowed + denied === 0 ? undefined : text.rules.clients.exceptions(allowed, denied);
  };
  return (
    <RuleSection
      title={text.rules.clients.title}
      lead={text.rules.clients.lead}
      set={latestSet(rules, ['clientsOff'])}
      refusal={rule.refusal}
    >
      <div className="grid w-full gap-4 sm:grid-cols-2">
        {limitableClients.map((client) =>
          mayChange ? (
            <Select<'on' | 'off'>
              key={client}
              label={text.administration.clients[client]}
              value={off.includes(client) ? 'off' : 'on'}
              hint={exceptions(client)}
              options={[
                { value: 'on', label: text.rules.clients.allowed },
                { value: 'off', label: text.rules.clients.off },
              ]}
              onValueChange={(value) =>
                setPicked(
                  limitableClients.filter((one) => (one === client ? value === 'off' : off.includes(one))),
                )
              }
            />
          ) : (
            <p key={client}>
              {text.administration.clients[client]}:{' '}
              <strong>{off.includes(client) ? text.rules.clients.off : text.rules.clients.allowed}</strong>
              <span className="block text-ink-2 text-sm">{exceptions(client)}</span>
            </p>
          ),
        )}
      </div>
      <ImpactPanel foreseen={foreseen} />
      {isChanged && (
        <DraftButtons
          foreseen={foreseen}
          busy={rule.busy}
          onSave={() => void save()}
          onDiscard={() => setPicked(undefined)}
        />
      )}
    </RuleSection>
  );
}
