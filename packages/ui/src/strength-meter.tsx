import { classNames } from './class-names.ts';
import { useText } from './text/use-text.tsx';

/** 0 is guessed at once, 4 withstands an offline search. */
export type Strength = 0 | 1 | 2 | 3 | 4;

/** Four bars and one word for how long a password withstands guessing. */
export function StrengthMeter({ strength }: { readonly strength: Strength }) {
  const text = useText();
  const tone = strength <= 1 ? 'bg-loss' : strength === 2 ? 'bg-need' : 'bg-in';
  return (
    <span className="flex items-center gap-2 text-ink-2 text-xs">
      <span aria-hidden="true" className="flex flex-1 gap-1">
        {[1, 2, 3, 4].map((bar) => (
          <span
            key={bar}
            className={classNames('h-1 flex-1 rounded-full', bar <= Math.max(1, strength) ? tone : 'bg-line')}
          />
        ))}
      </span>
      <span aria-live="polite" className="w-24 text-right">
        {text.controls.strength[strength]}
      </span>
    </span>
  );
}
