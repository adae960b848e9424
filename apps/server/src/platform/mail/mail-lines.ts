/** How a mail is written: paragraphs, codes and times. */

export function lines(...paragraphs: readonly string[]): string {
  return `${paragraphs.join('\n\n')}\n`;
}

/** Six digits in two groups are easier to carry over. */
export function spaced(code: string): string {
  return code.replace(/^(\d{3})(\d{3})$/, '$1 $2');
}

export function when(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' at ')} UTC`;
}
