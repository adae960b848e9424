/**
 * Tags in the address bar. INVARIANT: the bar, its history and the request of a reload hold no word that was sealed, so
 * a tag is spelled as its number in this window, which means nothing elsewhere.
 */
let names: string[] = [];

/** The number a tag has in this window, like `t3`. */
export function tagId(name: string): string {
  const at = names.indexOf(name);
  return `t${at >= 0 ? at : names.push(name) - 1}`;
}

/** The tag of a number, or `undefined` in another window or after {@link forgetTags}. */
export function tagOf(id: string): string | undefined {
  return /^t\d{1,6}$/.test(id) ? names[Number(id.slice(1))] : undefined;
}

/** Forgets all of them: the keys were closed. */
export function forgetTags(): void {
  names = [];
}
