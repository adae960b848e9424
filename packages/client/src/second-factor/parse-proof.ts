import {
  type PasskeyAttestation,
  passkeyAttestation,
  type SecondFactorProof,
  secondFactorProof,
} from '@postern/contract';
import { ok, type Result, refuse } from '@postern/core';
import type { GivenSecondFactor, MadePasskey } from './port.ts';

/**
 * A factor as it is sent, or `second_factor_wrong` when it is of no such form. INVARIANT: of a passkey's answer nothing
 * but what is named here leaves the device; extension results may hold a key.
 */
export function parseProof(given: GivenSecondFactor): Result<SecondFactorProof, 'second_factor_wrong'> {
  const parsed = secondFactorProof.safeParse(
    given.kind === 'passkey' ? { kind: 'passkey', assertion: assertionOf(given.credential) } : given,
  );
  return parsed.success ? ok(parsed.data) : refuse('second_factor_wrong', { field: '/code' });
}

function assertionOf({ id, response }: Extract<GivenSecondFactor, { kind: 'passkey' }>['credential']) {
  const { clientDataJSON, authenticatorData, signature } = response;
  return { id, response: { clientDataJSON, authenticatorData, signature } };
}

/** A new passkey as it is sent. Transports that we do not know are left out: they are hints. */
export function parseMadePasskey({
  id,
  response,
}: MadePasskey): Result<PasskeyAttestation, 'second_factor_wrong'> {
  const { clientDataJSON, attestationObject, transports = [] } = response;
  const known = passkeyAttestation.shape.response.shape.transports.unwrap();
  const parsed = passkeyAttestation.safeParse({
    id,
    response: {
      clientDataJSON,
      attestationObject,
      transports: transports.filter((name) => known.safeParse(name).success),
    },
  });
  return parsed.success ? ok(parsed.data) : refuse('second_factor_wrong', { field: '/attestation' });
}
