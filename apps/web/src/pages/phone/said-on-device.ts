import { useCallback, useState } from 'react';
import type { Said } from './forgot-phone-steps.ts';

const storageKey = 'postern.forgot-phone';

/**
 * What the person said of a lost phone, kept in this browser until the list is through: no secret, and of one account. Answers
 * it with the ways to say more and to forget it. `phones` are those of the account, which are the former ones where the list
 * begins with this.
 */
export function useSaid(email: string, phones: readonly string[]) {
  const [said, setSaid] = useState<Said>(() => {
    const begun = read(email) ?? { formerPhones: phones, phoneIsGone: false, hasNoOther: false };
    write(email, begun);
    return begun;
  });
  const say = useCallback(
    (more: Partial<Said>) =>
      setSaid((before) => {
        const after = { ...before, ...more };
        write(email, after);
        return after;
      }),
    [email],
  );
  return { said, say, forget: useCallback(() => localStorage.removeItem(storageKey), []) };
}

/** Whether somebody is in the middle of the six steps in this browser. */
export function isInTheMiddle(): boolean {
  return localStorage.getItem(storageKey) !== null;
}

function write(email: string, said: Said): void {
  localStorage.setItem(storageKey, JSON.stringify({ email, ...said }));
}

function read(email: string): Said | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? 'null');
    if (typeof kept !== 'object' || kept === null) return undefined;
    const { email: of, formerPhones, phoneIsGone, hasNoOther } = kept as Readonly<Record<string, unknown>>;
    if (of !== email || !Array.isArray(formerPhones)) return undefined;
    return {
      formerPhones: formerPhones.map(String),
      phoneIsGone: phoneIsGone === true,
      hasNoOther: hasNoOther === true,
    };
  } catch {
    return undefined;
  }
}
