/** Asks the browser not to clear by itself what this app keeps. Answers whether it promised. */
export async function keepStorage(): Promise<boolean> {
  try {
    return await navigator.storage.persist();
  } catch {
    // Where the browser knows no such promise it gives none.
    return false;
  }
}

/**
 * Whether this is a tab of an iPhone or iPad: what it keeps, the app on the home screen never sees, and the browser clears it
 * after some days. `standalone` is known there alone.
 */
export function isTabOnIos(): boolean {
  return 'standalone' in navigator && navigator.standalone === false && navigator.maxTouchPoints > 0;
}
