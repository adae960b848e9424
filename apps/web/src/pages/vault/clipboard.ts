/** How long a copied secret stays in the clipboard, in seconds. */
const clipboardSeconds = 30;

let pending: ReturnType<typeof setTimeout> | undefined;
let pendingClear: (() => void) | undefined;

async function clear(): Promise<void> {
  try {
    await navigator.clipboard.writeText('');
    pendingClear = undefined;
  } catch {
    // A page without focus may not write: clear as soon as it has it again.
    addEventListener('focus', () => pendingClear?.(), { once: true });
  }
}

/**
 * Copies a text and clears the clipboard after {@link clipboardSeconds}; a later copy starts the time anew. Answers
 * `undefined` when the browser does not allow copying. What was copied elsewhere meanwhile is cleared as well, because
 * a page can't read the clipboard without asking.
 */
export async function copyForAWhile(text: string): Promise<{ readonly keptForSeconds: number } | undefined> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    return undefined;
  }
  clearTimeout(pending);
  pendingClear = () => void clear();
  pending = setTimeout(() => pendingClear?.(), clipboardSeconds * 1000);
  return { keptForSeconds: clipboardSeconds };
}
