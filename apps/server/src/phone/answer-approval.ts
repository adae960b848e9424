import type {
  approveOnPhone,
  commitPhoneNonce,
  denyOnPhone,
  listPhoneApprovals,
  revealPhoneNonce,
  ServedApproval,
} from '@postern/contract';
import {
  fromBase64Url,
  type HashB64,
  ok,
  type PhoneApprovalId,
  type Result,
  refuse,
  toBase64Url,
} from '@postern/core';
import { isWrapped, ObjectType } from '@postern/crypto/public';
import { noteOpenedByTicket } from '../account/generation-queries.ts';
import { notePhoneUsed, type PhoneMethod } from '../account/phone-methods.ts';
import { recordAccess } from '../account/record-access.ts';
import type { Queries } from '../platform/db/database.ts';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import type { Platform } from '../platform/platform.ts';
import { asPhone } from './as-phone.ts';
import { phoneMoved } from './phone-moved.ts';
import { type ApprovalRow, changeApproval, findApproval, listOpenApprovals } from './queries.ts';
import { reportAsker } from './report-asker.ts';

/** The phone's side of a question. Each step counts once; the server cannot make any of them in a phone's place. */

interface AnswerPorts {
  readonly platform: Platform;
}

export function showApprovals({ platform }: AnswerPorts): Handler<typeof listPhoneApprovals, undefined> {
  return async ({ body, call }) => {
    const phone = await asPhone(platform, call, body.phone);
    if (!phone.ok) return phone;
    const nowMs = platform.clock.nowMs();
    const rows = await listOpenApprovals(platform.db.kysely, phone.value, nowMs);
    return ok({ approvals: rows.map((row) => shown(row, nowMs)) });
  };
}

function shown(row: ApprovalRow, nowMs: number): ServedApproval {
  return {
    request: row.id,
    purpose: row.purpose,
    clientKind: row.client_kind,
    clientVersion: row.client_version,
    userAgent: row.user_agent,
    address: row.address,
    agoMs: nowMs - row.asked_at_ms,
    lastsMs: row.expires_at_ms - nowMs,
    sealingKey: toBase64Url(row.sealing_key),
    commitment: row.commitment,
    ...(row.nonce === null ? {} : { nonce: row.nonce }),
  };
}

export function takePhoneCommitment({ platform }: AnswerPorts): Handler<typeof commitPhoneNonce, undefined> {
  return async ({ body, call }) => {
    const open = await findOpen(platform, await asPhone(platform, call, body.phone), body.request);
    if (!open.ok) return open;
    const { row, phone } = open.value;
    // The same phone, whose answer was lost: it is bound to the same.
    if (row.phone === phone.method && row.phone_commitment === body.commitment) return ok({});
    return change(platform, open.value, {
      set: { phone: phone.method, phone_commitment: body.commitment },
      still: 'phone_commitment',
    });
  };
}

export function takePhoneNonce({ platform }: AnswerPorts): Handler<typeof revealPhoneNonce, undefined> {
  return async ({ body, call }) => {
    const open = await findOpen(platform, await asPhone(platform, call, body.phone), body.request);
    if (!open.ok) return open;
    const { row, phone } = open.value;
    if (row.nonce === null || row.phone !== phone.method) return refuse('approval_digits_unready');
    if (row.phone_nonce === body.nonce) return ok({});
    return change(platform, open.value, { set: { phone_nonce: body.nonce }, still: 'phone_nonce' });
  };
}

export function takeApproval({ platform }: AnswerPorts): Handler<typeof approveOnPhone, undefined> {
  return async ({ body, call }) => {
    const open = await findOpen(platform, await asPhone(platform, call, body.phone), body.request);
    if (!open.ok) return open;
    const { phone } = open.value;
    const sealed = fromBase64Url(body.answer.sealed);
    if (sealed === undefined || !isWrapped(sealed, ObjectType.approvedSecret)) {
      return refuse('key_objects_invalid', { field: '/answer/sealed' });
    }
    const set = {
      state: 'approved',
      answer: JSON.stringify(body.answer),
      answered_by: phone.method,
    } as const;
    const { purpose, asker } = open.value.row;
    const approved = await change(platform, open.value, { set }, async (queries) => {
      await notePhoneUsed(queries, phone, platform.clock.nowMs());
      // What the phone hands over opens these keys: the reset that asked is served what they open, from the moment that it
      // can read the answer.
      if (purpose === 'reset') await noteOpenedByTicket(queries, asker as HashB64, phone.generation);
    });
    if (!approved.ok) return approved;
    await recordAccess(platform, {
      account: phone.account,
      kind: 'phone_approved',
      clientKind: open.value.row.client_kind,
      address: open.value.row.address,
    });
    return approved;
  };
}

export function takeDenial({ platform }: AnswerPorts): Handler<typeof denyOnPhone, undefined> {
  return async ({ body, call }) => {
    const open = await findOpen(platform, await asPhone(platform, call, body.phone), body.request);
    if (!open.ok) return open;
    const { row, phone } = open.value;
    const denied = await change(platform, open.value, {
      set: { state: body.why === 'digits_wrong' ? 'digits_wrong' : 'denied', answered_by: phone.method },
    });
    if (!denied.ok) return denied;
    await recordAccess(platform, {
      account: phone.account,
      kind: body.why === 'report' ? 'phone_reported' : 'phone_denied',
      clientKind: row.client_kind,
      address: row.address,
    });
    if (body.why === 'report') await reportAsker(platform, row, phone);
    return denied;
  };
}

interface OpenApproval {
  readonly phone: PhoneMethod;
  readonly row: ApprovalRow;
}

/** The question, if it is still to be answered by this phone; else by name why not. */
async function findOpen<Code extends string>(
  { db, clock }: Platform,
  phone: Result<PhoneMethod, Code>,
  request: PhoneApprovalId,
): Promise<Result<OpenApproval, Code | 'approval_expired' | 'approval_answered' | 'approval_withdrawn'>> {
  if (!phone.ok) return phone;
  const { account, generation } = phone.value;
  const row = await findApproval(db.kysely, account, request);
  if (row?.generation !== generation) return refuse('approval_expired');
  if (row.state === 'withdrawn') return refuse('approval_withdrawn');
  if (row.state !== 'open') return refuse('approval_answered');
  return row.expires_at_ms <= clock.nowMs() ? refuse('approval_expired') : ok({ phone: phone.value, row });
}

/**
 * Changes the question, with what belongs to it, and tells who listens. Lost against another phone, or done before:
 * `approval_answered`.
 */
async function change(
  { db, clock, feed }: Platform,
  { row }: OpenApproval,
  to: Parameters<typeof changeApproval>[3],
  besides: (queries: Queries) => Promise<void> = async () => {},
): Promise<Result<Record<never, never>, 'approval_answered'>> {
  const changed = await db.transaction(async (queries) => {
    if (!(await changeApproval(queries, row.id, clock.nowMs(), to))) return false;
    await besides(queries);
    return true;
  });
  if (!changed) return refuse('approval_answered');
  feed.publish(phoneMoved(row.account));
  return ok({});
}
