import type { Refusal } from '@postern/core';
import { type RefObject, useEffect, useRef } from 'react';

/** For the field of a code: what was refused is typed anew, so the focus goes there from the button that was pressed. */
export function useFocusOnRefusal(refusal: Refusal | undefined): RefObject<HTMLInputElement | null> {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (refusal !== undefined) field.current?.focus();
  }, [refusal]);
  return field;
}
