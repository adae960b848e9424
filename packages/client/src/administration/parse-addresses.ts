import { type Email, parseEmail, type Refusal } from '@postern/core';

/** One address of a list, in its one spelling, or why it is none. */
export type ListedAddress =
  | { readonly address: string; readonly email: Email }
  | { readonly address: string; readonly refused: Refusal };

/**
 * The addresses of a pasted list: each line, or apart by `;` or `,`. `Maya Lindgren <maya@northwind.example>` is an
 * address as well. One that stands there twice counts once.
 */
export function parseAddresses(pasted: string): readonly ListedAddress[] {
  const seen = new Set<string>();
  const out: ListedAddress[] = [];
  for (const part of pasted.split(/[\r\n;,]+/u)) {
    const text = part.trim();
    if (text === '') continue;
    const [, bracketed] = /<([^<>]*)>\s*$/u.exec(text) ?? [];
    const email = parseEmail(bracketed ?? text);
    const name = email.ok ? email.value : text;
    if (seen.has(name)) continue;
    seen.add(name);
    out.push(email.ok ? { address: name, email: email.value } : { address: name, refused: email });
  }
  return out;
}
