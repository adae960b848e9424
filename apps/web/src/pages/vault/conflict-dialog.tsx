import { Button, Dialog, SecretText, useText } from '@postern/ui';
import type { Difference } from './conflict-differences.ts';

export interface ConflictDialogProps {
  readonly differences: readonly Difference[];
  readonly onKeepYours: () => void;
  readonly onKeepTheirs: () => void;
  readonly onKeepBoth: () => void;
  readonly onClose: () => void;
}

/** Two people changed one entry: both versions side by side, and three ways on. Closing goes back to the form. */
export function ConflictDialog({
  differences,
  onKeepYours,
  onKeepTheirs,
  onKeepBoth,
  onClose,
}: ConflictDialogProps) {
  const text = useText();
  const shown = (value: string, secret: boolean) =>
    secret ? (
      <SecretText secret={value} revealed />
    ) : (
      <span className="whitespace-pre-wrap break-words">{value}</span>
    );
  return (
    <Dialog
      wide
      open
      onOpenChange={(open) => !open && onClose()}
      title={text.conflict.title}
      description={text.conflict.lead}
      footer={
        <>
          <Button onClick={onKeepTheirs}>{text.conflict.useTheirs}</Button>
          <Button onClick={onKeepYours}>{text.conflict.useYours}</Button>
          <Button kind="primary" onClick={onKeepBoth}>
            {text.conflict.keepBoth}
          </Button>
        </>
      }
    >
      <table className="w-full text-sm">
        <thead>
          <tr className="border-line border-b text-left text-ink-3 text-xs">
            <th scope="col" className="py-1 pr-3 font-medium">
              {text.conflict.field}
            </th>
            <th scope="col" className="py-1 pr-3 font-medium">
              {text.conflict.yours}
            </th>
            <th scope="col" className="py-1 font-medium">
              {text.conflict.theirs}
            </th>
          </tr>
        </thead>
        <tbody>
          {differences.map(({ key, label, yours, theirs, isSecret }) => (
            <tr key={key} className="border-line border-b align-top">
              <th scope="row" className="py-2 pr-3 text-left font-normal text-ink-2">
                {label}
              </th>
              <td className="py-2 pr-3">{shown(yours, isSecret)}</td>
              <td className="py-2">{shown(theirs, isSecret)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}
