/** How many names a line of a history holds; the rest is counted. */
const namedAtMost = 3;

/** The first names of a list under `key`, and how many more there are; what has no name here is only counted. */
export function listed(
  key: string,
  names: readonly (string | undefined)[],
): Readonly<Record<string, string | number>> {
  const known = names.filter((name) => name !== undefined);
  const shown = known.slice(0, namedAtMost);
  const more = names.length - shown.length;
  return {
    ...(shown.length > 0 ? { [key]: shown.join(', ') } : {}),
    ...(more > 0 ? { more } : {}),
  };
}
