import { type Bytes, type HashB64, ok, type Result, refuse } from '@postern/core';
import { type ApprovalCode, hashB64 } from '@postern/crypto';

/**
 * DEFENCE against a server that has the phone seal the account secret to a key of its own (attack row X14): the key must be
 * the one whose hash the phone's own camera has read off the device that asks. Answers that hash.
 */
export function checkScannedKey(
  code: ApprovalCode,
  servedKey: Bytes,
): Result<HashB64, 'approval_code_wrong'> {
  return hashB64(servedKey) === code.keyHash ? ok(code.keyHash) : refuse('approval_code_wrong');
}
