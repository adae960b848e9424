import { useText } from '@postern/ui';
import { useSnapshot } from '../../../port-context.tsx';

/** How many requests wait for this member, beside a link to them. Nothing when none does. */
export function RequestsBadge() {
  const { inbox: words } = useText();
  const open = useSnapshot().entered?.open?.openRequests ?? 0;
  if (open === 0) return null;
  return (
    <span
      title={words.badge(open)}
      className="ml-auto inline-flex h-5 min-w-5 shrink-0 items-center justify-center rounded-full bg-need-soft px-1.5 font-semibold text-need text-xs tabular-nums"
    >
      <span aria-hidden="true">{open > 99 ? '99+' : open}</span>
      <span className="sr-only">{words.badge(open)}</span>
    </span>
  );
}
