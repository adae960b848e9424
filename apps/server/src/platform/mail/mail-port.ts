import { ok, type Result } from '@postern/core';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The code in the text, if there is one: the outbox shows it large. */
  readonly code?: string;
}

/** Sends mail, or keeps it for the operator while no mail server is configured. */
export interface MailPort {
  send(mail: Mail): Promise<Result<undefined, 'email_not_sent'>>;
}

/** Keeps mails in memory, newest last; for tests. */
export function createMemoryMail(): MailPort & { readonly sent: readonly Mail[] } {
  const sent: Mail[] = [];
  return {
    sent,
    send: async (mail) => {
      sent.push(mail);
      return ok();
    },
  };
}
