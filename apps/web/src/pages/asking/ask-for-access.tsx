import { askButton } from '@postern/access';
import { useText } from '@postern/ui';
import { useRef } from 'react';
import { RefusalLine } from '../../refusal-line.tsx';
import { useFocusKept } from '../../use-focus-kept.ts';
import { AskForm } from './ask-form.tsx';
import { OpenRequest, SettledRequest } from './request-state.tsx';
import type { Asking } from './use-asking.ts';
import { useReached } from './use-reached.ts';

export interface AskForAccessProps {
  readonly asking: Asking;
  readonly words?: string;
  readonly primary?: boolean;
  /** What happens once it is granted. */
  readonly waits?: string;
}

/** The form, or in its place what became of the request. */
export function AskForAccess({ asking, words = askButton, primary = false, waits }: AskForAccessProps) {
  const text = useText();
  const { request } = asking;
  const kept = useFocusKept<HTMLDivElement>(request?.state, 'section, textarea');
  const mayAskAgain = useReached(request?.mayAskAgainAtMs ?? 0);
  // One that was granted long ago says nothing about a refusal of today.
  const watched = useRef<string>(undefined);
  if (request?.state === 'open') watched.current = request.request;
  const tells =
    request !== undefined &&
    (request.state === 'refused' ||
      request.state === 'expired' ||
      (request.state === 'granted' && watched.current === request.request));
  const showsForm =
    request?.state !== 'open' &&
    !(tells && request.state === 'granted') &&
    (request?.state !== 'refused' || mayAskAgain);
  return (
    <div {...kept}>
      {asking.refusal !== undefined && (
        <div className="mt-3">
          <RefusalLine refusal={asking.refusal} />
        </div>
      )}
      {request?.state === 'open' && (
        <OpenRequest request={request} asking={asking} waits={waits ?? text.asking.waitsHere} />
      )}
      {tells && <SettledRequest request={request} />}
      {showsForm && (
        <AskForm words={words} primary={primary} busy={asking.busy} onAsk={(note) => void asking.ask(note)} />
      )}
    </div>
  );
}
