import { type ReactNode, useState } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { useText } from './text/use-text.tsx';
import { TextField } from './text-field.tsx';

export interface ConfirmDangerProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: ReactNode;
  /** What will be gone, in plain words. */
  readonly consequence: ReactNode;
  /** The verb on the button. */
  readonly action: string;
  /** What must be typed before the button works, e.g. the name of what is lost. */
  readonly typed?: string;
  readonly busy?: boolean;
  readonly children?: ReactNode;
  readonly onConfirm: () => void;
}

/** Asked only before a loss that cannot be undone; everything else happens at once and offers undo. */
export function ConfirmDanger({
  open,
  onOpenChange,
  title,
  consequence,
  action,
  typed,
  busy = false,
  children,
  onConfirm,
}: ConfirmDangerProps) {
  const text = useText();
  const [answer, setAnswer] = useState('');
  const ready = typed === undefined || answer.trim() === typed;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      description={consequence}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{text.controls.cancel}</Button>
          <Button kind="danger" disabled={!ready} busy={busy} onClick={onConfirm}>
            {action}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {children}
        {typed !== undefined && (
          <TextField
            label={text.controls.typeToConfirm(typed)}
            value={answer}
            onValueChange={setAnswer}
            autoComplete="off"
          />
        )}
      </div>
    </Dialog>
  );
}
