import { leastPasswordLength } from '@postern/client/password-rule';
import { PasswordField, StrengthMeter, TextField, useText } from '@postern/ui';
import { useState } from 'react';
import { roughStrength } from '../../password/rough-strength.ts';

export interface NewPassword {
  readonly password: string;
  /** Long enough and typed twice alike. */
  readonly ready: boolean;
}

export interface NewPasswordFieldsProps {
  readonly label: string;
  /** The account it is for, so that the browser's own password manager files it rightly. */
  readonly email: string;
  /** Whether the cursor goes to the first field: the form is what this step is about. */
  readonly autoFocus?: boolean;
  readonly onChange: (next: NewPassword) => void;
}

/** A new account password, typed twice, with what is wrong said beside the field. */
export function NewPasswordFields({ label, email, autoFocus = false, onChange }: NewPasswordFieldsProps) {
  const text = useText();
  const [password, setPassword] = useState('');
  const [repeated, setRepeated] = useState('');
  const [left, setLeft] = useState(false);
  const tooShort = [...password].length < leastPasswordLength;
  const change = (nextPassword: string, nextRepeated: string) => {
    setPassword(nextPassword);
    setRepeated(nextRepeated);
    onChange({
      password: nextPassword,
      ready: [...nextPassword].length >= leastPasswordLength && nextPassword === nextRepeated,
    });
  };
  return (
    <>
      <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
      <PasswordField
        label={label}
        name="new-password"
        autoComplete="new-password"
        autoFocus={autoFocus}
        onBlur={() => setLeft(true)}
        required
        value={password}
        onValueChange={(value) => change(value, repeated)}
        hint={text.signUp.passwordHint}
        error={left && password !== '' && tooShort && text.signUp.tooShort(leastPasswordLength)}
        meter={password !== '' && <StrengthMeter strength={roughStrength(password)} />}
      />
      <TextField
        label={text.signUp.repeat}
        type="password"
        name="repeat-password"
        autoComplete="new-password"
        mono
        required
        value={repeated}
        onValueChange={(value) => change(password, value)}
        error={
          repeated.length >= password.length &&
          repeated !== '' &&
          repeated !== password &&
          text.signUp.differs
        }
      />
    </>
  );
}
