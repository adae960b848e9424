import { type RefObject, useEffect, useRef } from 'react';

/**
 * For what a press replaces, its own button with it: once `state` is another, the focus goes to what `target` selects
 * there instead of being lost to the top of the page. Only after a press within, and only when nothing else has it.
 */
export function useFocusKept<Within extends HTMLElement>(
  state: unknown,
  target: string,
): { readonly ref: RefObject<Within | null>; readonly onClickCapture: () => void } {
  const ref = useRef<Within>(null);
  const pressed = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each state has its own button
  useEffect(() => {
    if (!pressed.current || document.activeElement !== document.body) return;
    pressed.current = false;
    ref.current?.querySelector<HTMLElement>(target)?.focus({ preventScroll: true });
  }, [state]);
  return {
    ref,
    onClickCapture: () => {
      pressed.current = true;
    },
  };
}
