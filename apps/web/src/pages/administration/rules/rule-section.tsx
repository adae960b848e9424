import type { SetBy } from '@postern/client';
import type { Refusal } from '@postern/core';
import { Section, Tag, Tooltip, useText } from '@postern/ui';
import { KeyRound, Server } from 'lucide-react';
import type { ReactNode } from 'react';
import { RefusalNotice } from '../../../refusal-text.tsx';
import { SetLine } from '../shared/set-line.tsx';

export interface RuleSectionProps {
  readonly title: string;
  readonly lead: string;
  /** Whom it touches now. */
  readonly effect?: string | undefined;
  /** A rule of the ledger holds whatever the server does; the others are the server's to keep. */
  readonly enforcedBy?: 'cryptography' | 'server';
  readonly set: SetBy | undefined;
  /** What the last change was refused with, shown at the control it is about. */
  readonly refusal: Refusal | undefined;
  readonly children: ReactNode;
}

/** One rule: what it does, whom it touches, what enforces it, who set it, and its control. */
export function RuleSection({
  title,
  lead,
  effect,
  enforcedBy = 'server',
  set,
  refusal,
  children,
}: RuleSectionProps) {
  const text = useText();
  const Mark = enforcedBy === 'server' ? Server : KeyRound;
  return (
    <Section
      title={title}
      lead={
        <>
          {lead} {effect}
        </>
      }
      aside={
        <Tooltip content={text.settings.marks}>
          <button type="button" className="rounded-full">
            <Tag tone="plain">
              <Mark size={12} aria-hidden="true" className="mr-1" />
              {enforcedBy === 'server' ? text.rules.byServer : text.rules.byCryptography}
            </Tag>
          </button>
        </Tooltip>
      }
    >
      <div className="flex flex-col items-start gap-3">
        {refusal !== undefined && (
          <div className="w-full">
            <RefusalNotice refusal={refusal} />
          </div>
        )}
        {children}
        <SetLine set={set} of={text.administration.changed} />
      </div>
    </Section>
  );
}
