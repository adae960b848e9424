import { parseEmail } from '@postern/core';

export type AddressProblem = 'invalid' | 'repeated' | 'member' | 'invited';

/** One address of a pasted list, in the order it was pasted. */
export interface PastedAddress {
  /** As it was typed, without the name that mail programs put around it. */
  readonly typed: string;
  /** In its one spelling; the typed text where it is no address. */
  readonly email: string;
  readonly problem: AddressProblem | undefined;
}

export interface KnownAddresses {
  readonly members: ReadonlySet<string>;
  readonly invited: ReadonlySet<string>;
}

/**
 * The addresses of a pasted list: one each line, or apart by `;` or `,`; `Maya Okafor <maya@...>` counts as the address
 * in it. What is empty is left out; whatever stands in the way of an invitation is named for each.
 */
export function parseAddresses(pasted: string, known: KnownAddresses): readonly PastedAddress[] {
  const seen = new Set<string>();
  return splitList(pasted).map((part) => {
    const typed = insideBrackets(part);
    const parsed = parseEmail(typed);
    if (!parsed.ok) return { typed, email: typed, problem: 'invalid' as const };
    const email = parsed.value;
    const repeated = seen.has(email);
    seen.add(email);
    const problem = repeated
      ? 'repeated'
      : known.members.has(email)
        ? 'member'
        : known.invited.has(email)
          ? 'invited'
          : undefined;
    return { typed, email, problem };
  });
}

/** A quoted name may hold the very characters that separate addresses, as in `"Okafor, Maya" <maya@...>`. */
function splitList(pasted: string): readonly string[] {
  return pasted
    .replaceAll(/"[^"\n]*"/gu, '')
    .split(/[\n;,]+/u)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function insideBrackets(part: string): string {
  return /<([^<>]*)>\s*$/u.exec(part)?.[1]?.trim() ?? part;
}
