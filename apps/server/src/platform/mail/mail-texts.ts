import { lines, spaced, when } from './mail-lines.ts';
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

/** The code of a sign-in, or of a session that goes on, whose second factor is a mailed code. */
export function secondFactorCode(of: {
  readonly code: string;
  readonly minutes: number;
  readonly origin: string;
}): MailText {
  return {
    subject: 'Your code to sign in to Postern',
    code: spaced(of.code),
    text: lines(
      `Your code is ${spaced(of.code)}.`,
      `Enter it at ${of.origin} within ${of.minutes} minutes, where you were asked for it.`,
      `If you did not ask for it, do not enter it anywhere: somebody knows your password. Change it at ${of.origin}/account.`,
    ),
  };
}

/** The code that turns mailed codes on. */
export function mailFactorCode(of: {
  readonly code: string;
  readonly minutes: number;
  readonly origin: string;
}): MailText {
  return {
    subject: 'Your code to turn mailed codes on',
    code: spaced(of.code),
    text: lines(
      `Your code is ${spaced(of.code)}.`,
      `Enter it at ${of.origin} within ${of.minutes} minutes. From then on a code is mailed to you whenever you sign in.`,
      `If you did not ask for it, somebody is signed in to your account. Look at your sessions at ${of.origin}/account/sessions and change your password.`,
    ),
  };
}

const factorKinds = {
  mail: 'Mailed codes',
  totp: 'Authenticator app',
  passkey: 'Passkey or security key',
} as const;

/** After a second factor was added or removed. `name` is what its person calls it. */
export function secondFactorChanged(of: {
  readonly change: 'added' | 'removed';
  readonly kind: keyof typeof factorKinds;
  readonly name: string;
  readonly origin: string;
  readonly atMs: number;
}): MailText {
  const { change, kind, name, origin, atMs } = of;
  return {
    subject: `A second factor was ${change} in Postern`,
    text: lines(
      `A second factor of your account was ${change} on ${when(atMs)}:`,
      name === '' ? factorKinds[kind] : `${factorKinds[kind]}, called "${name}"`,
      `If it was not you, look at your sessions at ${origin}/account/sessions, change your password and tell your administrator at once.`,
    ),
  };
}

const methodKinds = {
  password: 'the password, as a way to your keys',
  qr: 'a QR code on a key sheet',
  phone: 'a phone',
  passkey: 'a passkey',
} as const;

/** After a way to the keys of an account was added or removed. `label` is what its person calls it. */
export function keyMethodChanged(of: {
  readonly change: 'added' | 'removed';
  readonly kind: keyof typeof methodKinds;
  readonly label: string;
  readonly origin: string;
  readonly atMs: number;
}): MailText {
  const { change, kind, label, origin, atMs } = of;
  return {
    subject: `A way to your keys was ${change} in Postern`,
    text: lines(
      `A way to the keys of your account was ${change} on ${when(atMs)}:`,
      label === '' ? methodKinds[kind] : `${methodKinds[kind]}, called "${label}"`,
      change === 'added'
        ? 'Whoever holds it and can sign in to your account can open everything in it.'
        : 'It opens nothing that was saved since. All other devices were signed out.',
      `If it was not you, look at ${origin}/account/key-storage and at your sessions at ${origin}/account/sessions, change your password and tell your administrator at once.`,
    ),
  };
}

/** After somebody replaced the keys of the account. */
export function keysReplaced(of: { readonly origin: string; readonly atMs: number }): MailText {
  return {
    subject: 'Your keys were replaced in Postern',
    text: lines(
      `On ${when(of.atMs)} the keys of your account were replaced by new ones. What key sheets, passkeys and phones brought back before opens nothing that is saved from now on, and they are off the account. All other devices were signed out.`,
      `Make new ways to your keys at ${of.origin}/account/key-storage.`,
      'If it was not you, somebody knows your password and had your keys: change the password and tell your administrator at once.',
    ),
  };
}

/** After all second factors were taken off an account by somebody who holds another way to its keys. */
export function factorsResetByKey(of: { readonly origin: string; readonly atMs: number }): MailText {
  return {
    subject: 'Your second factors were reset in Postern',
    text: lines(
      `On ${when(of.atMs)} somebody signed in to your account with your password and with another way to your keys, because the second factor was lost. All second factors and backup codes are off the account.`,
      `Set up a new one at ${of.origin}/account/second-factor.`,
      `If it was not you, somebody knows your password and holds your key sheet, passkey or phone: change the password, remove that way to your keys at ${of.origin}/account/key-storage and tell your administrator at once.`,
    ),
  };
}

