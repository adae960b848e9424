import type { KeyMethodView } from '@postern/client';
import { Button, Section, useText } from '@postern/ui';
import { useState } from 'react';
import { MakeSheet } from './make-sheet.tsx';
import { MethodLine } from './method-line.tsx';
import { MethodTitle } from './method-title.tsx';
import { RemoveMethod } from './remove-method.tsx';

/** The key sheet: whether there is one, making one in its place, removing it. */
export function SheetCard({
  method,
  onRemoved,
}: {
  readonly method: KeyMethodView | undefined;
  readonly onRemoved: () => void;
}) {
  const words = useText().keyStorage;
  const [asked, setAsked] = useState<'make' | 'remove'>();
  const close = () => setAsked(undefined);
  return (
    <Section
      title={<MethodTitle name={words.sheet.title} isOn={method !== undefined} />}
      lead={words.sheet.lead}
      aside={
        asked !== 'make' && (
          <span className="flex flex-wrap gap-2">
            <Button onClick={() => setAsked('make')}>
              {method === undefined ? words.sheet.make : words.sheet.remake}
            </Button>
            {method !== undefined && (
              <Button aria-label={words.removeLabel(words.sheet.title)} onClick={() => setAsked('remove')}>
                {words.remove}
              </Button>
            )}
          </span>
        )
      }
    >
      {method !== undefined && <MethodLine method={method} />}
      {asked === 'make' && <MakeSheet onDone={close} />}
      {asked === 'remove' && method !== undefined && (
        <RemoveMethod
          method={method}
          title={words.sheet.removeTitle}
          lead={words.sheet.removeLead}
          onClose={close}
          onRemoved={onRemoved}
        />
      )}
    </Section>
  );
}
