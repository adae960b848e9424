import type { EntryDraft, OpenedEntry } from '@postern/client';
import { Button, Dialog, SecretText, useText } from '@postern/ui';

export interface ConflictDialogProps {
  readonly yours: EntryDraft;
  readonly theirs: OpenedEntry;
  readonly onKeepYours: () => void;
  readonly onKeepTheirs: () => void;
  readonly onKeepBoth: () => void;
  readonly onClose: () => void;
}

interface Difference {
  readonly label: string;
  readonly yours: string;
  readonly theirs: string;
  readonly secret: boolean;
}

/** Two people changed one entry: both versions side by side, and three ways on. Closing goes back to the form. */
export function ConflictDialog({
  yours,
  theirs,
  onKeepYours,
  onKeepTheirs,
  onKeepBoth,
  onClose,
}: ConflictDialogProps) {
  const text = useText();
  const all: readonly Difference[] = [
    { label: text.entryForm.title, yours: yours.title, theirs: theirs.title, secret: false },
    { label: text.entry.user, yours: yours.user, theirs: theirs.user, secret: false },
    { label: text.entry.password, yours: yours.password, theirs: theirs.password, secret: true },
    {
      label: text.entry.website,
      yours: yours.urls.join('\n'),
      theirs: theirs.urls.join('\n'),
      secret: false,
    },
    { label: text.entry.notes, yours: yours.notes, theirs: theirs.notes, secret: false },
    { label: text.entry.tags, yours: yours.tags.join(', '), theirs: theirs.tags.join(', '), secret: false },
    ...[...new Set([...yours.custom, ...theirs.custom].map((field) => field.name))].map((name) => {
      const [mine, other] = [yours, theirs].map((version) =>
        version.custom.find((field) => field.name === name),
      );
      return {
        label: name,
        yours: mine?.value ?? '',
        theirs: other?.value ?? '',
        secret: mine?.kind === 'hidden' || other?.kind === 'hidden',
      };
    }),
  ];
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
          {all
            .filter((difference) => difference.yours !== difference.theirs)
            .map((difference) => (
              <tr key={difference.label} className="border-line border-b align-top">
                <th scope="row" className="py-2 pr-3 text-left font-normal text-ink-2">
                  {difference.label}
                </th>
                <td className="py-2 pr-3">{shown(difference.yours, difference.secret)}</td>
                <td className="py-2">{shown(difference.theirs, difference.secret)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </Dialog>
  );
}
