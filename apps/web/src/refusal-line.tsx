import { isCode, sentence } from '@postern/access';
import type { Refusal } from '@postern/core';
import { Notice, useText } from '@postern/ui';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/**
 * The sentence of a refusal. INVARIANT: its words come from our own catalogue by code; nothing a server wrote is shown
 * as a sentence or followed as a link.
 */
export function refusalSentence(refusal: Pick<Refusal, 'code' | 'params'>): string {
  return sentence(refusal.code, refusal.params ?? {});
}

/** A refusal with the way to its help page, said aloud as it appears. */
export function RefusalLine({
  refusal,
  children,
}: {
  readonly refusal: Refusal;
  /** What can be done about it right here. */
  readonly children?: ReactNode;
}) {
  const text = useText();
  return (
    <Notice tone="need" urgent>
      {refusalSentence(refusal)}{' '}
      {isCode(refusal.code) && (
        <Link to="/help/$code" params={{ code: refusal.code }} className="prose-link whitespace-nowrap">
          {text.denial.meaning}
        </Link>
      )}
      {children}
    </Notice>
  );
}
