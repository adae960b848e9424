import { refuse } from '@postern/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { hasForwardingHeaders, isLoopbackHost } from '../http/client-address.ts';
import { sendProblem } from '../http/problem.ts';
import type { KeptMail, Outbox } from './outbox.ts';
import { outboxStylesheet } from './outbox-style.ts';

/**
 * Whether this request may read the outbox: its socket comes from this machine and nothing forwarded it. A proxy on
 * this machine that adds no headers cannot be told apart, which is why the outbox only exists while the server listens
 * on loopback addresses alone.
 */
function mayReadOutbox(request: FastifyRequest): boolean {
  return (
    isLoopbackHost(request.raw.socket.remoteAddress ?? '') &&
    !request.client.throughProxy &&
    !hasForwardingHeaders(request.headers)
  );
}

/** Serves `/outbox` to this machine. To everybody else it does not exist. */
export function serveOutbox(app: FastifyInstance, outbox: Outbox): void {
  app.get('/outbox', async (request, reply) => {
    if (!mayReadOutbox(request)) return sendProblem(reply, refuse('not_found'));
    return reply
      .header('cache-control', 'no-store')
      .header('content-type', 'text/html; charset=utf-8')
      .send(page(await outbox.list()));
  });
  app.get('/outbox/style.css', async (_request, reply) =>
    reply
      .header('cache-control', 'no-cache')
      .header('content-type', 'text/css; charset=utf-8')
      .send(outboxStylesheet),
  );
}

function page(mails: readonly KeptMail[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Outbox · Postern</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/outbox/style.css">
</head>
<body>
<main>
<header>
<h1>Outbox</h1>
<p>Postern has no mail server yet, so its mails wait here. Only this machine can read them.
Set <code>POSTERN_SMTP_URL</code> to have them sent.</p>
<p><a href="/outbox">Look for new mail</a></p>
</header>
${mails.length === 0 ? '<p class="empty">No mail yet. A code you ask for shows up here.</p>' : `<ol>${mails.map(item).join('')}</ol>`}
</main>
</body>
</html>
`;
}

function item(mail: KeptMail): string {
  const at = new Date(mail.atMs).toISOString();
  return `<li><article>
<h2>${escapeHtml(mail.subject)}</h2>
<p class="to">To <strong>${escapeHtml(mail.to)}</strong> <time datetime="${at}">${at.slice(0, 16).replace('T', ' ')} UTC</time></p>
${mail.code === undefined ? '' : `<p class="code"><span>Code</span> <strong>${escapeHtml(mail.code)}</strong></p>`}
<pre>${linked(escapeHtml(mail.text))}</pre>
</article></li>`;
}

/** Links in a mail are ours, but the text holds names people chose: only whole http(s) addresses become links. */
function linked(escaped: string): string {
  return escaped.replaceAll(/\bhttps?:\/\/[^\s<>"&]+/g, (address) => `<a href="${address}">${address}</a>`);
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
