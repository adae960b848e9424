import type { PairedAccount } from '@postern/client';
import { Button, ConfirmDanger, Section, sayWhen, Tag, useText, useToast } from '@postern/ui';
import { useState } from 'react';
import { useApprover, usePhone } from '../../phone/approver-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';

/** The accounts that this phone holds a key of, each with the way to let go of it. */
export function PairedAccounts() {
  const text = useText();
  const words = text.phoneApp.accounts;
  const approver = useApprover();
  const { pairings } = usePhone();
  const toast = useToast();
  const task = useTask();
  const [leaving, setLeaving] = useState<PairedAccount>();
  const close = () => {
    setLeaving(undefined);
    task.clear();
  };
  const gone = () => {
    close();
    toast({ message: words.unpaired });
  };
  const forget = async ({ account }: PairedAccount) => {
    await approver.forget(account);
    gone();
  };
  const unpair = async ({ account }: PairedAccount) => {
    if ((await task.run(() => approver.unpair(account))) !== undefined) gone();
  };
  return (
    <Section title={words.title}>
      <ul className="border-line border-t">
        {pairings.map((pairing) => (
          <li
            key={pairing.account}
            className="flex flex-wrap items-center gap-x-3 gap-y-2 border-line border-b py-3 last:border-b-0"
          >
            <div className="min-w-0 flex-1 basis-52">
              <p className="flex flex-wrap items-center gap-2">
                <span className="truncate font-medium">{pairing.email}</span>
                {pairing.state !== 'paired' && <Tag tone="need">{words[pairing.state]}</Tag>}
              </p>
              <p className="text-ink-2 text-sm">
                {pairing.state === 'lost'
                  ? words.lostLead
                  : words.facts(pairing.label, sayWhen(pairing.pairedAtMs, Date.now(), text))}
              </p>
            </div>
            {pairing.state === 'lost' ? (
              <Button
                size="small"
                aria-label={words.forgetLabel(pairing.email)}
                onClick={() => void forget(pairing)}
              >
                {words.forget}
              </Button>
            ) : (
              <Button
                size="small"
                aria-label={words.unpairLabel(pairing.email)}
                onClick={() => setLeaving(pairing)}
              >
                {words.unpair}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {leaving !== undefined && (
        <ConfirmDanger
          open
          onOpenChange={close}
          title={words.unpairTitle(leaving.email)}
          consequence={words.unpairLead}
          action={words.unpair}
          busy={task.busy}
          onConfirm={() => void unpair(leaving)}
        >
          {task.refusal !== undefined && (
            <>
              <RefusalNotice refusal={task.refusal} />
              {/* The server cannot be told; the key is the person's to delete. */}
              <p className="text-ink-2">{words.forgetAnywayLead}</p>
              <Button className="self-start" onClick={() => void forget(leaving)}>
                {words.forgetAnyway}
              </Button>
            </>
          )}
        </ConfirmDanger>
      )}
    </Section>
  );
}
