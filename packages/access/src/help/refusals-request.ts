import type { requestRefusals } from '../catalogue/refusals-request.ts';
import { type HelpText, nobodyElse } from './page.ts';

export const requestRefusalsHelp = {
  request_invalid: {
    means:
      'A field is missing, too long or of another form than expected. The answer names the field; nothing was saved.',
    steps: [
      'Correct the marked field.',
      'If none is marked, reload: this page may be older than the server.',
    ],
    others: nobodyElse,
    seeAlso: ['body_too_large', 'client_outdated'],
  },
  body_too_large: {
    means: 'More arrived at once than the server takes in one request. Nothing was saved.',
    steps: ['Do it in smaller parts.'],
    others: 'The limits are fixed; the message says which one it was.',
    seeAlso: ['entry_too_large', 'attachment_too_large'],
  },
  not_found: {
    means:
      'There is nothing at this address, it was deleted, or it belongs to somebody else. The answer is the same for all three.',
    steps: ['Check the address for a typing mistake.', 'Go back, or choose one of your organizations.'],
    others: nobodyElse,
    seeAlso: ['invitation_required'],
  },
  method_not_allowed: {
    means: 'A program sent a kind of request that this address does not know.',
    steps: ['Reload the page.', 'If you wrote the program: the answer’s Allow header lists what is known.'],
    others: nobodyElse,
    seeAlso: ['not_found'],
  },
  content_type_wrong: {
    means: 'The body of the request is in a format that this address does not read.',
    steps: ['Reload the page.', 'If you wrote the program: send JSON, or what the API description says.'],
    others: nobodyElse,
    seeAlso: ['request_invalid'],
  },
  cross_site_request: {
    means:
      'Your browser says that another website sent this request in your name. It was not followed. It also happens when the server’s public address is set to something else than what is in the address bar.',
    steps: ['Open Postern by its own address and try there.'],
    others: 'The operator of this server can check that POSTERN_PUBLIC_URL is the address people use.',
    seeAlso: ['secure_context_required'],
  },
  misdirected_request: {
    means:
      'The name in your address bar is not the one this server goes by. A website could otherwise point a name of its own at this server and read what it answers.',
    steps: ['Open the address that the operator gave you.'],
    others: 'The operator of this server, by the setting POSTERN_PUBLIC_URL.',
    seeAlso: ['cross_site_request'],
  },
  session_expired: {
    means: 'The session was signed out, revoked from another device, or has grown too old.',
    steps: [
      'Sign in again. You come back to this page.',
      'If you did not end it yourself, look at Account, Sessions.',
    ],
    others: nobodyElse,
    seeAlso: ['sign_in_required'],
  },
  clock_skew: {
    means:
      'Changes carry the time at which they were signed, and one that claims to come from the future is refused. Either this device’s clock or the server’s is wrong.',
    steps: ['Turn on automatic date and time on this device.', 'Try again.'],
    others: 'If this device’s clock is right, the operator can set the server’s.',
    seeAlso: ['time_decreased'],
  },
  shutting_down: {
    means: 'The server is being stopped or updated and takes nothing new.',
    steps: ['Wait a moment. Open pages connect again by themselves.'],
    others: nobodyElse,
    seeAlso: ['server_unreachable'],
  },
  server_unreachable: {
    means: 'No answer came from the server. What this device holds can be listed, searched and opened.',
    steps: ['Check your connection.', 'Leave the page open. It connects by itself.'],
    others: 'The operator of this server can see whether it runs.',
    seeAlso: ['offline_read_only'],
  },
  offline_read_only: {
    means:
      'Changes are signed on top of the newest state, and offline nobody knows which that is. Reading works.',
    steps: ['Connect, then save again. What you typed is still here.'],
    others: nobodyElse,
    seeAlso: ['server_unreachable'],
  },
  locked: {
    means: 'The keys were dropped from memory, by you or after a time without use. You are still signed in.',
    steps: ['Enter your password to unlock.'],
    others: nobodyElse,
    seeAlso: ['session_expired'],
  },
  secure_context_required: {
    means:
      'Browsers offer cryptography only to pages that come over HTTPS, or from this very machine. Over plain HTTP Postern could neither open nor protect anything.',
    steps: [
      'Open the address that starts with https.',
      'If there is none: the operator sets certificate files, or puts the server behind a proxy with HTTPS, and sets POSTERN_PUBLIC_URL.',
    ],
    others: 'The operator of this server.',
    seeAlso: ['cross_site_request'],
  },
  outbox_unavailable: {
    means:
      'Without a mail server Postern keeps mail in a local outbox, which anybody who can read it could use to get into accounts. So it opens only from the server’s own machine, and not at all once a mail server is set.',
    steps: ['Open the outbox in a browser on the server itself.', 'Or set a mail server.'],
    others: 'The operator of this server.',
    seeAlso: ['email_not_sent'],
  },
} as const satisfies Record<keyof typeof requestRefusals, HelpText>;
