import type { KeyRecipients } from '@postern/client';
import { Button, Dialog, SkeletonRows, useText, useToast } from '@postern/ui';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { usePort, useSnapshot } from '../../port-context.tsx';
import { answerRecipients, offerRecipients } from '../../recipients-answer.ts';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';

/** Asked on a new device, on top of whatever was just refused: are those who would receive keys the right ones. */
export function RecipientsDialog() {
  const { entered } = useSnapshot();
  const asked = entered?.open?.recipientsAsked ?? 0;
  const [dismissed, setDismissed] = useState<{ readonly at: string; readonly asked: number }>();
  useEffect(offerRecipients, []);
  const at = entered?.address ?? '';
  if (asked <= (dismissed?.at === at ? dismissed.asked : 0)) return null;
  const end = (confirmed: boolean) => {
    setDismissed(confirmed ? undefined : { at, asked });
    return answerRecipients(confirmed);
  };
  return <Recipients seq={entered?.open?.ledgerSeq ?? 0} onEnd={end} />;
}

interface RecipientsProps {
  readonly seq: number;
  /** Says what the person answered; how much of what they were doing goes on by itself. */
  readonly onEnd: (confirmed: boolean) => number;
}

function Recipients({ seq, onEnd }: RecipientsProps) {
  const text = useText().recipients;
  const { organization } = usePort();
  const task = useTask();
  const toast = useToast();
  const { data: listed } = useQuery({
    queryKey: ['key-recipients', seq],
    queryFn: () => organization.keyRecipients(),
    gcTime: 0,
    staleTime: 0,
    throwOnError: true,
  });
  const confirm = async (of: KeyRecipients) => {
    const confirmed = await task.run(() => organization.confirmRecipients(of.seq));
    if (confirmed !== undefined && onEnd(true) === 0) toast({ message: text.again });
  };
  const list = listed?.ok === true ? listed.value : undefined;
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onEnd(false)}
      title={text.title}
      description={text.lead}
      footer={
        <>
          <Button onClick={() => onEnd(false)}>{text.notNow}</Button>
          <Button
            kind="primary"
            busy={task.busy}
            disabled={list === undefined}
            onClick={() => list !== undefined && void confirm(list)}
          >
            {text.right}
          </Button>
        </>
      }
    >
      <RefusalNotice refusal={task.refusal ?? (listed?.ok === false ? listed : undefined)} />
      {list === undefined ? <SkeletonRows rows={3} label={text.title} /> : <List list={list} />}
      <p className="mt-4 text-ink-2 text-sm">{text.wrong}</p>
    </Dialog>
  );
}

function List({ list }: { readonly list: KeyRecipients }) {
  const { locale, recipients: text } = useText();
  const since = (ms: number) => new Date(ms).toLocaleDateString(locale, { dateStyle: 'medium' });
  return (
    <ul aria-label={text.title} className="max-h-96 overflow-y-auto border-line border-t">
      {list.members.map((one) => (
        <Row
          key={one.email}
          name={one.isSelf ? `${one.email} (${text.you})` : one.email}
          marks={[text.roles[one.role], ...(one.custodian ? [text.custodian] : [])].join(', ')}
          says={text.facts(one.vaultCount, since(one.sinceMs))}
        />
      ))}
      {list.invitations.map(({ email, by }) => (
        <Row key={`invited ${email}`} name={email} marks="" says={text.invited(by)} />
      ))}
    </ul>
  );
}

function Row({
  name,
  marks,
  says,
}: {
  readonly name: string;
  readonly marks: string;
  readonly says: string;
}) {
  return (
    <li className="flex flex-wrap justify-between gap-x-4 border-line border-b py-2">
      <span className="min-w-0 break-words font-medium">{name}</span>
      <span className="text-ink-2 text-sm">{[marks, says].filter((part) => part !== '').join(' · ')}</span>
    </li>
  );
}
