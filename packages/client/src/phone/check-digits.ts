import type { Bytes, HashB64 } from '@postern/core';
import { ok, type Result, refuse } from '@postern/core';
import { type AskedAbout, commitApprovalNonce, type DigitsSide } from '@postern/crypto';

/**
 * DEFENCE, both halves of the way without a camera (attack row X14). A nonce counts only if the side had committed itself to
 * it before: else it could be chosen so that a false key gives the digits on the true device.
 */
export function checkShownNonce(
  side: DigitsSide,
  about: AskedAbout,
  commitment: HashB64,
  nonce: Bytes,
): Result<undefined, 'approval_digits_wrong'> {
  return commitApprovalNonce(side, about, nonce) === commitment ? ok() : refuse('approval_digits_wrong');
}

/** Whether the person typed what this side computed; spaces between the digits are forgiven. */
export function checkTypedDigits(
  computed: string,
  typed: string,
): Result<undefined, 'approval_digits_wrong'> {
  return typed.replaceAll(/\s/g, '') === computed ? ok() : refuse('approval_digits_wrong');
}
