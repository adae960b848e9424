import {
  type Bytes,
  concatBytes,
  fromBase64Url,
  type HashB64,
  type MemberId,
  type OrganizationId,
  ok,
  type Result,
  refuse,
} from '@postern/core';
import {
  hashB64,
  type KeyStatement,
  ObjectType,
  parseKeyStatement,
  parseSigned,
} from '@postern/crypto/public';
import { z } from 'zod';
import type { LedgerCode } from './codes.ts';
import { hash, memberId, position, timeMs } from './event-shape.ts';
import { type EventBody, type EventType, findEventDefinition } from './events/all-events.ts';
import { signatureHolds } from './signature-holds.ts';
import { findMember, type LedgerState } from './state.ts';

/** The payload that is signed, by event type. */
export type LedgerEvent<Type extends EventType = EventType> = {
  readonly [T in Type]: {
    readonly at: number;
    readonly body: EventBody<T>;
    readonly by: MemberId | 'recovery';
    readonly kind: 'ledger-event';
    readonly org: OrganizationId | null;
    readonly prev: HashB64 | null;
    readonly seq: number;
    readonly type: T;
  };
}[Type];

/** An event as it came from anywhere: strictly parsed, its signature not looked at. */
export interface UnverifiedEvent {
  readonly payload: LedgerEvent;
  readonly hash: HashB64;
  /** As signed; stored and relayed verbatim. */
  readonly bytes: Bytes;
  readonly signature: Bytes;
  /** What the signature covers. */
  readonly message: Bytes;
}

declare const verified: unique symbol;
/** An event whose signature is by the key that the state holds for its signer. Its meaning is still to be decided. */
export interface VerifiedEvent extends UnverifiedEvent {
  readonly [verified]: true;
  readonly statement: KeyStatement | null;
}

const envelope = z.strictObject({
  at: timeMs,
  body: z.unknown(),
  by: z.union([z.literal('recovery'), memberId]),
  kind: z.literal('ledger-event'),
  org: hash.nullable(),
  prev: hash.nullable(),
  seq: position,
  type: z.string().max(32),
});

const frameHeaderBytes = 6;

/**
 * The event in these bytes, or `event_malformed` with the field that is wrong. An event type that is not in
 * docs/protocol/ledger.md is malformed too: a newer reducer announces itself by `reducer_raise` first.
 */
export function parseEvent(bytes: Bytes): Result<UnverifiedEvent, LedgerCode> {
  const parts = parseSigned(bytes, ObjectType.ledgerEvent);
  if (parts === undefined) return refuse('event_malformed');
  const outer = envelope.safeParse(parts.payload);
  if (!outer.success) return malformed(outer.error, '');
  const definition = findEventDefinition(outer.data.type);
  if (definition === undefined) return refuse('event_malformed', { field: '/type' });
  const body = definition.body.safeParse(outer.data.body);
  if (!body.success) return malformed(body.error, '/body');
  const { seq, prev, org, type } = outer.data;
  const first = seq === 0;
  if (first !== (prev === null) || first !== (org === null) || first !== (type === 'genesis')) {
    return refuse('event_malformed', { field: '/seq' });
  }
  return ok({
    payload: parts.payload as LedgerEvent,
    hash: hashB64(bytes),
    bytes,
    signature: parts.signature,
    message: concatBytes(bytes.subarray(0, frameHeaderBytes), parts.payloadBytes),
  });
}

function malformed(error: z.ZodError, base: string) {
  const path = error.issues[0]?.path ?? [];
  return refuse('event_malformed', { field: [base, ...path.map(String)].join('/') });
}

/** The statement bytes inside an event that carries one whose keys this reducer takes over. */
function statementOf(payload: LedgerEvent): string | undefined {
  if (payload.type === 'genesis') return payload.body.owner.statement;
  const { type } = payload;
  return type === 'rekey' || type === 'join' || type === 'relink' || type === 'recover'
    ? payload.body.statement
    : undefined;
}

/**
 * The key statement an event carries, verified; null when it carries none; `statement_wrong` otherwise.
 * Only events that take keys over are looked into.
 */
export async function readStatement(
  event: UnverifiedEvent,
): Promise<Result<KeyStatement | null, 'statement_wrong'>> {
  const text = statementOf(event.payload);
  if (text === undefined) return ok(null);
  const bytes = fromBase64Url(text);
  const statement = bytes === undefined ? undefined : await parseKeyStatement(bytes);
  return statement?.ok ? ok(statement.value) : refuse('statement_wrong');
}

/**
 * The key that must have signed: in a genesis and a join the one its own statement asserts, else the one the state
 * holds. `client_outdated` for an event this reducer doesn't apply, whoever signed it; `signer_unknown` if nobody could
 * have.
 */
export function findSigner(
  state: LedgerState | null,
  event: UnverifiedEvent,
  statement: KeyStatement | null,
): Result<Bytes, LedgerCode> {
  const { by, type } = event.payload;
  if (!findEventDefinition(type)?.implemented) return refuse('client_outdated', { params: { type } });
  if (state === null) return statement === null ? refuse('genesis_expected') : ok(statement.signingKey);
  if (type === 'join') return statement === null ? refuse('statement_wrong') : ok(statement.signingKey);
  let keyB64 = state.recovery?.signingKeyB64;
  if (by !== 'recovery') {
    const member = findMember(state, by);
    keyB64 = member?.status === 'active' ? member.keys.signingKeyB64 : undefined;
  }
  const key = keyB64 === undefined ? undefined : fromBase64Url(keyB64);
  return key === undefined ? refuse('signer_unknown', { field: '/by' }) : ok(key);
}

/** The event, marked as verified. INVARIANT: called only where the signature holds, or will have held before use. */
export function markVerified(event: UnverifiedEvent, statement: KeyStatement | null): VerifiedEvent {
  return { ...event, statement } as VerifiedEvent;
}

/**
 * The event with its signature verified against the state it is to be applied to (null for a genesis).
 * Refusals: `client_outdated`, `signer_unknown`, `statement_wrong`, `signature_wrong`, `genesis_expected`.
 */
export async function verifyEvent(
  state: LedgerState | null,
  event: UnverifiedEvent,
): Promise<Result<VerifiedEvent, LedgerCode>> {
  const statement = await readStatement(event);
  if (!statement.ok) return statement;
  const signer = findSigner(state, event, statement.value);
  if (!signer.ok) return signer;
  if (!(await signatureHolds(state, event, statement.value, signer.value))) {
    return refuse('signature_wrong');
  }
  return ok(markVerified(event, statement.value));
}
