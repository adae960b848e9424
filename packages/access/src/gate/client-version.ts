import { compareVersions } from '@postern/core';

/**
 * Whether a client is older than an organization accepts: `clientIsOutdated` of the facts. STRICTER: what is no version
 * is older than any.
 */
export function isClientOutdated(version: string, minimum: string | null): boolean {
  if (minimum === null) return false;
  const order = compareVersions(version, minimum);
  return order === undefined || order < 0;
}
