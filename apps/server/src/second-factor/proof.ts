import type { FactorStrength } from '@postern/access';
import type { ProofKind, SecondFactorProof } from '@postern/contract';
import type { AccountId, Email, FactorId } from '@postern/core';
import { redeemCode } from '../account/mailed-code.ts';
import type { Queries } from '../platform/db/database.ts';
import type { Platform } from '../platform/platform.ts';
import { backupCodeHash } from './backup-codes.ts';
import { checkAssertion } from './passkeys.ts';
import {
  listPasskeys,
  listTotpSecrets,
  moveSignCount,
  noteFactorUse,
  noteKindUse,
  takeBackupCode,
  takeTotpStep,
} from './queries.ts';
import { findTotpStep } from './totp.ts';
import { openTotpSecret } from './totp-secret.ts';

/** What giving a factor proves. A backup code stands in for a lost app or key and was kept as they are. */
export const strengthOf: Readonly<Record<ProofKind, FactorStrength>> = {
  passkey: 'passkey',
  totp: 'totp',
  backup: 'totp',
  mail: 'mail',
};

/** A proof whose signature, if it has one, is verified: what is left is to use it up. */
export type CheckedProof =
  | Exclude<SecondFactorProof, { kind: 'passkey' }>
  | {
      readonly kind: 'passkey';
      readonly factor: FactorId;
      readonly count: { readonly before: number; readonly after: number };
    };

/** The half that needs no transaction. `challenge` is what a passkey had to sign. `undefined`: it proves nothing. */
export async function checkProof(
  platform: Platform,
  account: AccountId,
  challenge: string | undefined,
  proof: SecondFactorProof,
): Promise<CheckedProof | undefined> {
  if (proof.kind !== 'passkey') return proof;
  const passkeys = await listPasskeys(platform.db.kysely, account);
  const passkey = passkeys.find(({ credentialId }) => credentialId === proof.assertion.id);
  if (passkey === undefined || challenge === undefined) return undefined;
  const after = await checkAssertion(platform.publicOrigin(), challenge, passkey, proof.assertion);
  if (after === undefined) return undefined;
  return { kind: 'passkey', factor: passkey.factor, count: { before: passkey.signCount, after } };
}

/**
 * Uses the proof up; false when it is none or was used before. INVARIANT: each code, step and count is taken by a
 * statement that only one of several takers can win. Run it in a transaction that is committed also when it answers
 * false, so that a wrong mailed code is counted.
 */
export async function redeemProof(
  queries: Queries,
  { keys }: Pick<Platform, 'keys'>,
  of: { readonly account: AccountId; readonly email: Email },
  proof: CheckedProof,
  nowMs: number,
): Promise<boolean> {
  switch (proof.kind) {
    case 'passkey':
      await noteFactorUse(queries, proof.factor, nowMs);
      return moveSignCount(queries, proof.factor, proof.count);
    case 'totp':
      for (const row of await listTotpSecrets(queries, of.account)) {
        const secret = openTotpSecret(keys, row.factor, row.secret_sealed);
        const step = findTotpStep(secret, proof.code, { nowMs, lastStep: row.last_step });
        if (step === undefined || !(await takeTotpStep(queries, row.factor, step))) continue;
        await noteFactorUse(queries, row.factor, nowMs);
        return true;
      }
      return false;
    case 'backup':
      return takeBackupCode(queries, of.account, backupCodeHash(keys, of.account, proof.code));
    case 'mail': {
      const subject = { purpose: 'second-factor', email: of.email } as const;
      const redeemed = await redeemCode(queries, keys, subject, proof.code, nowMs);
      return redeemed.ok && (await noteKindUse(queries, of.account, 'mail', nowMs));
    }
  }
}
