import { Field } from '@base-ui/react/field';
import { Eye, EyeOff } from 'lucide-react';
import { type ReactNode, type Ref, useState } from 'react';
import { IconButton } from './button.tsx';
import { classNames } from './class-names.ts';
import { controlClass, FieldFrame } from './field.tsx';
import { useText } from './text/use-text.tsx';

export interface PasswordFieldProps {
  readonly label: ReactNode;
  readonly value: string;
  readonly onValueChange: (value: string) => void;
  /** `off`: a secret of somebody else's, which the browser's own password manager must not take for a sign-in. */
  readonly autoComplete: 'current-password' | 'new-password' | 'off';
  readonly hint?: ReactNode;
  readonly error?: ReactNode;
  readonly name?: string;
  readonly required?: boolean;
  readonly autoFocus?: boolean;
  readonly onBlur?: () => void;
  readonly ref?: Ref<HTMLInputElement>;
  /** Buttons beside the eye, such as a generator. */
  readonly actions?: ReactNode;
  /** Drawn under the control: a strength meter. */
  readonly meter?: ReactNode;
}

/** A secret being typed: masked, with an eye to reveal it. The value stays in this field and its form, nowhere else. */
export function PasswordField({
  label,
  value,
  onValueChange,
  hint,
  error,
  actions,
  meter,
  ref,
  ...rest
}: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  const text = useText();
  // INVARIANT: whatever stands beside a password control is written to the browser's profile, in the clear, as the name
  // of a sign-in. A secret that is not the browser's business is therefore masked by the style sheet alone.
  const isOurs = rest.autoComplete === 'off';
  return (
    <FieldFrame label={label} hint={hint} error={error}>
      <span className="relative flex">
        <Field.Control
          {...rest}
          ref={ref ?? null}
          type={shown || isOurs ? 'text' : 'password'}
          spellCheck={false}
          autoCapitalize="off"
          autoCorrect="off"
          value={value}
          onValueChange={onValueChange}
          className={classNames(
            controlClass,
            'font-mono',
            isOurs && !shown && 'masked-text',
            actions === undefined ? 'pr-10' : 'pr-18',
          )}
        />
        <span className="absolute inset-y-0 right-1 flex items-center">
          {actions}
          <IconButton
            size="small"
            label={shown ? text.controls.hide : text.controls.reveal}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          >
            {shown ? <EyeOff size={16} /> : <Eye size={16} />}
          </IconButton>
        </span>
      </span>
      {meter}
    </FieldFrame>
  );
}
