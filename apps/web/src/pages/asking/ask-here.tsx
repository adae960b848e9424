import { askButton } from '@postern/access';
import { Button } from '@postern/ui';
import { useState } from 'react';
import { AskForAccess } from './ask-for-access.tsx';
import { type AskOptions, useAsking } from './use-asking.ts';

/** Beside a refusal: a button that opens the form, or how an earlier request stands. */
export function AskHere(options: AskOptions) {
  const asking = useAsking(options);
  const [begun, setBegun] = useState(false);
  const state = asking.request?.state;
  if (!begun && state !== 'open' && state !== 'refused') {
    return (
      <div className="mt-2">
        <Button size="small" onClick={() => setBegun(true)}>
          {askButton}
        </Button>
      </div>
    );
  }
  return <AskForAccess asking={asking} />;
}
