import type { LeaverReport, MemberView } from '@postern/client';
import { ConfirmDanger, SkeletonRows, useText } from '@postern/ui';
import { useQueries } from '@tanstack/react-query';
import { usePort } from '../../../port-context.tsx';
import { RefusalNotice, RefusalSentence } from '../../../refusal-text.tsx';
import { useTask } from '../../../use-task.ts';
import { doneOf } from '../shared/outcomes.ts';
import { useReadAgain } from '../shared/read.tsx';
import { LeaverList } from './leaver-list.tsx';
import type { Removal } from './removal-report.tsx';

/** Before many removals at once, reports are read for so many; after them, for all. */
const previewAtMost = 10;

export interface RemoveDialogProps {
  readonly members: readonly MemberView[];
  readonly onClose: () => void;
  readonly onRemoved: (removal: Removal) => void;
}

/** Removing cannot be undone: what they could have copied is shown first, and the question is answered by typing. */
export function RemoveDialog({ members, onClose, onRemoved }: RemoveDialogProps) {
  const text = useText();
  const { people } = usePort().administration;
  const readAgain = useReadAgain();
  const task = useTask();
  const [only] = members;
  const previews = useQueries({
    queries: members.slice(0, previewAtMost).map((member) => ({
      queryKey: ['administration', 'leaver', member.id],
      queryFn: () => people.leaverReport(member.id),
      throwOnError: true,
    })),
  });
  const remove = async () => {
    const removed = await task.run(() => people.remove(members.map(({ id }) => id)));
    if (removed === undefined) return;
    const { outcomes, reports } = removed.value;
    onRemoved({
      count: doneOf(outcomes).length,
      reports,
      refused: outcomes.flatMap(({ of, refused }) =>
        refused === undefined
          ? []
          : [{ name: members.find(({ id }) => id === of)?.email ?? of, refusal: refused }],
      ),
    });
    onClose();
    await readAgain();
  };
  return (
    <ConfirmDanger
      open
      onOpenChange={(open) => !open && onClose()}
      title={text.removal.title(members.length)}
      consequence={text.removal.consequence}
      action={text.removal.action(members.length)}
      typed={members.length === 1 && only !== undefined ? only.email : text.removal.typed(members.length)}
      busy={task.busy}
      onConfirm={() => void remove()}
    >
      <RefusalNotice refusal={task.refusal} />
      <section className="flex flex-col gap-2">
        <h3 className="font-semibold">{text.removal.seen}</h3>
        <p className="text-ink-2 text-sm">{text.removal.seenLead}</p>
        <div className="flex max-h-72 flex-col gap-3 overflow-y-auto">
          {previews.map(({ data }, at) => {
            const member = members[at];
            if (member === undefined) return null;
            return (
              <div key={member.id} className="flex flex-col gap-1">
                {members.length > 1 && <h4 className="break-all font-medium text-sm">{member.email}</h4>}
                {data === undefined ? (
                  <SkeletonRows rows={1} label={text.removal.reading} />
                ) : data.ok ? (
                  <LeaverList report={data.value satisfies LeaverReport} />
                ) : (
                  <p className="text-sm">
                    <RefusalSentence refusal={data} />
                  </p>
                )}
              </div>
            );
          })}
          {members.length > previewAtMost && (
            <p className="text-ink-2 text-sm">{text.pick.more(members.length - previewAtMost)}</p>
          )}
        </div>
      </section>
    </ConfirmDanger>
  );
}
