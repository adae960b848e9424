import type { PairedAccount } from '@postern/client';
import { Button, buttonClass, CodeGroups, Notice, Page, ProgressLine, TextField, useText } from '@postern/ui';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useApprover, usePhone } from '../../phone/approver-context.tsx';
import { isTabOnIos, keepStorage } from '../../phone/keep-storage.ts';
import { renewPush } from '../../phone/use-push.ts';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';

/** Names this phone, answers the code, and waits until the account lists it. */
export function PairHere({ code, onAgain }: { readonly code: string; readonly onAgain: () => void }) {
  const text = useText();
  const words = text.phoneApp.code;
  const approver = useApprover();
  const { pairings } = usePhone();
  const task = useTask();
  const [label, setLabel] = useState(words.defaultLabel);
  const [answered, setAnswered] = useState<PairedAccount>();
  const [isKept, setKept] = useState(true);
  const paired =
    answered !== undefined &&
    pairings.some(({ method, state }) => method === answered.method && state === 'paired');

  useEffect(() => {
    if (paired) void renewPush(approver);
  }, [paired, approver]);

  const submit = async () => {
    // Asked for by the click that makes the key: it is nowhere else than in this browser.
    void keepStorage().then(setKept);
    const done = await task.run(() => approver.pair(code, label.trim()));
    if (done !== undefined) setAnswered(done.value);
  };

  if (answered !== undefined) {
    return (
      <Page title={paired ? words.doneTitle : words.waitingTitle}>
        <div className="flex flex-col items-start gap-5">
          {paired ? (
            <Notice tone="in" urgent>
              {words.done(answered.email)}
            </Notice>
          ) : (
            <>
              {answered.digits !== undefined && (
                <CodeGroups label={words.digits} groups={[answered.digits]} />
              )}
              <ProgressLine label={words.waiting(answered.email)} />
            </>
          )}
          {!isKept && <Notice tone="need">{words.notKept}</Notice>}
          <Link to="/phone" className={buttonClass(paired ? 'primary' : 'secondary')}>
            {text.phoneApp.request.back}
          </Link>
        </div>
      </Page>
    );
  }
  if (isTabOnIos()) {
    return (
      <Page title={words.homeScreenTitle} lead={words.homeScreenLead}>
        <Button onClick={onAgain}>{words.again}</Button>
      </Page>
    );
  }
  return (
    <Page title={words.pairTitle} lead={words.pairLead}>
      <form
        className="flex max-w-sm flex-col items-start gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <RefusalNotice refusal={task.refusal} />
        <div className="w-full">
          <TextField
            label={words.label}
            value={label}
            onValueChange={setLabel}
            maxLength={60}
            autoComplete="off"
            required
          />
        </div>
        <div className="flex flex-wrap gap-2">
          <Button kind="primary" type="submit" busy={task.busy} disabled={label.trim() === ''}>
            {words.pair}
          </Button>
          <Button onClick={onAgain}>{words.again}</Button>
        </div>
      </form>
    </Page>
  );
}
