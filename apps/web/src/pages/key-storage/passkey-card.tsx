import type { KeyMethodView } from '@postern/client';
import { Button, Section, useText } from '@postern/ui';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { AddKeyPasskey } from './add-key-passkey.tsx';
import { MethodLine } from './method-line.tsx';
import { MethodTitle } from './method-title.tsx';
import { RemoveMethod } from './remove-method.tsx';

/** Passkeys that hold a key: which there are, adding another, removing one. */
export function PasskeyCard({
  methods,
  onRemoved,
}: {
  readonly methods: readonly KeyMethodView[];
  readonly onRemoved: () => void;
}) {
  const words = useText().keyStorage;
  const [adding, setAdding] = useState(false);
  const [removed, setRemoved] = useState<KeyMethodView>();
  return (
    <Section
      title={<MethodTitle name={words.passkey.title} isOn={methods.length > 0} />}
      lead={words.passkey.lead}
      aside={
        !adding && (
          <Button onClick={() => setAdding(true)}>
            {methods.length === 0 ? words.passkey.add : words.passkey.another}
          </Button>
        )
      }
    >
      {methods.length > 0 && (
        <ul aria-label={words.passkey.title} className="border-line border-t">
          {methods.map((method) => {
            const name = method.label === '' ? words.passkey.title : method.label;
            return (
              <li
                key={method.id}
                className="flex flex-wrap items-center gap-x-3 gap-y-2 border-line border-b py-3"
              >
                <KeyRound size={16} aria-hidden="true" className="shrink-0 text-ink-3" />
                <div className="min-w-0 flex-1 basis-52">
                  <p className="break-words font-medium">{name}</p>
                  <MethodLine method={method} />
                </div>
                <Button size="small" aria-label={words.removeLabel(name)} onClick={() => setRemoved(method)}>
                  {words.remove}
                </Button>
              </li>
            );
          })}
        </ul>
      )}
      {adding && <AddKeyPasskey onDone={() => setAdding(false)} />}
      {removed !== undefined && (
        <RemoveMethod
          method={removed}
          title={words.passkey.removeTitle(removed.label === '' ? words.passkey.title : removed.label)}
          lead={words.passkey.removeLead}
          onClose={() => setRemoved(undefined)}
          onRemoved={onRemoved}
        />
      )}
    </Section>
  );
}
