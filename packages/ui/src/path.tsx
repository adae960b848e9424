import type { ReactNode } from 'react';
import { Arch, type ArchState } from './arch.tsx';
import { classNames } from './class-names.ts';
import { useText } from './text/use-text.tsx';

export interface PathStep {
  readonly key: string;
  /** One or two words: "Signed in", "Second factor". */
  readonly label: string;
  readonly state: ArchState;
  /** What was found, shown under the arch in the full drawing. */
  readonly evidence?: ReactNode;
}

export interface PathProps {
  readonly steps: readonly PathStep[];
  /** Small stands above a sentence; full carries evidence under each arch. */
  readonly size?: 'small' | 'full';
}

/**
 * The signature of Postern: the gate as a row of arches, one per check. To assistive technology it is an ordered list
 * in which every step says its name and state.
 */
export function Path({ steps, size = 'small' }: PathProps) {
  const text = useText();
  return (
    <ol
      aria-label={text.path.label}
      className={classNames(
        'flex flex-wrap',
        size === 'small' ? 'gap-x-1 gap-y-4 sm:gap-x-0' : 'gap-x-3 gap-y-6',
      )}
    >
      {steps.map((step) => (
        <li
          key={step.key}
          className={classNames(
            'flex flex-col items-center gap-2',
            size === 'small' ? 'w-14 sm:w-16' : 'w-24',
          )}
        >
          <Arch state={step.state} size={size === 'small' ? 38 : 52} />
          <span
            className={classNames(
              'text-center text-xs',
              step.state === 'shut'
                ? 'font-semibold text-need'
                : step.state === 'open'
                  ? 'text-ink-2'
                  : 'text-ink-3',
            )}
          >
            {step.label}
            <span className="sr-only">: {text.path.states[step.state]}</span>
          </span>
          {size === 'full' && step.evidence !== undefined && (
            <span className="text-center text-ink-2 text-xs">{step.evidence}</span>
          )}
        </li>
      ))}
    </ol>
  );
}
