import type { DenialCode, RefusalCode } from '@postern/access';
import { useText } from '@postern/ui';
import { Link } from '@tanstack/react-router';

/** Below a refusal: its code and reference, to quote, and the way to its help page. */
export function CodeLine({
  code,
  reference,
}: {
  readonly code: DenialCode | RefusalCode;
  readonly reference?: string | undefined;
}) {
  const text = useText();
  return (
    <p className="mt-10 flex flex-wrap items-baseline gap-x-4 gap-y-1 text-ink-3 text-sm">
      <code className="text-xs">{code}</code>
      {reference !== undefined && (
        <span className="font-mono text-xs">{text.denial.reference(reference)}</span>
      )}
      <Link to="/help/$code" params={{ code }} className="prose-link">
        {text.denial.meaning}
      </Link>
    </p>
  );
}
