import type { Facts } from './facts.ts';

/**
 * Whether this is the owner at the owner's door, where the rules about address, client, version and second factor do
 * not count. INVARIANT: for anybody else that door is like any other.
 */
export function isOwnerAtOwnersDoor({ request, membership }: Facts): boolean {
  return request.door === 'recover' && membership.state === 'present' && membership.isOwner === true;
}
