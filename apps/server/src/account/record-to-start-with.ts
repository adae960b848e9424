/**
 * DEFENCE against asking who has an account (attack row X2): the OPAQUE record that a sign-in starts with. For an address
 * that nobody has there is none, and OPAQUE goes on with a made-up one: same answer, same work, and nobody can finish.
 */
export function recordToStartWith(account: { readonly opaque_record: string } | undefined): string | null {
  return account?.opaque_record ?? null;
}
