import { useSyncExternalStore } from 'react';

export type ThemeChoice = 'system' | 'light' | 'dark';

/** The name under which the choice is remembered; `apps/web/public/theme.js` reads it before the first paint. */
const storageKey = 'postern.theme';
const listeners = new Set<() => void>();

function current(): ThemeChoice {
  const chosen = document.documentElement.dataset.theme;
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system';
}

/** Shows the chosen theme at once and remembers it on this device; `system` follows the system again. */
export function chooseTheme(choice: ThemeChoice): void {
  if (choice === 'system') {
    delete document.documentElement.dataset.theme;
    localStorage.removeItem(storageKey);
  } else {
    document.documentElement.dataset.theme = choice;
    localStorage.setItem(storageKey, choice);
  }
  for (const listener of listeners) listener();
}

/** The theme chosen on this device. */
export function useTheme(): ThemeChoice {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, current);
}
