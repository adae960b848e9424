import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export type NoticeTone = 'plain' | 'need' | 'loss' | 'in';

const looks: Record<NoticeTone, string> = {
  plain: 'bg-hover text-ink-2',
  need: 'bg-need-soft text-need',
  loss: 'bg-loss-soft text-loss',
  in: 'bg-in-soft text-in',
};
const icons = { plain: Info, need: TriangleAlert, loss: CircleAlert, in: CircleCheck };

export interface NoticeProps {
  readonly tone?: NoticeTone;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  /** Said aloud as soon as it appears. */
  readonly urgent?: boolean;
}

/** Something the person should know while doing what they do. */
export function Notice({ tone = 'plain', title, children, action, urgent = false }: NoticeProps) {
  const Icon = icons[tone];
  return (
    <div
      role={urgent ? 'alert' : 'note'}
      className={classNames('flex items-start gap-3 rounded-lg px-3.5 py-2.5', looks[tone])}
    >
      <Icon size={16} aria-hidden="true" className="mt-0.5 shrink-0" />
      <div className="flex min-w-0 flex-1 flex-wrap items-start gap-x-3 gap-y-2 text-ink">
        <div className="min-w-0 flex-1 basis-56">
          {title !== undefined && <p className="font-medium">{title}</p>}
          {children}
        </div>
        {action}
      </div>
    </div>
  );
}
