/** Copies what is no secret; it stays in the clipboard. `undefined` when the browser does not allow copying. */
export async function copyPlainly(text: string): Promise<{ readonly keptForSeconds: number } | undefined> {
  try {
    await navigator.clipboard.writeText(text);
    return { keptForSeconds: 0 };
  } catch {
    return undefined;
  }
}
