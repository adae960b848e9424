import { Check } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from './button.tsx';
import { useText } from './text/use-text.tsx';

export interface CopyButtonProps {
  /** What is copied: "Copy password". */
  readonly label: string;
  /** It stands right beside what it copies, so that "Copy" is enough to see; it is read aloud in full all the same. */
  readonly isShort?: boolean;
  /** Copies, and tells for how many seconds the clipboard keeps it (0: until something else is copied). */
  readonly onCopy: () => Promise<{ readonly keptForSeconds: number } | undefined>;
  readonly hotkey?: string;
}

/** A button that copies, then says for how long the clipboard keeps it. */
export function CopyButton({ label, isShort = false, onCopy, hotkey }: CopyButtonProps) {
  const text = useText();
  const [keptFor, setKeptFor] = useState<number>();
  useEffect(() => {
    if (keptFor === undefined) return;
    const timer = setTimeout(() => setKeptFor(undefined), 3_000);
    return () => clearTimeout(timer);
  }, [keptFor]);
  const said = keptFor === undefined ? undefined : text.controls.copied(keptFor);
  return (
    <>
      <Button
        size="small"
        aria-label={said ?? label}
        {...(hotkey !== undefined && said === undefined ? { hotkey } : {})}
        icon={said !== undefined && <Check size={14} aria-hidden="true" className="text-in" />}
        onClick={async () => setKeptFor((await onCopy())?.keptForSeconds)}
      >
        {said ?? (isShort ? text.controls.copy : label)}
      </Button>
      {/* What changes within a button is not announced. */}
      <span role="status" className="sr-only">
        {said}
      </span>
    </>
  );
}
