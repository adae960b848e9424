/**
 * The address a website field opens, or `undefined` when it is none. Only http and https: an entry shared by somebody
 * else must not run script or open another program. A bare `portal.example` is taken for https.
 */
export function safeWebUrl(text: string): URL | undefined {
  const trimmed = text.trim();
  const spelled =
    /^[a-z][a-z\d+.-]*:/i.test(trimmed) && !/^[^/]*:\d+(?:\/|$)/.test(trimmed)
      ? trimmed
      : `https://${trimmed}`;
  if (trimmed === '' || !URL.canParse(spelled)) return undefined;
  const url = new URL(spelled);
  return (url.protocol === 'https:' || url.protocol === 'http:') && url.host !== '' ? url : undefined;
}
