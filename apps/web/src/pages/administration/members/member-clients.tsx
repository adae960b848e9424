import { Section, useText } from '@postern/ui';
import { usePort } from '../../../port-context.tsx';
import { useRead } from '../shared/read.tsx';
import { SetLine } from '../shared/set-line.tsx';
import { choiceOf, limitableClients } from './client-choice.ts';
import { ClientFields } from './client-fields.tsx';
import type { MemberPartProps } from './member-standing.tsx';

/** Which clients the member may use, as for everybody or by exception. */
export function MemberClients({ member, changes, mayChange }: MemberPartProps) {
  const text = useText();
  const { rules } = usePort().administration;
  const read = useRead('rules', () => rules.read());
  const off = read?.ok ? read.value.settings.clientsOff : undefined;
  return (
    <Section title={text.member.clientsTitle} lead={text.member.clientsLead}>
      {mayChange ? (
        <ClientFields
          rules={member.clients}
          off={off}
          onChange={(next) => void changes.setClients([member], () => next)}
        />
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
