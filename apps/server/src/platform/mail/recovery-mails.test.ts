import { describe, expect, it } from 'vitest';
import type { MailText } from './mail-texts.ts';
import * as texts from './recovery-mails.ts';

const origin = 'https://postern.example';
const moment = { origin, atMs: Date.UTC(2026, 10, 12, 9, 2) };
const who = 'maya@northwind.example';
const organization = 'Northwind';
const address = '203.0.113.7';
const mails: Record<keyof typeof texts, MailText> = {
  organizationRecovered: texts.organizationRecovered({
    who,
    organization,
    address,
    addressExempted: true,
    factorExempted: true,
    factorsReset: true,
    ...moment,
  }),
  factorsResetByRecovery: texts.factorsResetByRecovery({ organization, ...moment }),
  recoveryTried: texts.recoveryTried({ who, organization, address, ...moment }),
  abandonmentCode: texts.abandonmentCode({ code: '482913', minutes: 15, organization, origin }),
  abandonmentBegun: texts.abandonmentBegun({ who, organization, endsAtMs: moment.atMs, ...moment }),
  abandonmentTakenBack: texts.abandonmentTakenBack({ who, organization, ...moment }),
  abandonmentOver: texts.abandonmentOver({ organization, ...moment }),
};

describe('mails about recovery', () => {
  it.each(Object.entries(mails))(
    '%s asks for no secret, and quotes the name in a line of its own',
    (_, mail) => {
      expect(mail.text).toContain('\n"Northwind"\n');
      expect(mail.text).toContain(origin);
      expect(mail.text).not.toMatch(/(?:enter|type|send|reply with) your (?:password|recovery code)/i);
      expect(`${mail.subject}${mail.text}`).not.toMatch(/please|oops|!/i);
    },
  );

  it('says what opens for a day, and only that', () => {
    expect(mails.organizationRecovered.text).toContain(
      'For 24 hours the owner is let in from 203.0.113.7 whatever the address list says and without a second factor.',
    );
    const none = texts.organizationRecovered({
      who,
      organization,
      address,
      addressExempted: false,
      factorExempted: false,
      factorsReset: false,
      ...moment,
    });
    expect(none.text).not.toContain('24 hours');
    expect(none.text).not.toContain('second factor');
  });
});
