import { fromBase64Url, refuse } from '@postern/core';
import { acceptablePublicKey } from '@postern/crypto/public';
import { z } from 'zod';
import { implemented } from '../event-definition.ts';
import { counter, sealingKey, signingKey } from '../event-shape.ts';
import { makeVaultStale } from './losses.ts';
import { needOwner } from './permission.ts';
import { applyRecover, recoverBody } from './recover.ts';

export const recoveryEvents = {
  /** The public halves of the key on the printed kit; written after the owner typed part of the code back. */
  recovery_rotate: implemented(
    z.strictObject({ sealingKey, signingKey, version: counter }),
    (draft, event) => {
      const { body } = event;
      const refused = needOwner(draft.state, event);
      if (refused) return refused;
      const expected = (draft.state.recovery?.version ?? 0) + 1;
      if (body.version !== expected) {
        return refuse('version_wrong', { field: '/version', params: { expected } });
      }
      const key = fromBase64Url(body.signingKey);
      if (key === undefined || !acceptablePublicKey(key)) {
        return refuse('keys_not_acceptable', { field: '/signingKey' });
      }
      draft.set({
        recovery: {
          version: body.version,
          signingKeyB64: body.signingKey,
          sealingKeyB64: body.sealingKey,
          by: draft.state.owner,
          fromSeq: event.seq,
          sinceMs: event.at,
        },
      });
      // The kit before opens every vault: nothing more is sealed under a key that it knows.
      for (const vault of Object.values(draft.state.vaults)) makeVaultStale(draft, vault.id, event.seq);
      return undefined;
    },
  ),

  /** Signed by the recovery key: the owner's new keys, a new organization key, and what opens the door for a day. */
  recover: implemented(recoverBody, applyRecover),
};
