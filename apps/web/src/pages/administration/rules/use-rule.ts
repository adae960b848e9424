import type { RulesView, SetBy, Settings } from '@postern/client';
import type { Refusal } from '@postern/core';
import { useText } from '@postern/ui';
import { usePort } from '../../../port-context.tsx';
import { useChange } from '../shared/use-change.ts';

export interface Rule {
  readonly busy: boolean;
  readonly refusal: Refusal | undefined;
  /** Sets these settings; undo sets them as they are now. Answers whether it was done. */
  readonly set: (next: Partial<Settings>) => Promise<boolean>;
}

/** Changes of one rule, apart from the others so that a refusal is shown where it belongs. */
export function useRule(rules: RulesView): Rule {
  const text = useText();
  const port = usePort().administration.rules;
  const change = useChange();
  return {
    busy: change.busy,
    refusal: change.refusal,
    set: (next) => {
      const names = Object.keys(next) as (keyof Settings)[];
      const before: Partial<Settings> = Object.fromEntries(names.map((name) => [name, rules.settings[name]]));
      return change.make({
        operation: () => port.set(next),
        said: text.rules.saved,
        undo: () => port.set(before),
      });
    },
  };
}

/** The latest of the settings that one rule consists of. */
export function latestSet(rules: RulesView, names: readonly (keyof Settings)[]): SetBy | undefined {
  return names
    .map((name) => rules.settingsSet[name])
    .filter((set) => set !== undefined)
    .toSorted((a, b) => b.seq - a.seq)[0];
}

export interface RuleProps {
  readonly rules: RulesView;
  readonly mayChange: boolean;
  readonly memberCount: number;
}
