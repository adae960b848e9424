import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { controlClass, FieldFrame } from './field.tsx';
import { popupClass } from './popup.ts';

export interface SelectOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

export interface SelectProps<Value extends string> {
  readonly label: ReactNode;
  /** `undefined` while nothing is chosen. */
  readonly value: Value | undefined;
  readonly options: readonly SelectOption<Value>[];
  readonly onValueChange: (value: Value) => void;
  readonly hint?: ReactNode;
}

/** One choice out of a few, with its label. */
export function Select<Value extends string>({
  label,
  value,
  options,
  onValueChange,
  hint,
}: SelectProps<Value>) {
  return (
    <FieldFrame label={label} hint={hint}>
      <Base.Root<Value>
        items={options}
        value={value ?? null}
        onValueChange={(next) => next !== null && onValueChange(next)}
      >
        <Base.Trigger
          className={classNames(controlClass, 'flex items-center justify-between gap-2 text-left')}
        >
          <Base.Value className="truncate" />
          <Base.Icon className="text-ink-3">
            <ChevronsUpDown size={14} />
          </Base.Icon>
        </Base.Trigger>
        <Base.Portal>
          <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50">
            <Base.Popup className={classNames(popupClass, 'max-h-80 min-w-(--anchor-width) overflow-y-auto')}>
              {options.map((option) => (
                <Base.Item
                  key={option.value}
                  value={option.value}
                  className="flex h-9 items-center gap-2 rounded-md pr-3 pl-2 outline-none data-highlighted:bg-hover"
                >
                  <span className="w-4">
                    <Base.ItemIndicator className="text-accent">
                      <Check size={14} />
                    </Base.ItemIndicator>
                  </span>
                  <Base.ItemText>{option.label}</Base.ItemText>
                </Base.Item>
              ))}
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </FieldFrame>
  );
}
