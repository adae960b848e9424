import { openOwnersDoor } from '@postern/contract';
import type { Scene } from './harness/attack.ts';
import { mayasPlace } from './scene/mayas-place.ts';

/** A kit of the server's own: whoever looks for it looks in vain, and is glad to be asked for another. */
export const falseKit = { version: 7, madeAtMs: Date.UTC(2026, 0, 1) };

/** Maya stands before an address that the server says is an organization of hers, behind a rule that shuts her out. */
export async function callOwner(scene: Scene, address: string) {
  const place = await mayasPlace(scene);
  const { evil, desk } = place;
  const [own] = desk.client.snapshot().organizations;
  evil.drop(openOwnersDoor, () => ({
    opened: true as const,
    organization: own?.id ?? ('A'.repeat(43) as never),
    rules: ['mfa_required' as const],
    kit: falseKit,
    people: [],
    morePeople: 0,
  }));
  return { ...place, opened: await desk.client.account.openOwnersDoor(address) };
}
