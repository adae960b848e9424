import { refuse, toBase64Url } from '@postern/core';
import type { KeyStatement } from '@postern/crypto/public';
import { z } from 'zod';
import { implemented } from '../event-definition.ts';
import { statement } from '../event-shape.ts';
import { findMember, type MemberKeys } from '../state.ts';
import { signingMember } from './permission.ts';

export const accountEvents = {
  /**
   * Signed by the generation that ends; the statement is signed by the one that begins and names the other by its
   * hash, so both vouch. INVARIANT: neither a stolen old key alone nor a self-made new one replaces a member's keys
   * unseen: the event stands in everybody's chain.
   */
  rekey: implemented(z.strictObject({ statement }), (draft, event) => {
    const by = signingMember(event);
    const member = by === null ? undefined : findMember(draft.state, by);
    if (member === undefined) return refuse('signer_unknown');
    const next = event.statement;
    if (next === null || next.account !== member.account) {
      return refuse('statement_wrong', { field: '/statement' });
    }
    const { keys } = member;
    if (next.generation !== keys.generation + 1 || next.previous !== keys.statementHash) {
      return refuse('generation_wrong', { field: '/statement', params: { expected: keys.generation + 1 } });
    }
    draft.setMember({
      ...member,
      keys: keysFromStatement(next, event.seq),
      formerKeys: [...member.formerKeys, keys],
    });
    return undefined;
  }),
};

/** A verified statement's keys, in force from the event at `fromSeq`. */
export function keysFromStatement(verified: KeyStatement, fromSeq: number): MemberKeys {
  return {
    generation: verified.generation,
    statementHash: verified.hash,
    signingKeyB64: toBase64Url(verified.signingKey),
    sealingKeyB64: toBase64Url(verified.sealingKey),
    fromSeq,
  };
}
