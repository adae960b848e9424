import type { RefusalEntry } from './entry.ts';

/** About the request itself, the connection and the server's state. */
export const requestRefusals = {
  request_invalid: {
    sentence: 'Something in the request is not in the form expected. Nothing was saved.',
    status: 400,
    reveal: 'anyone',
    remedies: ['correct_input', 'reload'],
    fixers: {},
  },
  body_too_large: {
    sentence: {
      with: 'This is more than the {limitBytes} accepted at once. Nothing was saved.',
      without: 'This is more than is accepted at once. Nothing was saved.',
    },
    status: 413,
    reveal: 'anyone',
    remedies: ['choose_smaller'],
    fixers: {},
  },
  not_found: {
    sentence: 'There is nothing here, or it is not yours to see.',
    status: 404,
    reveal: 'anyone',
    remedies: ['go_back', 'choose_organization'],
    fixers: {},
  },
  method_not_allowed: {
    sentence: 'This address does not answer that kind of request.',
    status: 405,
    reveal: 'anyone',
    remedies: ['reload'],
    fixers: {},
  },
  media_type_wrong: {
    sentence: 'The request is in a format that this address does not read.',
    status: 415,
    reveal: 'anyone',
    remedies: ['reload'],
    fixers: {},
  },
  origin_refused: {
    sentence: 'The request came from another website and was not followed.',
    status: 403,
    reveal: 'anyone',
    remedies: ['reload', 'sign_in'],
    fixers: { operator: ['find_in_log'] },
  },
  session_expired: {
    sentence: 'Your session has ended. Sign in again; what you had open is still here.',
    status: 401,
    reveal: 'anyone',
    remedies: ['sign_in'],
    fixers: {},
  },
  clock_skew: {
    sentence: {
      with: 'This device’s clock is {aheadMs} ahead of the server’s.',
      without: 'This device’s clock and the server’s are too far apart.',
    },
    status: 409,
    reveal: 'anyone',
    remedies: ['set_clock', 'try_again'],
    fixers: { operator: ['find_in_log'] },
  },
  server_fault: {
    sentence: {
      with: 'Something failed on our side, not yours. Quote {reference} to the operator.',
      without: 'Something failed on our side, not yours.',
    },
    status: 500,
    reveal: 'anyone',
    remedies: ['try_again', 'quote_reference'],
    fixers: { operator: ['find_in_log'] },
  },
  server_stopping: {
    sentence: 'The server is restarting. It is back in a moment.',
    status: 503,
    reveal: 'anyone',
    remedies: ['try_again'],
    fixers: {},
  },
  server_unreachable: {
    sentence: 'The server does not answer. What is on this device can still be read.',
    status: 503,
    reveal: 'anyone',
    remedies: ['go_online'],
    fixers: { operator: ['find_in_log'] },
  },
  offline_read_only: {
    sentence: 'You are offline. Changes need a connection.',
    status: 503,
    reveal: 'anyone',
    remedies: ['go_online'],
    fixers: {},
  },
  locked: {
    sentence: 'Postern is locked on this device.',
    status: 403,
    reveal: 'anyone',
    remedies: ['unlock'],
    fixers: {},
  },
  secure_context_required: {
    sentence: 'This page needs HTTPS: without it the browser offers no cryptography.',
    status: 403,
    reveal: 'anyone',
    remedies: ['open_over_https'],
    fixers: { operator: ['find_in_log'] },
  },
  outbox_unavailable: {
    sentence: 'The outbox shows mail only on the server itself, and only while no mail server is set.',
    status: 404,
    reveal: 'anyone',
    remedies: ['go_back'],
    fixers: { operator: ['repair_mail'] },
  },
} as const satisfies Record<string, RefusalEntry>;
