import { Check } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from './button.tsx';
import { useText } from './text/use-text.tsx';

export interface CopyButtonProps {
  /** What is copied, for assistive technology: "Copy password". */
  readonly label: string;
  /** Copies, and tells for how many seconds the clipboard keeps it (0: until something else is copied). */
  readonly onCopy: () => Promise<{ readonly keptForSeconds: number } | undefined>;
  readonly hotkey?: string;
}

/** A button that copies, then says for how long the clipboard keeps it. */
export function CopyButton({ label, onCopy, hotkey }: CopyButtonProps) {
  const text = useText();
  const [keptFor, setKeptFor] = useState<number>();
  useEffect(() => {
    if (keptFor === undefined) return;
    const timer = setTimeout(() => setKeptFor(undefined), 3_000);
    return () => clearTimeout(timer);
  }, [keptFor]);
  return (
    <Button
      size="small"
      aria-label={keptFor === undefined ? label : text.controls.copied(keptFor)}
      {...(hotkey !== undefined && keptFor === undefined ? { hotkey } : {})}
      icon={keptFor !== undefined && <Check size={14} aria-hidden="true" className="text-in" />}
      onClick={async () => setKeptFor((await onCopy())?.keptForSeconds)}
    >
      <span role="status">{keptFor === undefined ? text.controls.copy : text.controls.copied(keptFor)}</span>
    </Button>
  );
}
