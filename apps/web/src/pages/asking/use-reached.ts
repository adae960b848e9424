import { useEffect, useState } from 'react';

/** So long a timer may run: a longer one would fire at once. */
const longestMs = 2 ** 31 - 1;

/** Whether a moment has come, drawn again when it does. */
export function useReached(atMs: number): boolean {
  const [nowMs, setNowMs] = useState(() => Date.now());
  const reached = nowMs >= atMs;
  useEffect(() => {
    if (reached) return;
    const timer = setTimeout(() => setNowMs(Date.now()), Math.min(atMs - Date.now() + 50, longestMs));
    return () => clearTimeout(timer);
  }, [atMs, reached]);
  return reached || Date.now() >= atMs;
}
