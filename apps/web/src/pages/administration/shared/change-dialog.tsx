import type { Refusal } from '@postern/core';
import { Button, Dialog, useText } from '@postern/ui';
import { type ReactNode, useId } from 'react';
import { RefusalNotice } from '../../../refusal-text.tsx';

export interface ChangeDialogProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly action?: string;
  readonly busy?: boolean;
  readonly refusal?: Refusal | undefined;
  readonly ready?: boolean;
  readonly wide?: boolean;
  readonly onClose: () => void;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

/** A form above the page that makes one change. */
export function ChangeDialog({
  title,
  lead,
  action,
  busy = false,
  refusal,
  ready = true,
  wide = false,
  onClose,
  onSubmit,
  children,
}: ChangeDialogProps) {
  const text = useText();
  const form = useId();
  return (
    <Dialog
      open
      wide={wide}
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={lead}
      footer={
        <>
          <Button onClick={onClose}>{text.controls.cancel}</Button>
          <Button kind="primary" type="submit" form={form} busy={busy} disabled={!ready}>
            {action ?? text.administration.apply}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) onSubmit();
        }}
      >
        <RefusalNotice refusal={refusal} />
        {children}
      </form>
    </Dialog>
  );
}
