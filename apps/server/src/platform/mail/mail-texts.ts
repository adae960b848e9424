import type { Mail } from './mail-port.ts';

/**
 * Every mail of the server, in one place. A mail says what happened, what to do, and what it means if it was not you;
 * it never asks for a password or a recovery code. Names that people chose stand in their own lines, quoted.
 */
export type MailText = Omit<Mail, 'to'>;

/** The code for a new account. `origin` is the server's public address. */
export function signUpCode(of: {
  readonly code: string;
  readonly minutes: number;
  readonly origin: string;
}): MailText {
  return {
    subject: 'Your code for Postern',
    code: spaced(of.code),
    text: lines(
      `Your code is ${spaced(of.code)}.`,
      `Enter it at ${of.origin} within ${of.minutes} minutes to make your account.`,
      'If you did not ask for it, you can ignore this mail. Nobody can make an account with your address without the code.',
    ),
  };
}

/** To somebody who signs up with an address that has an account; a stranger who tried learns nothing. */
export function signUpForKnownAddress(of: { readonly origin: string }): MailText {
  return {
    subject: 'You already have a Postern account',
    text: lines(
      'Somebody, probably you, tried to make a Postern account with this address. It already has one.',
      `Sign in at ${of.origin}/sign-in.`,
      'If it was not you, you can ignore this mail. Nothing changed.',
    ),
  };
}

/** After the password was changed. */
export function passwordChanged(of: { readonly origin: string; readonly atMs: number }): MailText {
  return {
    subject: 'Your Postern password was changed',
    text: lines(
      `The password of your account was changed on ${when(of.atMs)}. All other devices were signed out.`,
      `If it was not you, look at your sessions at ${of.origin}/account/sessions and tell your administrator at once.`,
    ),
  };
}

/** The code that confirms the deletion of an account. */
export function accountDeletionCode(of: {
  readonly code: string;
  readonly minutes: number;
  readonly origin: string;
}): MailText {
  return {
    subject: 'Your code to delete your Postern account',
    code: spaced(of.code),
    text: lines(
      `Your code is ${spaced(of.code)}.`,
      `Enter it at ${of.origin} within ${of.minutes} minutes to delete your account, with the keys that open your passwords. This cannot be undone.`,
      `If you did not ask for it, do not enter it anywhere: somebody is signed in to your account. Look at your sessions at ${of.origin}/account/sessions and change your password.`,
    ),
  };
}

/** After an account was deleted. */
export function accountDeleted(of: { readonly origin: string; readonly atMs: number }): MailText {
  return {
    subject: 'Your Postern account was deleted',
    text: lines(
      `Your account at ${of.origin} was deleted on ${when(of.atMs)}, with the keys that opened your passwords.`,
      'If it was not you, tell your administrator at once.',
    ),
  };
}

function lines(...paragraphs: readonly string[]): string {
  return `${paragraphs.join('\n\n')}\n`;
}

/** Six digits in two groups are easier to carry over. */
function spaced(code: string): string {
  return code.replace(/^(\d{3})(\d{3})$/, '$1 $2');
}

function when(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' at ')} UTC`;
}
