import { classNames } from '@postern/ui';
import { useId } from 'react';

export interface RadioCardsProps<Value extends string> {
  readonly label: string;
  readonly labelHidden?: boolean;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly name: string; readonly says: string }[];
  readonly onChange: (value: Value) => void;
}

/** One choice out of a few, each with the sentence that says what it means. */
export function RadioCards<Value extends string>({
  label,
  labelHidden = false,
  value,
  options,
  onChange,
}: RadioCardsProps<Value>) {
  const name = useId();
  return (
    <fieldset className="flex min-w-0 flex-col">
      <legend className={labelHidden ? 'sr-only' : 'mb-1 font-medium text-sm'}>{label}</legend>
      <div className="flex flex-col divide-y divide-line overflow-hidden rounded-lg border border-line-strong">
        {options.map((option) => (
          <label
            key={option.value}
            className={classNames(
              'flex items-start gap-3 px-3 py-2.5 has-focus-visible:shadow-[inset_0_0_0_2px_var(--accent)]',
              option.value === value ? 'bg-accent-soft' : 'bg-surface hover:bg-hover',
            )}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              className="mt-0.5 size-4 shrink-0 accent-(--accent) outline-none"
            />
            <span className="min-w-0">
              <span className="block font-medium">{option.name}</span>
              <span className="block text-ink-2 text-sm">{option.says}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