/** After backup codes were made, or one was used. */
export function backupCodesChanged(of: {
  readonly change: 'made' | 'used';
  readonly left: number;
  readonly origin: string;
  readonly atMs: number;
}): MailText {
  const { change, left, origin, atMs } = of;
  const unused = left === 1 ? 'One is left.' : `${left} are left.`;
  return {
    subject: change === 'made' ? 'New backup codes for Postern' : 'A backup code was used in Postern',
    text: lines(
      change === 'made'
        ? `New backup codes for your account were made on ${when(atMs)}. The earlier ones no longer count.`
        : `A backup code of your account was used on ${when(atMs)}. ${unused}`,
      `If it was not you, look at your sessions at ${origin}/account/sessions, change your password and tell your administrator at once.`,
    ),
  };
}

/** After the operator took the second factors off an account. */
export function secondFactorsReset(of: { readonly origin: string; readonly atMs: number }): MailText {
  return {
    subject: 'The operator reset your second factors in Postern',
    text: lines(
      `The operator of ${of.origin} took all second factors and backup codes off your account on ${when(of.atMs)}. Your password alone signs you in now.`,
      `Set a second factor up again at ${of.origin}/account.`,
      'If you did not ask for it, tell the operator and your administrator at once, and change your password.',
    ),
  };
}

const factorNews = {
  reset: 'The operator took all second factors and backup codes off this account',
  removed: 'A second factor of this account was removed',
  backup_code: 'A backup code of this account was used in place of its second factor',
  key_method: 'All second factors of this account were reset with another way to its keys',
  recovery_code:
    'All second factors of this account were reset with the recovery code of an organization it owns',
} as const;

/** What happened to the second factors of an account that its organizations are told of. */
export type FactorNews = keyof typeof factorNews;

/** To the owner and the custodians of every organization the account is in. `who` is its mail address. */
export function memberFactorChanged(of: {
  readonly change: FactorNews;
  readonly who: string;
  readonly organization: string;
  readonly origin: string;
  readonly atMs: number;
}): MailText {
  const { change, who, organization, origin, atMs } = of;
  return {
    subject: 'The second factor of a member changed in Postern',
    text: lines(
      `${factorNews[change]} on ${when(atMs)}:`,
      who,
      `It is a member of this organization at ${origin}:`,
      `"${organization}"`,
      'If nobody told you of a lost phone or key, ask the person another way than by mail. Until you know, you can disable the member in Administration, Members.',
    ),
  };
}

/** An invitation's link. What people chose, the organization's name, stands in a line of its own, quoted. */
export function invitation(of: {
  readonly organization: string;
  /** Mail address of whoever invites. */
  readonly by: string;
  readonly link: string;
  /** The link alone is not enough: the person hears six words another way. */
  readonly needsWords: boolean;
  readonly expiresAtMs: number;
}): MailText {
  const { organization, by, link, needsWords, expiresAtMs } = of;
  return {
    subject: 'You are invited to an organization in Postern',
    text: lines(
      `${by} invites you to this organization:`,
      `"${organization}"`,
      needsWords
        ? `Open this link, then enter the six words that ${by} tells you another way:`
        : 'Open this link, and sign in or make an account with this address:',
      link,
      `It can be used once, until ${when(expiresAtMs)}.`,
      'If you do not know who this is, you can ignore this mail. Nothing happens without you.',
    ),
  };
}

/** To somebody who can help a person that asked for access. `note` is that person's own words: quoted, line by line. */
export function accessRequested(of: {
  readonly organization: string;
  /** Mail address of who asks. */
  readonly who: string;
  /** What they are told where they are refused. */
  readonly sentence: string;
  readonly note: string;
  readonly link: string;
}): MailText {
  const { organization, who, sentence, note, link } = of;
  return {
    subject: 'Somebody asks for access in Postern',
    text: lines(
      `${who} asks for access to this organization:`,
      `"${organization}"`,
      `They are told: ${sentence}`,
      ...(note === '' ? [] : ['They write:', quoted(note)]),
      'See what stands in their way, and help or refuse, here:',
      link,
      'If you do not know who this is, ask them another way than by mail before you let them in.',
    ),
  };
}

