import { describe, expect, it } from 'vitest';
import * as texts from './mail-texts.ts';

const origin = 'https://postern.example';
const mails: Record<keyof typeof texts, texts.MailText> = {
  signUpCode: texts.signUpCode({ code: '482913', minutes: 15, origin }),
  signUpForKnownAddress: texts.signUpForKnownAddress({ origin }),
  passwordChanged: texts.passwordChanged({ origin, atMs: Date.UTC(2026, 10, 12, 9, 2) }),
  accountDeletionCode: texts.accountDeletionCode({ code: '482913', minutes: 15, origin }),
  accountDeleted: texts.accountDeleted({ origin, atMs: 0 }),
  secondFactorCode: texts.secondFactorCode({ code: '482913', minutes: 15, origin }),
  mailFactorCode: texts.mailFactorCode({ code: '482913', minutes: 15, origin }),
  secondFactorChanged: texts.secondFactorChanged({
    change: 'added',
    kind: 'totp',
    name: 'Work phone',
    origin,
    atMs: 0,
  }),
  backupCodesChanged: texts.backupCodesChanged({ change: 'used', left: 1, origin, atMs: 0 }),
  keyMethodChanged: texts.keyMethodChanged({ change: 'removed', kind: 'qr', label: '', origin, atMs: 0 }),
  keysReplaced: texts.keysReplaced({ origin, atMs: 0 }),
  factorsResetByKey: texts.factorsResetByKey({ origin, atMs: 0 }),
  secondFactorsReset: texts.secondFactorsReset({ origin, atMs: 0 }),
  memberFactorChanged: texts.memberFactorChanged({
    change: 'reset',
    who: 'maya@northwind.example',
    organization: 'Northwind Freight',
    origin,
    atMs: 0,
  }),
  invitation: texts.invitation({
    organization: 'Northwind Freight',
    by: 'dana@northwind.example',
    link: `${origin}/invitation#secret`,
    needsWords: true,
    expiresAtMs: 0,
  }),
  accessRequested: texts.accessRequested({
    organization: 'Northwind Freight',
    who: 'maya@northwind.example',
    sentence: 'Your membership is disabled.',
    note: 'I am back from leave.\nSee https://evil.example',
    link: `${origin}/northwind/administration/requests/id`,
  }),
  moreAccessRequested: texts.moreAccessRequested({
    organization: 'Northwind Freight',
    count: 12,
    link: `${origin}/northwind/administration/requests`,
  }),
  signUpUninvited: texts.signUpUninvited({ origin }),
  ownersDoorOpened: texts.ownersDoorOpened({
    who: 'maya@northwind.example',
    organization: 'Northwind Freight',
    address: '203.0.113.7',
    withoutFactor: true,
    origin,
    atMs: 0,
  }),
  ruleComing: texts.ruleComing({
    organization: 'Northwind Freight',
    by: 'dana@northwind.example',
    origin,
    fromMs: 0,
  }),
  operatorActed: texts.operatorActed({
    act: 'address_list_lifted',
    organization: 'Northwind Freight',
    origin,
    atMs: 0,
    untilMs: 3_600_000,
  }),
};

describe('mail texts', () => {
  it.each(Object.entries(mails))('%s speaks like the product', (_name, mail) => {
    expect(mail.subject.length).toBeLessThan(60);
    expect(`${mail.subject} ${mail.text}`).not.toMatch(/please|oops|!|undefined/i);
    expect(mail.text).toContain('If ');
  });

  it('shows a code in two groups, in the text and apart', () => {
    expect(mails.signUpCode.code).toBe('482 913');
    expect(mails.signUpCode.text).toContain('Your code is 482 913.');
  });

  it('says when, for a reader in any place', () => {
    expect(mails.passwordChanged.text).toContain('2026-11-12 at 09:02 UTC');
  });

  it('quotes every line of a note, so that none passes for ours', () => {
    expect(mails.accessRequested.text).toContain('> I am back from leave.\n> See https://evil.example\n\n');
  });
});
