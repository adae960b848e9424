import type { OwnRequest } from '@postern/client';
import { Button, CodeGroups, ProgressLine, useText } from '@postern/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { usePort } from '../../port-context.tsx';
import { RefusalLine } from '../../refusal-line.tsx';
import { useTask } from '../../use-task.ts';

/**
 * The six words of a member who asked to be invited again. INVARIANT: made and kept on this device; the page shows them, and
 * the server is given nothing that they could be found from.
 */
export function RelinkWords({
  address,
  request,
}: {
  readonly address: string;
  readonly request: OwnRequest;
}) {
  const text = useText().relink;
  const { relink } = usePort();
  const queries = useQueryClient();
  const task = useTask();
  const queryKey = ['relink-words', address, request.request, request.relinkProof];
  const { data: words } = useQuery({
    queryKey,
    queryFn: () => relink.words(address),
    gcTime: 0,
    throwOnError: true,
  });
  const draw = async () => {
    await task.run(() => relink.drawWords(address));
    await queries.invalidateQueries({ queryKey: ['relink-words', address] });
  };
  if (words === undefined) return <ProgressLine label={text.drawing} />;
  if (!words.ok) return <RefusalLine refusal={words} />;
  const isOther = words.value.count === false;
  return (
    <section aria-label={text.wordsTitle} className="mt-4 flex flex-col gap-3">
      {isOther ? (
        <p>{text.otherDevice}</p>
      ) : (
        <>
          <p>{text.wordsLead}</p>
          <CodeGroups label={text.wordsTitle} groups={words.value.words} />
          <p className="text-ink-2">{text.wordsAfter}</p>
        </>
      )}
      {task.refusal !== undefined && <RefusalLine refusal={task.refusal} />}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Button
          size="small"
          kind={isOther ? 'primary' : 'secondary'}
          busy={task.busy}
          onClick={() => void draw()}
        >
          {text.draw}
        </Button>
        {!isOther && <span className="text-ink-2 text-sm">{text.drawLead}</span>}
      </div>
    </section>
  );
}
