import type { Email } from '@postern/core';
import { codeMinutes, handMailOver, keepCode } from '../account/mailed-code.ts';
import { newCode } from '../account/tokens.ts';
import { mailFactorCode, secondFactorCode } from '../platform/mail/mail-texts.ts';
import type { Platform } from '../platform/platform.ts';

/** Mails a code to be given as the second factor, or one that turns such codes on. The earlier one stops counting. */
export async function mailFactorCodeTo(
  platform: Platform,
  email: Email,
  purpose: 'second-factor' | 'mail-factor',
): Promise<void> {
  const code = newCode();
  await keepCode(platform.db.kysely, platform.keys, { purpose, email }, code, platform.clock.nowMs());
  const of = { code, minutes: codeMinutes, origin: platform.publicOrigin() };
  const text = purpose === 'second-factor' ? secondFactorCode(of) : mailFactorCode(of);
  await handMailOver(platform, { to: email, ...text });
}
