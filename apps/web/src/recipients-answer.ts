/**
 * Joins what was refused with `device_unconfirmed` to the dialog that the refusal opens: once the person has said that
 * the list is right, what they were doing goes on by itself.
 */
const waiting = new Set<(confirmed: boolean) => void>();
let dialogs = 0;

/** A dialog that can ask is there, until the returned function is called; whatever waits then gives up. */
export function offerRecipients(): () => void {
  dialogs += 1;
  return () => {
    dialogs -= 1;
    answerRecipients(false);
  };
}

/** What the person says in the dialog; false at once where there is none. */
export function recipientsAnswer(): Promise<boolean> {
  if (dialogs === 0) return Promise.resolve(false);
  return new Promise((resolve) => waiting.add(resolve));
}

/** Tells everything that waits, and how much that was. */
export function answerRecipients(confirmed: boolean): number {
  const told = [...waiting];
  waiting.clear();
  for (const tell of told) tell(confirmed);
  return told.length;
}
