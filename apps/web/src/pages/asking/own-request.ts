import type { AskedFor, OwnRequest } from '@postern/client';

/** Whether two refusals were about the same vault, right or permission; nothing in particular is the same as nothing. */
export function isSameThing(a: AskedFor | undefined, b: AskedFor | undefined): boolean {
  if (a?.kind === 'permission') return b?.kind === 'permission' && a.permission === b.permission;
  if (a?.kind === 'vault') return b?.kind === 'vault' && a.vault === b.vault && a.right === b.right;
  return b === undefined;
}

/** The request that tells how asking stands: the open one, else the newest about this very thing. */
export function requestAbout(
  requests: readonly OwnRequest[],
  code: string,
  about: AskedFor | undefined,
): OwnRequest | undefined {
  const those = requests.filter((each) => each.code === code && isSameThing(each.about, about));
  return (
    those.find(({ state }) => state === 'open') ??
    those.reduce<OwnRequest | undefined>(
      (newest, each) => (newest === undefined || each.lastAskedAtMs > newest.lastAskedAtMs ? each : newest),
      undefined,
    )
  );
}
