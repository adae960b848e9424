import { lines, spaced, when } from './mail-lines.ts';
import type { MailText } from './mail-texts.ts';

/** Mails about *Forgot password*. */

interface Moment {
  readonly origin: string;
  readonly atMs: number;
}

/** The code that begins a reset. */
export function passwordResetCode(of: {
  readonly code: string;
  readonly minutes: number;
  readonly origin: string;
}): MailText {
  return {
    subject: 'Your code to set a new Postern password',
    code: spaced(of.code),
    text: lines(
      `Your code is ${spaced(of.code)}.`,
      `Enter it at ${of.origin}/forgot-password within ${of.minutes} minutes. You are then asked how to get your keys back, and for a new password.`,
      'If you did not ask for it, do not enter it anywhere and give it to nobody: nothing changes without it.',
    ),
  };
}

/** In place of it, to an address that has no account. */
export function passwordResetForNobody(of: { readonly origin: string }): MailText {
  return {
    subject: 'There is no Postern account with this address',
    text: lines(
      `Somebody, probably you, wanted to set a new password at ${of.origin} for this address. It has no account there.`,
      'If you have an account, it is with another address. If it was not you, you can ignore this mail. Nothing changed.',
    ),
  };
}

/** After a reset with keys that were brought back. */
export function passwordReset({ origin, atMs }: Moment): MailText {
  return {
    subject: 'Your Postern password was reset',
    text: lines(
      `On ${when(atMs)} a new password was set for your account, by somebody who reads your mail and has one of your ways to your keys. All devices were signed out. Nothing is lost.`,
      `If it was not you, somebody has your key sheet, your phone or your passkey. Ask for a new code at ${origin}/forgot-password, set a password of your own, remove that way at ${origin}/account/key-storage, and tell your administrator.`,
    ),
  };
}

/** After a generation was begun without the keys: to the person. `organizations`: those that have to let them in again. */
export function generationBegun({
  origin,
  atMs,
  organizations,
}: Moment & { readonly organizations: readonly string[] }): MailText {
  return {
    subject: 'Your Postern account starts over with new keys',
    text: lines(
      `On ${when(atMs)} somebody who reads your mail set a new password for your account and said that every way to your keys is lost. All devices were signed out.`,
      organizations.length === 0
        ? 'You are in no organization, so there is nothing else to do.'
        : `These have to let you in again before you can open anything there: ${organizations.join(', ')}.`,
      `If it was not you: unlock a device that you used before, with the password you used there. Or enter your earlier password at ${origin}/sign-in and, when it is not accepted, choose "Sign in with the earlier password". Your keys are still there and everything works. At the top of the page it says that somebody began to reset this password: choose "Refuse it", and the new password is gone. Then protect your mailbox.`,
    ),
  };
}

/** To those who hold an organization's keys, when a member began a generation without the keys. */
export function memberLostKeys({
  who,
  organization,
  origin,
  atMs,
}: Moment & { readonly who: string; readonly organization: string }): MailText {
  return {
    subject: 'A member of your organization lost their keys',
    text: lines(
      `${who} reset the password in Postern on ${when(atMs)} and lost the keys. The organization:`,
      `"${organization}"`,
      'They can open nothing there until somebody lets them in again. When they ask, they read six words to you. Hear the words from the person, by voice or face to face, and not by mail: whoever reads their mail could have done this.',
      `If they say that it was not them, do not let anybody in, and ask them to refuse it on a device they used before. Postern is at ${origin}.`,
    ),
  };
}

/** After the one that waited was refused. */
export function generationRefused({ origin, atMs }: Moment): MailText {
  return {
    subject: 'The reset of your Postern password was refused',
    text: lines(
      `On ${when(atMs)} the reset of your password was refused from a device that has your keys. The password that it set is gone, and whoever used it is signed out. Your earlier password counts, and nothing is lost.`,
      `If it was you who reset it, ask for a new code at ${origin}/forgot-password. If it was not, somebody reads your mail: change the password of your mailbox now.`,
    ),
  };
}
