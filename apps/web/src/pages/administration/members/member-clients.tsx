import { Section, useText } from '@postern/ui';
import { useState } from 'react';
import { usePort } from '../../../port-context.tsx';
import { DraftButtons } from '../impact/draft-buttons.tsx';
import { ImpactPanel } from '../impact/impact-panel.tsx';
import { useImpact } from '../impact/use-impact.ts';
import { useRead } from '../shared/read.tsx';
import { SetLine } from '../shared/set-line.tsx';
import { type ClientRules, choiceOf, limitableClients } from './client-choice.ts';
import { ClientFields } from './client-fields.tsx';
import type { MemberPartProps } from './member-standing.tsx';

/** Which clients the member may use, as for everybody or by exception. */
export function MemberClients({ member, changes, mayChange }: MemberPartProps) {
  const text = useText();
  const { rules } = usePort().administration;
  const read = useRead('rules', () => rules.read());
  const off = read?.ok ? read.value.settings.clientsOff : undefined;
  const [picked, setPicked] = useState<ClientRules>();
  const wanted = picked ?? member.clients;
  const isChanged = limitableClients.some(
    (client) => choiceOf(wanted, client) !== choiceOf(member.clients, client),
  );
  const foreseen = useImpact(
    isChanged ? { kind: 'clients', of: [{ member: member.id, clients: wanted }] } : undefined,
  );
  const save = async () => {
    if ((await changes.setClients([member], () => wanted)) !== undefined) setPicked(undefined);
  };
  return (
    <Section title={text.member.clientsTitle} lead={text.member.clientsLead}>
      {mayChange ? (
        <div className="flex flex-col items-start gap-3">
          <div className="w-full">
            <ClientFields rules={wanted} off={off} onChange={setPicked} />
          </div>
          <ImpactPanel foreseen={foreseen} />
          {isChanged && (
            <DraftButtons
              foreseen={foreseen}
              busy={changes.busy}
              onSave={() => void save()}
              onDiscard={() => setPicked(undefined)}
            />
          )}
        </div>
      ) : (
        <dl className="grid gap-x-4 gap-y-1 sm:grid-cols-[10rem_1fr]">
          {limitableClients.map((client) => {
            const choice = choiceOf(member.clients, client);
            return (
              <div key={client} className="contents">
                <dt className="text-ink-2">{text.administration.clients[client]}</dt>
                <dd>
                  {choice === 'default' && off !== undefined
                    ? text.members.clientDefault(off.includes(client))
                    : text.members.clientChoices[choice]}
                </dd>
              </div>
            );
          })}
        </dl>
      )}
      <p className="mt-2">
        <SetLine set={member.set.clients} />
      </p>
    </Section>
  );
}
