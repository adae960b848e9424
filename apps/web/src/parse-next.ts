/**
 * The page to go to after signing in, from the address bar: a path on this very origin, or `undefined`. An address
 * elsewhere, however it is spelled, must not be where a sign-in ends.
 */
export function parseNext(value: unknown): string | undefined {
  if (typeof value !== 'string' || !value.startsWith('/') || /^\/[/\\]/.test(value)) return undefined;
  const here = 'https://here.invalid';
  if (!URL.canParse(value, here)) return undefined;
  const url = new URL(value, here);
  return url.origin === here ? url.pathname + url.search : undefined;
}
