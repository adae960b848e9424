import { type HashB64, mustBeOk, type OrganizationId, toBase64Url } from '@postern/core';
import { drawSecret, type InviteSecret } from '@postern/crypto';
import { describe, expect, it } from 'vitest';
import { parseInvitationFragment, writeInvitationFragment } from './invitation-link.ts';

const link = {
  organization: toBase64Url(new Uint8Array(32).fill(1)) as OrganizationId,
  event: toBase64Url(new Uint8Array(32).fill(2)) as HashB64,
  secret: drawSecret<InviteSecret>(),
};
const fragment = writeInvitationFragment(link);

describe('the fragment of an invitation', () => {
  it('comes back as it went, alone, with its #, or as the whole link', () => {
    for (const text of [fragment, `#${fragment}`, ` https://postern.example/invitation#${fragment}\n`]) {
      expect(mustBeOk(parseInvitationFragment(text))).toEqual(link);
    }
  });

  it('says nothing in any other form', () => {
    const wrong = [
      '',
      '#',
      fragment.slice(0, -1),
      `${fragment}A`,
      fragment.replace(/^1/, '2'),
      `${fragment}.more`,
      fragment.replaceAll('.', '~'),
      fragment.split('.').slice(0, 3).join('.'),
    ];
    for (const text of wrong) {
      expect(parseInvitationFragment(text), text).toMatchObject({ code: 'invitation_link_wrong' });
    }
  });
});
