import { useEffect, useRef } from 'react';

/** Keys by their character (`/`, `n`, `?`, `Escape`, `ArrowDown`); `mod+k` is Ctrl-K, or Cmd-K on a Mac. */
export type Hotkeys = Readonly<Record<string, (() => void) | undefined>>;

/** The name of a pressed key combination in the spelling of {@link Hotkeys}. */
export function hotkeyOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
): string | undefined {
  if (event.altKey) return undefined;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.ctrlKey || event.metaKey ? `mod+${key}` : key;
}

/** What takes the keys to itself while it is open, and no longer while it fades out. */
const takesKeys =
  ':is([role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"])[data-open]:not([aria-modal="false"])';

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable || target.matches('input, textarea, select, [role="combobox"], [role="textbox"]')
  );
}

/**
 * Calls the handler of a pressed key while the component is mounted. Bare keys are left alone while somebody types,
 * while a dialog or menu is open (a toast is neither), and when another handler took them; `mod+` combinations work
 * everywhere.
 */
export function useHotkeys(hotkeys: Hotkeys): void {
  const latest = useRef(hotkeys);
  latest.current = hotkeys;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const name = hotkeyOf(event);
      const handler = name === undefined ? undefined : latest.current[name];
      if (name === undefined || handler === undefined) return;
      const bare = !name.startsWith('mod+');
      if (bare && (isTyping(event.target) || document.querySelector(takesKeys))) return;
      event.preventDefault();
      handler();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
