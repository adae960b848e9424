import type { ClientKind } from '@postern/contract';
import { lines, when } from './mail-lines.ts';
import type { MailText } from './mail-texts.ts';

/** Mails about phones. */

const clients: Readonly<Record<ClientKind, string>> = {
  web: 'a browser',
  extension: 'a browser extension',
  app: 'an installed app',
  cli: 'a command line',
  api: 'a program',
};

/** After a question was refused on the phone as somebody else's. */
export function phoneReported(of: {
  readonly purpose: 'sign_in' | 'reset';
  readonly client: ClientKind;
  readonly address: string;
  readonly origin: string;
  readonly atMs: number;
}): MailText {
  const { purpose, client, address, origin, atMs } = of;
  return {
    subject: 'Somebody asked your phone for the keys of your Postern account',
    text: lines(
      `On ${when(atMs)} one of your phones was asked for your keys by ${clients[client]} at ${address}, and the answer was that it was not you. Nothing was handed over.`,
      purpose === 'sign_in'
        ? 'Whoever asked was signed in with your password, and is signed out now.'
        : 'Whoever asked could read your mail, and had begun to set a new password. That is over now.',
      purpose === 'sign_in'
        ? `Change your password at ${origin}/account, and look at your sessions there.`
        : `Protect your mailbox. Then look at your sessions at ${origin}/account/sessions.`,
    ),
  };
}

/** After a phone said that it has no key any more. */
export function phoneUnpaired(of: {
  readonly label: string;
  readonly origin: string;
  readonly atMs: number;
}): MailText {
  return {
    subject: 'A phone was unpaired from your Postern account',
    text: lines(
      `On ${when(of.atMs)} this phone let go of your keys:`,
      `"${of.label}"`,
      `It approves nothing any more. Look at your ways to your keys at ${of.origin}/account/key-storage, and add another one if it was the last.`,
    ),
  };
}
