import type { HashB64, MemberId } from '@postern/core';
import type { KeyStatement } from '@postern/crypto/public';
import type { z } from 'zod';
import type { LedgerRefusal } from './codes.ts';
import type { Draft } from './draft.ts';

/** An event whose signature, position and organization hold: what is left to decide is whether its signer may. */
export type Incoming<Body> = {
  readonly at: number;
  readonly by: MemberId | 'recovery';
  readonly seq: number;
  readonly hash: HashB64;
  readonly body: Body;
  /** The verified key statement, for events that carry one. */
  readonly statement: KeyStatement | null;
};

/** One event type: the shape of its body, and what it does to the state. */
export interface EventDefinition<Body = unknown> {
  readonly body: z.ZodType<Body>;
  /** Whether this reducer version applies it. Otherwise it is `client_outdated` wherever it appears. */
  readonly implemented: boolean;
  /** Changes the draft or says why not; a refused draft is thrown away, so half a change does no harm. */
  apply(draft: Draft, event: Incoming<Body>): LedgerRefusal | undefined;
}

/** An event type this reducer version applies. */
export function implemented<Body>(
  body: z.ZodType<Body>,
  apply: (draft: Draft, event: Incoming<Body>) => LedgerRefusal | undefined,
): EventDefinition<Body> {
  return { body, implemented: true, apply };
}

/** An event type whose shape is settled and whose meaning comes with a later reducer version. */
export function typedOnly<Body>(body: z.ZodType<Body>): EventDefinition<Body> {
  return { body, implemented: false, apply: () => ({ ok: false, code: 'client_outdated' }) };
}
