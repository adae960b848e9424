import type { LimitableClient, MemberView } from '@postern/client';
import { Select, useText } from '@postern/ui';
import { useState } from 'react';
import { ImpactPanel } from '../impact/impact-panel.tsx';
import { isSureToFail, sayAction } from '../impact/say-impact.ts';
import { useImpact } from '../impact/use-impact.ts';
import { ChangeDialog } from '../shared/change-dialog.tsx';
import {
  type ClientChoice,
  type ClientRules,
  clientChoices,
  limitableClients,
  withChoices,
} from './client-choice.ts';

export interface ClientsDialogProps {
  readonly members: readonly MemberView[];
  readonly busy: boolean;
  readonly onClose: () => void;
  readonly onSet: (next: (rules: ClientRules) => ClientRules) => void;
}

type Choices = Partial<Record<LimitableClient, ClientChoice>>;

/** Client rules of several members at once; what is left as it is stays different from one to the other. */
export function ClientsDialog({ members, busy, onClose, onSet }: ClientsDialogProps) {
  const text = useText();
  const [choices, setChoices] = useState<Choices>({});
  const choose = (client: LimitableClient, value: ClientChoice | 'unchanged') => {
    const { [client]: _, ...others } = choices;
    setChoices(value === 'unchanged' ? others : { ...others, [client]: value });
  };
  const isReady = Object.keys(choices).length > 0;
  const foreseen = useImpact(
    isReady
      ? {
          kind: 'clients',
          of: members.map(({ id, clients }) => ({ member: id, clients: withChoices(clients, choices) })),
        }
      : undefined,
  );
  return (
    <ChangeDialog
      title={text.members.clientsTitle(members.length)}
      lead={text.members.clientsLead}
      action={sayAction(foreseen, text, text.administration.apply)}
      busy={busy}
      ready={isReady && !isSureToFail(foreseen)}
      onClose={onClose}
      onSubmit={() => onSet((rules) => withChoices(rules, choices))}
    >
      {limitableClients.map((client) => (
        <Select<ClientChoice | 'unchanged'>
          key={client}
          label={text.administration.clients[client]}
          value={choices[client] ?? 'unchanged'}
          options={[
            { value: 'unchanged', label: text.members.unchanged },
            ...clientChoices.map((choice) => ({
              value: choice,
              label: text.members.clientChoices[choice],
            })),
          ]}
          onValueChange={(value) => choose(client, value)}
        />
      ))}
      <ImpactPanel foreseen={foreseen} />
    </ChangeDialog>
  );
}
