import { Button, IconButton, useText } from '@postern/ui';
import { CircleCheck, TriangleAlert, X } from 'lucide-react';
import { RefusalNotice, RefusalSentence } from '../../../refusal-text.tsx';
import type { Bulk } from './use-bulk.ts';

/** What became of the last change over several, each by name, with its undo. Above the table it was made in. */
export function OutcomePanel({ bulk }: { readonly bulk: Bulk }) {
  const text = useText();
  const { telling } = bulk;
  if (bulk.refusal !== undefined) {
    return (
      <div className="mb-4">
        <RefusalNotice refusal={bulk.refusal} />
      </div>
    );
  }
  if (telling === undefined) return null;
  const { said, done, refused, undo } = telling;
  const Icon = refused.length > 0 ? TriangleAlert : CircleCheck;
  return (
    <section aria-label={text.outcome.title} className="mb-4 rounded-lg bg-hover px-3.5 py-2.5">
      <div role="status" className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Icon
          size={16}
          aria-hidden="true"
          className={refused.length > 0 ? 'shrink-0 text-need' : 'shrink-0 text-in'}
        />
        <p className="min-w-0 flex-1 basis-48">
          {done.length > 0 && said}{' '}
          {refused.length > 0 && (
            <span className="font-medium text-need">{text.outcome.refused(refused.length)}.</span>
          )}
        </p>
        {undo !== undefined && (
          <Button size="small" busy={bulk.busy} onClick={undo}>
            {text.controls.undo}
          </Button>
        )}
        <IconButton size="small" label={text.outcome.dismiss} onClick={bulk.dismiss}>
          <X size={14} />
        </IconButton>
      </div>
      <details open={refused.length > 0} className="mt-1 pl-7 text-sm">
        <summary className="text-ink-2">{text.outcome.each}</summary>
        <ul className="mt-1 flex max-h-64 flex-col gap-1 overflow-y-auto">
          {refused.map(({ name, refusal }) => (
            <li key={name} className="break-words">
              <span className="font-medium">{name}</span>: <RefusalSentence refusal={refusal} />
            </li>
          ))}
          {done.map((name) => (
            <li key={name} className="break-words text-ink-2">
              {name}: {text.outcome.done}
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}
