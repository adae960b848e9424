import { Button, CodeGroups, CopyButton, Notice, ProgressLine, QrCode, useText } from '@postern/ui';
import { useEffect } from 'react';
import { usePort, useSnapshot } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';
import { copyForAWhile } from '../vault/clipboard.ts';

/** A device without keys asks the account's phones: by a code that the phone scans, or six digits typed into it. */
export function AskPhone() {
  const text = useText();
  const words = text.phone.ask;
  const port = usePort();
  const { approval } = useSnapshot();
  const task = useTask();
  // Whoever goes elsewhere does not wait for the phone any more.
  useEffect(() => () => void port.phone.cancelAsking(), [port]);

  const ask = () => void task.run(port.phone.ask);
  if (approval === undefined || approval.state === 'over') {
    return (
      <div className="flex flex-col items-start gap-4">
        <RefusalNotice refusal={approval?.refusal ?? task.refusal} />
        <p className="text-ink-2">{words.before}</p>
        <Button kind="primary" busy={task.busy} onClick={ask}>
          {approval === undefined ? words.button : words.again}
        </Button>
      </div>
    );
  }
  if (approval.state === 'approved') {
    return (
      <Notice tone="in" urgent>
        {words.approved}
      </Notice>
    );
  }
  if (approval.state === 'confirm') {
    return (
      <div className="flex flex-col items-start gap-4" role="status">
        <p className="font-medium">{words.confirmTitle}</p>
        <p className="text-ink-2">{words.confirmLead}</p>
        <div className="flex flex-wrap gap-2">
          <Button kind="primary" onClick={() => void port.phone.confirmApproved()}>
            {words.confirm}
          </Button>
          <Button onClick={() => void port.phone.cancelAsking()}>{words.confirmNot}</Button>
        </div>
      </div>
    );
  }
  const until = new Date(approval.expiresAtMs).toLocaleTimeString(text.locale, {
    hour: '2-digit',
    minute: '2-digit',
  });
  return (
    <div className="flex flex-col gap-5">
      {approval.state === 'digits' ? (
        <div className="flex flex-col gap-3" role="status">
          <p className="font-medium">{words.digitsTitle}</p>
          <CodeGroups label={words.digits} groups={[approval.digits.slice(0, 3), approval.digits.slice(3)]} />
          <p className="text-ink-2">{words.digitsLead}</p>
        </div>
      ) : approval.byDigits ? (
        <p role="status">{words.chooseDigits}</p>
      ) : (
        <div className="flex flex-col gap-4">
          <p>
            {words.lead} {words.point}
          </p>
          <QrCode text={approval.text} label={words.qr} size={232} />
          <div className="flex flex-wrap items-center gap-2">
            <Button size="small" onClick={() => void port.phone.askByDigits()}>
              {words.noCamera}
            </Button>
            <CopyButton label={words.copy} onCopy={() => copyForAWhile(approval.text)} />
          </div>
        </div>
      )}
      <ProgressLine label={words.waiting} onStop={() => void port.phone.cancelAsking()} />
      <p className="text-ink-2 text-sm">{words.ends(until)}</p>
    </div>
  );
}
