import { Field } from '@base-ui/react/field';
import type { ComponentPropsWithRef, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { controlClass, FieldFrame } from './field.tsx';

interface Frame {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: ReactNode;
  readonly aside?: ReactNode;
  readonly mono?: boolean;
}

export interface TextFieldProps
  extends Frame,
    Omit<ComponentPropsWithRef<'input'>, 'value' | 'onChange' | 'children' | 'defaultValue'> {
  readonly value: string;
  readonly onValueChange: (value: string) => void;
}

/** One line of text with its label, hint and error. */
export function TextField({
  label,
  hint,
  error,
  aside,
  mono = false,
  value,
  onValueChange,
  className,
  ...rest
}: TextFieldProps) {
  return (
    <FieldFrame label={label} hint={hint} error={error} aside={aside}>
      <Field.Control
        {...rest}
        value={value}
        onValueChange={onValueChange}
        className={classNames(controlClass, mono && 'font-mono', className)}
      />
    </FieldFrame>
  );
}

export interface TextAreaProps extends Frame {
  readonly value: string;
  readonly onValueChange: (value: string) => void;
  readonly rows?: number;
  readonly maxLength?: number | undefined;
}

/** Several lines of text with their label, hint and error. */
export function TextArea({
  label,
  hint,
  error,
  aside,
  mono = false,
  value,
  onValueChange,
  rows = 4,
  maxLength,
}: TextAreaProps) {
  return (
    <FieldFrame label={label} hint={hint} error={error} aside={aside}>
      <Field.Control
        render={<textarea rows={rows} maxLength={maxLength} />}
        value={value}
        onValueChange={onValueChange}
        className={classNames(controlClass, 'h-auto resize-y py-2', mono && 'font-mono')}
      />
    </FieldFrame>
  );
}
