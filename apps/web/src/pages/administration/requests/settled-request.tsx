import type { OpenedRequest } from '@postern/client';
import { Button, useText } from '@postern/ui';
import type { ReactNode } from 'react';
import { RefusalNotice } from '../../../refusal-text.tsx';
import { sayFrom } from '../../asking/request-state.tsx';
import type { Settling } from './use-settling.ts';

/** Who settled it and how; for an hour, whoever did can take it back. */
export function SettledRequest({
  request,
  settling,
  children,
}: {
  readonly request: OpenedRequest;
  readonly settling: Settling;
  readonly children: ReactNode;
}) {
  const text = useText();
  const { undo, undoUntilMs } = settling;
  return (
    <section
      aria-label={text.inbox.states[request.state]}
      tabIndex={-1}
      className="mt-6 border-line border-t pt-5 outline-none"
    >
      <div role="status">{children}</div>
      {settling.refusal !== undefined && (
        <div className="mt-3">
          <RefusalNotice refusal={settling.refusal} />
        </div>
      )}
      {undo !== undefined && undoUntilMs !== undefined && (
        <div className="mt-3 flex flex-wrap items-center gap-3">
          <Button busy={settling.busy} onClick={() => void undo()}>
            {text.inbox.undo}
          </Button>
          <span className="text-ink-2 text-sm">{text.inbox.undoUntil(sayFrom(undoUntilMs, text))}</span>
        </div>
      )}
    </section>
  );
}
