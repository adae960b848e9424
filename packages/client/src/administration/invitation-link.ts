import {
  type Email,
  fromBase64Url,
  type HashB64,
  isHash,
  type OrganizationId,
  type Result,
  refuse,
  toBase64Url,
} from '@postern/core';
import { type InviteSecret, parseSecret } from '@postern/crypto';
import { parseInvitedAddress, writeInvitedAddress } from './invited-address.ts';

/** What the link of an invitation says. INVARIANT: it travels in the fragment, which browsers do not send. */
export interface InvitationLink {
  readonly organization: OrganizationId;
  /** The `invite` or `invite_resend` that the secret belongs to. */
  readonly event: HashB64;
  readonly secret: InviteSecret;
  /** UNTRUSTED: fills in a form for somebody who is not signed in. For whom the invitation counts, the ledger says. */
  readonly email: Email;
}

const version = '1';

/** SPEC: docs/protocol/invitations.md, the fragment: `1.<organization id>.<event hash>.<secret>.<address>`. */
export function writeInvitationFragment({ organization, event, secret, email }: InvitationLink): string {
  return [version, organization, event, toBase64Url(secret), writeInvitedAddress(email)].join('.');
}

/** The link of a fragment, with or without its `#` or what stands before it; `invitation_link_wrong` otherwise. */
export function parseInvitationFragment(text: string): Result<InvitationLink, 'invitation_link_wrong'> {
  const parts = text
    .slice(text.indexOf('#') + 1)
    .trim()
    .split('.');
  const [format, organization = '', event = '', secretText = '', address = ''] = parts;
  const bytes = fromBase64Url(secretText);
  const secret = bytes && parseSecret<InviteSecret>(bytes);
  const email = parseInvitedAddress(address);
  const inForm = parts.length === 5 && format === version && isHash(organization) && isHash(event);
  if (!inForm || secret === undefined || email === undefined) return refuse('invitation_link_wrong');
  return {
    ok: true,
    value: { organization: organization as OrganizationId, event: event as HashB64, secret, email },
  };
}
