import { buttonOf, type DenialCode, isRelinkCode, type Remedy } from '@postern/access';
import { Button, useText } from '@postern/ui';
import { useState } from 'react';
import { AskForAccess } from '../asking/ask-for-access.tsx';
import { useAsking } from '../asking/use-asking.ts';
import { RelinkWords } from '../relink/relink-words.tsx';
import { RemedyRow } from './remedy-row.tsx';

export interface AskRemedyProps {
  readonly remedy: Remedy;
  readonly code: DenialCode;
  readonly address: string;
  /** The main thing to do here: the form is open from the start. */
  readonly primary: boolean;
}

/** Asks somebody else, and shows how that stands. */
export function AskRemedy({ remedy, code, address, primary }: AskRemedyProps) {
  const text = useText();
  const asking = useAsking({ address, code });
  const [begun, setBegun] = useState(false);
  const state = asking.request?.state;
  const closed = !primary && !begun && state !== 'open' && state !== 'refused';
  const words = buttonOf(remedy.code);
  return (
    <RemedyRow
      remedy={state === 'open' ? { label: remedy.label } : remedy}
      action={closed && <Button onClick={() => setBegun(true)}>{words}</Button>}
    >
      {asking.request?.state === 'open' && isRelinkCode(code) && (
        <RelinkWords address={address} request={asking.request} />
      )}
      {!closed && <AskForAccess asking={asking} words={words} primary={primary} waits={text.asking.waits} />}
    </RemedyRow>
  );
}
