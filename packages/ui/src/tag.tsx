import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export type Tone = 'plain' | 'accent' | 'need' | 'loss' | 'in';

const tones: Record<Tone, string> = {
  plain: 'bg-hover text-ink-2',
  accent: 'bg-accent-soft text-accent',
  need: 'bg-need-soft text-need',
  loss: 'bg-loss-soft text-loss',
  in: 'bg-in-soft text-in',
};

/** A small label. Its words carry the meaning; the colour only repeats it. */
export function Tag({ tone = 'accent', children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return (
    <span
      className={classNames(
        'inline-flex h-5 items-center whitespace-nowrap rounded-full px-2 text-xs',
        tones[tone],
      )}
    >
      {children}
    </span>
  );
}