/** In place of one mail each, where many ask at once. */
export function moreAccessRequested(of: {
  readonly organization: string;
  readonly count: number;
  readonly link: string;
}): MailText {
  const { organization, count, link } = of;
  const more = count === 1 ? 'One more person asks' : `There are ${count} more requests`;
  return {
    subject: 'More people ask for access in Postern',
    text: lines(
      `${more} for access to this organization:`,
      `"${organization}"`,
      'See all of them here:',
      link,
      'If you know of no reason why so many ask, look at who they are before you let anybody in.',
    ),
  };
}

/** To somebody who signs up with an address nobody has invited, on a server that takes invited people only. */
export function signUpUninvited(of: { readonly origin: string }): MailText {
  return {
    subject: 'No invitation waits for this address',
    text: lines(
      `Somebody, probably you, tried to make an account at ${of.origin} with this address.`,
      'This server takes people who are invited. Ask whoever told you about it to invite this very address.',
      'If it was not you, you can ignore this mail. Nothing changed.',
    ),
  };
}

/** To the owner and the custodians, after the owner's door of their organization was opened. */
export function ownersDoorOpened(of: {
  /** The owner's mail address. */
  readonly who: string;
  readonly organization: string;
  /** Where it was opened from. */
  readonly address: string;
  /** With the password alone, where the account has a second factor. */
  readonly withoutFactor: boolean;
  readonly origin: string;
  readonly atMs: number;
}): MailText {
  const { who, organization, address, withoutFactor, origin, atMs } = of;
  return {
    subject: 'The owner’s door of your organization was opened in Postern',
    text: lines(
      `On ${when(atMs)} somebody opened the owner’s door of this organization at ${origin}:`,
      `"${organization}"`,
      `They signed in as the owner, ${who}, from ${address}, with ${
        withoutFactor
          ? 'the password and without the second factor'
          : 'the password, past a rule that kept them out'
      }.`,
      'Nothing was opened or changed by that: the page says which recovery kit is the right one, and who can help.',
      `If you are the owner and it was not you, somebody knows your password: change it at ${origin}/account at once.`,
      'If you are not the owner, ask the owner another way than by mail whether it was them.',
    ),
  };
}

/** To a member whom a rule of a later date will ask for a second factor. `by` is the mail address of who announces it. */
export function ruleComing(of: {
  readonly organization: string;
  readonly by: string;
  readonly origin: string;
  readonly fromMs: number;
}): MailText {
  const { organization, by, origin, fromMs } = of;
  return {
    subject: 'Postern will ask you for a second factor',
    text: lines(
      `From ${when(fromMs)} this organization at ${origin} asks you for a second factor:`,
      `"${organization}"`,
      `Set one up before then, in your account at ${origin}/account/second-factor. It takes a few minutes. Whoever has none on that day sets it up before they get in.`,
      `${by} set this rule and had this mail sent. If you have set one up meanwhile, there is nothing to do.`,
    ),
  };
}

const operatorActs = {
  suspended: 'suspended the organization: nobody gets in until it is resumed',
  resumed: 'resumed the organization: its members get in again',
  seats_set: 'changed how many members it may have',
  storage_set: 'changed how much its vaults may take up on the server',
  address_list_lifted: 'lifted its address list for a while: members get in from any address until then',
} as const;

/** To the owner and the custodians, after the operator did something to their organization. */
export function operatorActed(of: {
  readonly act: keyof typeof operatorActs;
  readonly organization: string;
  readonly origin: string;
  readonly atMs: number;
  /** When the address list counts again. */
  readonly untilMs?: number;
}): MailText {
  const { act, organization, origin, atMs, untilMs } = of;
  return {
    subject: 'The operator changed your organization in Postern',
    text: lines(
      `On ${when(atMs)} the operator of ${origin} ${operatorActs[act]}.`,
      `"${organization}"`,
      ...(untilMs === undefined ? [] : [`It counts again from ${when(untilMs)}.`]),
      'If you know nothing of it, ask the operator.',
    ),
  };
}

/** A text of somebody else's: no line of it passes for one of ours. */
function quoted(text: string): string {
  return text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => `> ${line}`)
    .join('\n');
}
