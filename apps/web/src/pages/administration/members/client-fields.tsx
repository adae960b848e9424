import type { LimitableClient } from '@postern/client';
import { Select, useText } from '@postern/ui';
import {
  type ClientChoice,
  type ClientRules,
  choiceOf,
  clientChoices,
  limitableClients,
  withChoice,
} from './client-choice.ts';

export interface ClientFieldsProps {
  readonly rules: ClientRules;
  readonly onChange: (rules: ClientRules) => void;
  /** Clients that are off for everybody, to say what "as for everybody" means; undefined while unknown. */
  readonly off: readonly LimitableClient[] | undefined;
}

/** One three-state choice for each client. */
export function ClientFields({ rules, onChange, off }: ClientFieldsProps) {
  const text = useText();
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      {limitableClients.map((client) => (
        <Select<ClientChoice>
          key={client}
          label={text.administration.clients[client]}
          value={choiceOf(rules, client)}
          options={clientChoices.map((choice) => ({
            value: choice,
            label:
              choice === 'default' && off !== undefined
                ? text.members.clientDefault(off.includes(client))
                : text.members.clientChoices[choice],
          }))}
          onValueChange={(choice) => onChange(withChoice(rules, client, choice))}
        />
      ))}
    </div>
  );
}
