import { isAlarmCode, isCode, sentence, severityOf } from '@postern/access';
import type { Refusal } from '@postern/core';
import { Notice, useText } from '@postern/ui';
import { Link } from '@tanstack/react-router';

/**
 * The sentence of a refusal. INVARIANT: its words come from our own catalogue by code; nothing a server wrote is shown
 * as a sentence or followed as a link.
 */
export function refusalSentence(refusal: Pick<Refusal, 'code' | 'params'>): string {
  return sentence(refusal.code, refusal.params ?? {});
}

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

/** A refusal above a form, said aloud as it appears. Nothing when there is none. */
export function RefusalNotice({ refusal }: { readonly refusal: Refusal | undefined }) {
  const text = useText();
  if (refusal === undefined) return null;
  return (
    <Notice tone="need" urgent>
      {refusalSentence(refusal)}{' '}
      {isCode(refusal.code) && (
        <Link to="/help/$code" params={{ code: refusal.code }} className="prose-link whitespace-nowrap">
          {text.denial.meaning}
        </Link>
      )}
    </Notice>
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
