import type { AnswerOf, askPhone, askPhoneAtReset, BodyOf, ClientKind } from '@postern/contract';
import { type AccountId, fromBase64Url, type HashB64, ok, type Result, refuse } from '@postern/core';
import { sealingKeyBytes } from '@postern/crypto/public';
import { listPhoneMethods } from '../account/phone-methods.ts';
import { findOpenTicket } from '../account/reset-ticket.ts';
import type { Session } from '../account/session.ts';
import { newToken, tokenHash } from '../account/tokens.ts';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import type { Call } from '../platform/http/call.ts';
import type { Platform } from '../platform/platform.ts';
import { limitAsking } from './phone-limits.ts';
import { phoneMoved } from './phone-moved.ts';
import type { TellPhones } from './push/tell-phones.ts';
import { insertApproval, withdrawEarlier } from './queries.ts';

/** Asking an account's phones. Whoever asks has proven the password or the mailbox, and nothing more. */

const approvalMs = 5 * 60_000;

interface AskPorts {
  readonly platform: Platform;
  readonly tellPhones: TellPhones;
}

export function askFromSession(ports: AskPorts): Handler<typeof askPhone, Session> {
  return ({ body, caller, call }) =>
    ask(ports, call, body, {
      account: caller.account,
      generation: caller.generation,
      purpose: 'sign_in',
      asker: caller.id,
      client: { kind: caller.clientKind, version: caller.clientVersion },
    });
}

export function askFromReset(ports: AskPorts): Handler<typeof askPhoneAtReset, undefined> {
  return async ({ body, call }) => {
    const ticket = await findOpenTicket(ports.platform, body.ticket);
    if (!ticket.ok) return ticket;
    return ask(ports, call, body, {
      account: ticket.value.account,
      // INVARIANT: never a phone that came with keys that wait: whoever began those could answer for the account (X25).
      generation: ticket.value.generation,
      purpose: 'reset',
      asker: ticket.value.token_hash,
      client: body.client,
    });
  };
}

interface Asker {
  readonly account: AccountId;
  readonly generation: number;
  readonly purpose: 'sign_in' | 'reset';
  readonly asker: string;
  readonly client: { readonly kind: ClientKind; readonly version: string };
}

async function ask(
  { platform, tellPhones }: AskPorts,
  call: Call,
  question: BodyOf<typeof askPhone>,
  { account, generation, purpose, asker, client }: Asker,
): Promise<Result<AnswerOf<typeof askPhone>>> {
  const sealingKey = fromBase64Url(question.sealingKey);
  if (sealingKey?.length !== sealingKeyBytes) {
    return refuse('key_objects_invalid', { field: '/sealingKey' });
  }
  const { db, clock, keys, limits, feed } = platform;
  const limited = await limitAsking(limits, account, call.client.address);
  if (!limited.ok) return limited;
  const token = newToken();
  const askedAtMs = clock.nowMs();
  const asked = await db.transaction(async (queries) => {
    const phones = await listPhoneMethods(queries, { account, generation });
    if (phones.length === 0) return refuse('phone_missing');
    await withdrawEarlier(queries, account, asker);
    await insertApproval(queries, {
      id: question.request,
      account,
      generation,
      token_hash: tokenHash(keys, 'phone-approval', token),
      purpose,
      asker,
      client_kind: client.kind,
      client_version: client.version,
      user_agent: call.userAgent ?? '',
      address: call.client.address,
      asked_at_ms: askedAtMs,
      expires_at_ms: askedAtMs + approvalMs,
      sealing_key: sealingKey,
      commitment: question.commitment as HashB64,
      nonce: null,
      phone: null,
      phone_commitment: null,
      phone_nonce: null,
      state: 'open',
      answer: null,
      answered_by: null,
    });
    return ok(phones);
  });
  if (!asked.ok) return asked;
  feed.publish(phoneMoved(account));
  tellPhones(account, asked.value);
  return ok({ token, lastsMs: approvalMs });
}
