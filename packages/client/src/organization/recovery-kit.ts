import { isAlarmCode } from '@postern/access';
import { ok, type Result, refuse, toBase64Url } from '@postern/core';
import {
  formatRecoveryCode,
  type KeyringItem,
  newRecoveryCode,
  type RecoveryCode,
  recoveryKeysOf,
} from '@postern/crypto';
import type { LedgerState } from '@postern/ledger';
import { type Appender, appendEvents } from './append-events.ts';
import { renewKeys } from './renew-keys.ts';

/**
 * A recovery code between being drawn and being confirmed. INVARIANT: it lives in this object and on paper, and never
 * leaves the device any other way; only the public halves of its keys are sent.
 */
export interface DrawnKit {
  readonly code: RecoveryCode;
  readonly version: number;
  /** What is printed: groups of six characters. */
  readonly groups: readonly string[];
  /** Which group has to be typed back, from 1. */
  readonly askedGroup: number;
}

/** A fresh code of the version that comes next, and a random group of it to be typed back. */
export function drawKit(state: LedgerState): DrawnKit {
  const version = (state.recovery?.version ?? 0) + 1;
  const code = newRecoveryCode(version);
  const groups = formatRecoveryCode(code).split('-');
  const askedGroup = ((crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % groups.length) + 1;
  return { code, version, groups, askedGroup };
}

/** Whether what somebody typed is the asked group. Case, spaces and look-alike letters are forgiven. */
export function isAskedGroup(kit: DrawnKit, typed: string): boolean {
  const plain = typed
    .toUpperCase()
    .replaceAll(/[\s\-\u2010-\u2015]/gu, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  return plain === kit.groups[kit.askedGroup - 1];
}

/**
 * Puts the kit's public keys into the ledger; from the second version on every vault gets a new epoch right after it,
 * sealed to the new recovery key, so that the code before opens nothing that is written from then on. A vault that is not
 * reached here gets its own before its next write.
 */
export async function appendKit(
  by: Appender,
  kit: DrawnKit,
  keep: (items: readonly KeyringItem[]) => Promise<void>,
): Promise<Result<undefined>> {
  const { signing, sealing } = await recoveryKeysOf(kit.code);
  const signingKey = toBase64Url(signing.publicKey);
  const sealingKey = toBase64Url(sealing.publicKey);
  const appended = await appendEvents(by, async (state) => {
    const { recovery } = state;
    // The answer was lost when it was appended: it counts.
    const isThisKit = recovery?.signingKeyB64 === signingKey && recovery.sealingKeyB64 === sealingKey;
    if (isThisKit) return ok({ events: [] });
    // Somebody confirmed another kit meanwhile: this one would print a version that is taken.
    if ((recovery?.version ?? 0) + 1 !== kit.version) return refuse('version_wrong');
    const body = { sealingKey, signingKey, version: kit.version };
    return ok({ events: [{ type: 'recovery_rotate' as const, body }] });
  });
  if (!appended.ok) return appended;
  const renewed = await renewKeys(by, 'everything', keep);
  // The kit counts already; only what the server cannot have shown honestly is worth stopping for.
  return renewed.ok || !isAlarmCode(renewed.code) ? ok() : renewed;
}
