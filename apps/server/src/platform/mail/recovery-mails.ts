import { lines, spaced, when } from './mail-lines.ts';
import type { MailText } from './mail-texts.ts';

/** Mails about the recovery code and about giving up an organization. None of them asks for the code. */

interface Moment {
  readonly origin: string;
  readonly atMs: number;
}

/** To everybody who held the keys, after the owner came back with the recovery code. `who`: the owner's mail address. */
export function organizationRecovered(
  of: Moment & {
    readonly who: string;
    readonly organization: string;
    readonly address: string;
    readonly addressExempted: boolean;
    readonly factorExempted: boolean;
    /** The account's second factors were lost, and have been taken off. */
    readonly factorsReset: boolean;
  },
): MailText {
  const { who, organization, address, addressExempted, factorExempted, factorsReset, origin, atMs } = of;
  const exempted = [
    ...(addressExempted ? [`from ${address} whatever the address list says`] : []),
    ...(factorExempted ? ['without a second factor'] : []),
  ];
  return {
    subject: 'The recovery code of your organization was used in Postern',
    text: lines(
      `On ${when(atMs)} the recovery code of this organization was used at ${origin}:`,
      `"${organization}"`,
      `Its owner, ${who}, came back with it, from ${address}. The owner is the only custodian now; everybody else who held the organization’s keys has to be made one again. Memberships, vaults and what is in them stay as they were.`,
      ...(exempted.length === 0 ? [] : [`For 24 hours the owner is let in ${exempted.join(' and ')}.`]),
      ...(factorsReset ? ['The second factors of the owner’s account were taken off with it.'] : []),
      'If you are the owner and it was not you, somebody has your password and your recovery kit: sign in at once, change your password and make a new kit.',
      'If you are not the owner, ask the owner another way than by mail whether it was them.',
    ),
  };
}

/** To the owner, whose lost second factors were taken off with the recovery code. */
export function factorsResetByRecovery(of: Moment & { readonly organization: string }): MailText {
  const { organization, origin, atMs } = of;
  return {
    subject: 'Your second factors were reset in Postern',
    text: lines(
      `On ${when(atMs)} the recovery code of this organization was used, and with it all second factors and backup codes were taken off your account:`,
      `"${organization}"`,
      `Your password alone signs you in now. Set up a second factor again at ${origin}/account/second-factor.`,
      'If it was not you, somebody has your password and your recovery kit: sign in at once, change your password and make a new kit.',
    ),
  };
}

/** To the owner and the custodians, after a member who is not the owner tried the recovery code's door. */
export function recoveryTried(
  of: Moment & { readonly who: string; readonly organization: string; readonly address: string },
): MailText {
  const { who, organization, address, origin, atMs } = of;
  return {
    subject: 'Somebody tried the recovery of your organization in Postern',
    text: lines(
      `On ${when(atMs)} a member of this organization asked to recover it at ${origin}:`,
      `"${organization}"`,
      `It was ${who}, from ${address}. Only the owner can use the recovery code, so nothing was changed.`,
      'Ask them what they meant to do. If they have the recovery kit, make a new one: Administration, Recovery key.',
    ),
  };
}

/** The code that confirms giving up an organization. */
export function abandonmentCode(of: {
  readonly code: string;
  readonly minutes: number;
  readonly organization: string;
  readonly origin: string;
}): MailText {
  return {
    subject: 'Your code to give up a Postern organization',
    code: spaced(of.code),
    text: lines(
      `Your code is ${spaced(of.code)}.`,
      `Enter it at ${of.origin} within ${of.minutes} minutes to give this organization up, with everything in it:`,
      `"${of.organization}"`,
      'It is deleted after 30 days, unless somebody keeps it until then.',
      'If you did not ask for it, do not enter it anywhere: somebody is signed in to your account. Change your password.',
    ),
  };
}

/** To every member, after the owner began to give an organization up. */
export function abandonmentBegun(
  of: Moment & {
    readonly who: string;
    readonly organization: string;
    readonly endsAtMs: number;
  },
): MailText {
  const { who, organization, endsAtMs, origin, atMs } = of;
  return {
    subject: 'Your organization is being given up in Postern',
    text: lines(
      `On ${when(atMs)} ${who} began to give this organization up at ${origin}:`,
      `"${organization}"`,
      `On ${when(endsAtMs)} it is deleted with everything in it. Until then nothing changes, and you can still save what you need elsewhere.`,
      'Whoever manages members can keep it: Administration, Recovery key.',
    ),
  };
}

/** To every member, when an organization that was being given up is kept. */
export function abandonmentTakenBack(
  of: Moment & { readonly who: string; readonly organization: string },
): MailText {
  return {
    subject: 'Your organization is kept in Postern',
    text: lines(
      `On ${when(of.atMs)} ${of.who} kept this organization at ${of.origin}:`,
      `"${of.organization}"`,
      'It is not deleted.',
    ),
  };
}

/** To every member, when an organization that was given up is gone. */
export function abandonmentOver(of: Moment & { readonly organization: string }): MailText {
  return {
    subject: 'Your organization is deleted in Postern',
    text: lines(
      `On ${when(of.atMs)} this organization at ${of.origin} was deleted, as its owner asked 30 days before:`,
      `"${of.organization}"`,
      'Nothing of it is left. Your account is as it was.',
    ),
  };
}
