import type { ProposedChange } from '@postern/client';
import type { Refusal } from '@postern/core';
import { useText } from '@postern/ui';
import type { ReactNode } from 'react';
import { ChangeDialog } from '../shared/change-dialog.tsx';
import { ImpactPanel } from './impact-panel.tsx';
import { isSureToFail, sayAction } from './say-impact.ts';
import { useImpact } from './use-impact.ts';

export interface ImpactDialogProps {
  readonly title: string;
  readonly action: string;
  readonly change: ProposedChange;
  readonly busy: boolean;
  readonly refusal: Refusal | undefined;
  readonly onClose: () => void;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

/** Makes one change that is already put together, once it was seen whom it refuses. */
export function ImpactDialog({ title, action, change, children, ...dialog }: ImpactDialogProps) {
  const text = useText();
  const foreseen = useImpact(change);
  return (
    <ChangeDialog
      {...dialog}
      title={title}
      action={sayAction(foreseen, text, action)}
      ready={!isSureToFail(foreseen)}
    >
      {children}
      <ImpactPanel foreseen={foreseen} />
    </ChangeDialog>
  );
}
