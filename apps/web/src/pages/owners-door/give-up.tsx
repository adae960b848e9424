import type { Abandonment } from '@postern/contract';
import { Button, Notice, Section, TextField, useText } from '@postern/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { usePort, useSnapshot } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useFocusOnRefusal } from '../../use-focus-on-refusal.ts';
import { useTask } from '../../use-task.ts';
import { sayDay } from '../administration/shared/days.ts';
import { OutboxNotice } from '../second-factor/outbox-notice.tsx';

/** Giving the organization up, with a mailed code and thirty days in which it can be kept. */
export function GiveUp({ address }: { readonly address: string }) {
  const text = useText();
  const words = text.giveUp;
  const port = usePort();
  const queries = useQueryClient();
  const { account, door, server } = useSnapshot();
  const queryKey = ['abandonment', address];
  const { data } = useQuery({
    queryKey,
    queryFn: async () => (await port.account.readAbandonment(address)) ?? null,
    throwOnError: true,
  });
  const task = useTask();
  const codeField = useFocusOnRefusal(task.refusal);
  const [sent, setSent] = useState(false);
  const [code, setCode] = useState('');
  const [kept, setKept] = useState(false);
  const again = () => queries.invalidateQueries({ queryKey });

  const begin = async () => {
    if ((await task.run(() => port.account.beginAbandonment(address))) !== undefined) setSent(true);
  };
  const confirm = async () => {
    if ((await task.run(() => port.account.confirmAbandonment(address, code))) === undefined) return;
    setSent(false);
    setCode('');
    await again();
  };
  const keep = async () => {
    if ((await task.run(() => port.account.stopAbandonment(address))) === undefined) return;
    setKept(true);
    await again();
  };

  const running: Abandonment | undefined = data?.ok === true ? data.value : undefined;
  return (
    <Section title={words.title} lead={words.lead}>
      <div className="flex max-w-prose flex-col gap-4">
        <RefusalNotice refusal={task.refusal ?? (data?.ok === false ? data : undefined)} />
        {running !== undefined ? (
          <Notice
            tone="loss"
            action={
              <Button size="small" busy={task.busy} onClick={() => void keep()}>
                {words.keep}
              </Button>
            }
          >
            {words.running(sayDay(running.endsAtMs, text.locale))}
          </Notice>
        ) : sent ? (
          <form
            className="flex flex-col items-start gap-3"
            onSubmit={(event) => {
              event.preventDefault();
              void confirm();
            }}
          >
            <p>{words.sent(door?.email ?? account?.email ?? '')}</p>
            {server?.outbox === true && <OutboxNotice />}
            <TextField
              ref={codeField}
              label={words.code}
              value={code}
              onValueChange={setCode}
              inputMode="numeric"
              autoComplete="one-time-code"
              required
              autoFocus
              mono
              className="max-w-40"
            />
            <Button kind="danger" type="submit" busy={task.busy}>
              {words.confirm}
            </Button>
          </form>
        ) : (
          <>
            {kept && <Notice tone="in">{words.kept}</Notice>}
            <Button className="self-start" busy={task.busy} onClick={() => void begin()}>
              {words.begin}
            </Button>
          </>
        )}
      </div>
    </Section>
  );
}
