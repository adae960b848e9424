import { ok, refuse } from '@postern/core';
import { createTransport } from 'nodemailer';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { MailPort } from './mail-port.ts';

/** Mail through a mail server. A failure is logged without the address and answered as `email_not_sent`. */
export function createSmtpMail(
  url: URL,
  from: string,
  { log, metrics }: { readonly log: Log; readonly metrics: Metrics },
): MailPort & { close(): void } {
  const transport = createTransport(
    {
      host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: url.port ? Number(url.port) : url.protocol === 'smtps:' ? 465 : 587,
      secure: url.protocol === 'smtps:',
      ...(url.username
        ? { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }
        : {}),
      pool: true,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 30_000,
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from },
  );
  return {
    send: async ({ to, subject, text }) => {
      try {
        // The address as an object: it is one mailbox, whatever characters it holds.
        await transport.sendMail({ to: { name: '', address: to }, subject, text });
        metrics.mail('sent');
        return ok();
      } catch (error) {
        metrics.mail('failed');
        log.fault('a mail was not sent', error);
        return refuse('email_not_sent');
      }
    },
    close: () => transport.close(),
  };
}
