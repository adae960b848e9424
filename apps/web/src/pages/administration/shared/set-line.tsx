import type { SetBy } from '@postern/client';
import { classNames, sayExactly, sayWhen, type UiText, useText } from '@postern/ui';
import { useSnapshot } from '../../../port-context.tsx';

export interface SetLineProps {
  readonly set: SetBy | undefined;
  /** Which of several things was set. */
  readonly of?: string;
  /** In a column of a table: the part of the address before the @, the rest when it is pointed at. */
  readonly short?: boolean;
  /** On a line of its own. */
  readonly below?: boolean;
}

/** Who set something and when, as the ledger has it. Nothing where no event has set it. */
export function SetLine({ set, of, short = false, below = false }: SetLineProps) {
  const text = useText();
  const { account } = useSnapshot();
  if (set === undefined) return null;
  const words = text.administration;
  const isOwn = set.by === account?.email;
  const when = sayWhen(set.atMs, Date.now(), text);
  const said = short
    ? words.setShort(isOwn ? words.you : (set.by.split('@')[0] ?? set.by), sayBriefly(set.atMs, when, text))
    : isOwn
      ? words.setByYou(when)
      : words.setBy(set.by, when);
  return (
    <span
      className={classNames('text-ink-3 text-xs wrap-anywhere', below && 'block')}
      title={`${set.by}, ${sayExactly(set.atMs, text)}`}
    >
      {of === undefined ? said : `${of}: ${said}`}
    </span>
  );
}

const recentMs = 2 * 86_400_000;

/** Days and months are cut short in a column; what is recent is said as elsewhere. */
function sayBriefly(atMs: number, when: string, text: UiText): string {
  if (Date.now() - atMs < recentMs) return when;
  const sameYear = new Date(atMs).getFullYear() === new Date().getFullYear();
  return new Date(atMs).toLocaleDateString(text.locale, {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
}
