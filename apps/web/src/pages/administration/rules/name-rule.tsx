import { Button, TextField, useText } from '@postern/ui';
import { useState } from 'react';
import { useOpenOrganization, usePort } from '../../../port-context.tsx';
import { useChange } from '../shared/use-change.ts';
import { RuleSection } from './rule-section.tsx';

/** The organization's name; its address stays. */
export function NameRule({ mayChange }: { readonly mayChange: boolean }) {
  const text = useText();
  const { name } = useOpenOrganization();
  const { rules } = usePort().administration;
  const change = useChange();
  const [typed, setTyped] = useState<string>();
  const wanted = (typed ?? name).trim();
  const save = async () => {
    const done = await change.make({
      operation: () => rules.rename(wanted),
      said: text.rules.saved,
      undo: () => rules.rename(name),
    });
    if (done) setTyped(undefined);
  };
  return (
    <RuleSection
      title={text.rules.name.title}
      lead={text.rules.name.lead}
      enforcedBy="cryptography"
      set={undefined}
      refusal={change.refusal}
    >
      {mayChange ? (
        <form
          className="flex w-full max-w-sm flex-col items-start gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <div className="w-full">
            <TextField
              label={text.rules.name.label}
              value={typed ?? name}
              onValueChange={setTyped}
              maxLength={100}
              autoComplete="off"
              required
            />
          </div>
          {wanted !== name && wanted !== '' && (
            <Button kind="primary" type="submit" busy={change.busy}>
              {text.administration.save}
            </Button>
          )}
        </form>
      ) : (
        <strong>{name}</strong>
      )}
    </RuleSection>
  );
}
