import { isAlarmCode, isCode, severityOf } from '@postern/access';
import type { Refusal } from '@postern/core';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { askableRefusal } from './pages/asking/askable-refusal.ts';
import { useSnapshot } from './port-context.tsx';
import { RefusalLine, refusalSentence } from './refusal-line.tsx';

// Nobody asks before they are inside, so it is not part of the first load.
const AskHere = lazy(async () => ({ default: (await import('./pages/asking/ask-here.tsx')).AskHere }));

export { refusalSentence };

/** Whether nothing may be written until the alarm is settled. A code we do not know is taken for the worse. */
export function isBlockingAlarm(alarm: Refusal | undefined): boolean {
  return alarm !== undefined && (!isAlarmCode(alarm.code) || severityOf(alarm.code) === 'blocking');
}

/** The sentence and the way to its help page. */
export function RefusalSentence({ refusal }: { readonly refusal: Refusal }) {
  return (
    <>
      {refusalSentence(refusal)} <CodeLink code={refusal.code} />
    </>
  );
}

/**
 * A refusal above a form, said aloud as it appears, with the way to ask for what is missing where somebody can give it.
 * Nothing when there is none.
 */
export function RefusalNotice({ refusal }: { readonly refusal: Refusal | undefined }) {
  const { entered } = useSnapshot();
  if (refusal === undefined) return null;
  const asked = entered?.open === undefined ? undefined : askableRefusal(refusal);
  return (
    <RefusalLine refusal={refusal}>
      {asked !== undefined && entered !== undefined && (
        <Suspense>
          <AskHere address={entered.address} {...asked} />
        </Suspense>
      )}
    </RefusalLine>
  );
}

/** A code in small mono, leading to its help page when it is one of ours. */
export function CodeLink({ code }: { readonly code: string }) {
  if (!isCode(code)) return <code className="text-ink-2 text-xs">{code.slice(0, 64)}</code>;
  return (
    <Link to="/help/$code" params={{ code }} className="rounded-sm text-ink-2 hover:text-accent">
      <code className="text-xs">{code}</code>
    </Link>
  );
}
