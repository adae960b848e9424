import { once } from 'node:events';
import { ok, refuse } from '@postern/core';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../log.ts';
import { createMetrics } from '../metrics.ts';
import { createSmtpMail } from './smtp.ts';

const silent = { log: createLog('silent'), metrics: createMetrics() };
let server: SMTPServer;
let received: { readonly recipients: string[]; readonly mail: Email }[];
let url: URL;

beforeEach(async () => {
  received = [];
  server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authMethods: ['PLAIN'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      username === 'maya' && password === 'p@ss' ? done(null, { user: 'maya' }) : done(new Error('no')),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        received.push({ recipients, mail: await PostalMime.parse(Buffer.concat(chunks)) });
        done();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  url = new URL(`smtp://maya:p%40ss@127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
});
afterEach(() => new Promise<void>((resolve) => server.close(resolve)));

describe('mail by SMTP', () => {
  it('delivers subject and text to the one address, signed in as configured', async () => {
    const mail = createSmtpMail(url, 'Postern <postern@northwind.example>', silent);
    const text = 'Your code is 482 913.\n\nGrüße\n';
    expect(await mail.send({ to: 'maya@northwind.example', subject: 'Your code', text })).toEqual(ok());
    mail.close();
    expect(received).toHaveLength(1);
    expect(received[0]?.recipients).toEqual(['maya@northwind.example']);
    expect(received[0]?.mail).toMatchObject({
      subject: 'Your code',
      from: { name: 'Postern', address: 'postern@northwind.example' },
    });
    expect(received[0]?.mail.text?.trim()).toBe(text.trim());
  });

  it('keeps an address or a subject from adding recipients or headers', async () => {
    const mail = createSmtpMail(url, 'postern@northwind.example', silent);
    await mail.send({
      to: 'maya@northwind.example, eve@evil.example',
      subject: 'Hello\r\nBcc: eve@evil.example',
      text: '',
    });
    mail.close();
    expect(received.flatMap(({ recipients }) => recipients)).not.toContain('eve@evil.example');
  });

  it('says that a mail was not sent', async () => {
    url.password = 'wrong';
    const mail = createSmtpMail(url, 'postern@northwind.example', silent);
    const sent = await mail.send({ to: 'maya@northwind.example', subject: 's', text: 't' });
    mail.close();
    expect(sent).toEqual(refuse('email_not_sent'));
  });
});
