import {
  decide,
  denialSchema,
  explain,
  isKeyCode,
  levelOf,
  pathOf,
  toWire,
  withReference,
} from '@postern/access';
import type { GateAnswer } from '@postern/contract';
import { ok, refuse } from '@postern/core';
import { recordEntry } from '../access-log/record-entry.ts';
import type { FoldedLedgers } from '../organization/folded-ledgers.ts';
import type { Guard } from '../platform/http/bind-endpoint.ts';
import type { Call } from '../platform/http/call.ts';
import type { Platform } from '../platform/platform.ts';
import { endPassedRequests } from '../requests/end-passed.ts';
import { type Gathered, gatherFacts } from './facts.ts';
import { requestFor } from './guard.ts';
import { recordDenial } from './record-denial.ts';

/** Admits every session and hands on the facts about the address in the path, gathered in the same round trip. */
export function questionGuard(platform: Platform, ledgers: FoldedLedgers): Guard<Gathered> {
  return {
    access: 'session',
    admit: async (call, params) => {
      const address = String(params.address);
      const gathered = await gatherFacts(platform, ledgers, call, { address }, requestFor('use'));
      return gathered.session ? ok(gathered) : refuse('sign_in_required');
    },
  };
}

/**
 * The gate's answer about an address. One that nobody has and one whose organization this account is not in give the
 * same answer: `invitation_required`, no id, no name (attack row X2).
 */
export async function answerGate(
  platform: Platform,
  call: Call,
  gathered: Gathered,
  address: string,
): Promise<GateAnswer> {
  const { facts, member, session, target } = gathered;
  const decision = decide(facts);
  const explained = explain(facts);
  const { organization } = facts;
  await endPassedRequests(platform, gathered, address);
  if (!decision.ok) await recordDenial(platform, call, gathered, decision, address);
  else if (session && member && target) await recordEntry(platform, target, session, member);
  const failed = !decision.ok && decision.code === 'check_failed';
  return {
    ...(member && organization.state === 'present' ? { organization: organization.id } : {}),
    ...(member && !decision.ok && isKeyCode(decision.code) ? { member: member.id } : {}),
    allowed: decision.ok,
    ...(decision.ok
      ? {}
      : {
          // Clients refuse any other shape, so one that leaves here is a fault of ours.
          denial: denialSchema.parse(toWire(failed ? withReference(decision, call.reference) : decision)),
          reference: call.reference,
        }),
    path: [...pathOf(explained, levelOf(explained))],
    atMs: facts.request.nowMs,
  };
}
