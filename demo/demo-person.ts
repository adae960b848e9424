import type { GateCode } from '@postern/access';

/** How somebody comes to what they see. */
export type Way =
  /** Signs in and opens the address. */
  | { readonly by: 'sign-in' }
  | { readonly by: 'nobody' }
  /** Signs in and opens the link of an invitation. */
  | { readonly by: 'invitation'; readonly link: string }
  /** With a client that is no web client, or an old one. */
  | { readonly by: 'client'; readonly kind: 'web' | 'app' | 'extension' | 'cli'; readonly version: string }
  /** Signs in with a second factor: an authenticator app or one of these backup codes. */
  | { readonly by: 'factor'; readonly secretB32: string; readonly backupCodes: readonly string[] }
  /** Is there in two browsers, and sets a second factor up in one. */
  | { readonly by: 'two-browsers' }
  /** Stays until a sign-in is too old here. */
  | { readonly by: 'staying' };

/** Somebody of the demo. */
export interface DemoPerson {
  /** Mail address, which is who they sign in as. */
  readonly who: string;
  /** Address of the organization. */
  readonly address: string;
  readonly sees: GateCode | 'inside';
  readonly way: Way;
  /** Who ends it and how; for those who are inside, what they are. */
  readonly help: string;
}

/** Everybody's password: who looks around has enough to type. */
export const password = 'granite orchard 47 lantern';
