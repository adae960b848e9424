import { type HashB64, mustBeOk, type OrganizationId, parseEmail, toBase64Url, utf8 } from '@postern/core';
import { drawSecret, type InviteSecret } from '@postern/crypto';
import { describe, expect, it } from 'vitest';
import { parseInvitationFragment, writeInvitationFragment } from './invitation-link.ts';
import { findInvitedAddress } from './invited-address.ts';

const link = {
  organization: toBase64Url(new Uint8Array(32).fill(1)) as OrganizationId,
  event: toBase64Url(new Uint8Array(32).fill(2)) as HashB64,
  secret: drawSecret<InviteSecret>(),
  email: mustBeOk(parseEmail('zoë.b@northwind.example')),
};
const fragment = writeInvitationFragment(link);

const withAddress = (address: string) => [...fragment.split('.').slice(0, 4), address].join('.');

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
      fragment.split('.').slice(0, 4).join('.'),
      withAddress(''),
      withAddress(toBase64Url(utf8('Zoë.B@northwind.example'))),
      withAddress(toBase64Url(utf8('not an address'))),
      withAddress(toBase64Url(new Uint8Array([0xff, 0xfe]))),
    ];
    for (const text of wrong) {
      expect(parseInvitationFragment(text), text).toMatchObject({ code: 'invitation_link_wrong' });
    }
  });

  it('tells the address it was made for before anything else is known', () => {
    expect(findInvitedAddress(fragment)).toBe(link.email);
    for (const other of ['', fragment.slice(0, 100), withAddress('~'), `${fragment}A`]) {
      expect(findInvitedAddress(other), other).toBeUndefined();
    }
  });
});
