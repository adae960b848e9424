import { Button, Notice, sayExactly, useText } from '@postern/ui';
import { useState } from 'react';
import { usePort, useSnapshot } from '../port-context.tsx';
import { RefusalNotice } from '../refusal-text.tsx';
import { useTask } from '../use-task.ts';

/** For a device that still has the keys: somebody began anew without them, and this device can refuse it. */
export function WaitingGenerationLine() {
  const text = useText();
  const words = text.waitingGeneration;
  const port = usePort();
  const { waitingGeneration: waiting } = useSnapshot();
  const task = useTask();
  const [untold, setUntold] = useState<readonly string[]>();

  if (untold !== undefined) {
    return (
      <div className="border-line border-b px-3 py-3">
        <Notice
          tone="in"
          urgent
          title={words.refused}
          action={
            <Button size="small" onClick={() => setUntold(undefined)}>
              {words.close}
            </Button>
          }
        >
          <p>{words.mailbox}</p>
          {untold.length > 0 && <p>{words.untold(untold)}</p>}
        </Notice>
      </div>
    );
  }
  if (waiting === undefined || waiting.isOwn) return undefined;
  const refuse = async () => {
    const refused = await task.run(port.forgotPassword.refuseWaiting);
    if (refused !== undefined) setUntold(refused.value.untold);
  };
  return (
    <div className="border-line border-b px-3 py-3">
      <Notice
        tone="need"
        urgent
        title={words.title}
        action={
          <div className="flex flex-wrap gap-2">
            <Button size="small" kind="primary" busy={task.busy} onClick={() => void refuse()}>
              {words.refuse}
            </Button>
            <Button
              size="small"
              disabled={task.busy}
              onClick={() => void port.forgotPassword.dismissWaiting()}
            >
              {words.itWasMe}
            </Button>
          </div>
        }
      >
        <p>{words.lead(sayExactly(waiting.startedAtMs, text))}</p>
        <RefusalNotice refusal={task.refusal} />
      </Notice>
    </div>
  );
}
