import type { FactorStrength } from '@postern/access';
import type { AccessRecord, ClientKind } from '@postern/contract';
import { handMailOver } from '../account/mailed-code.ts';
import { recordAccess } from '../account/record-access.ts';
import type { Session } from '../account/session.ts';
import { backupCodesChanged, type MailText, secondFactorChanged } from '../platform/mail/mail-texts.ts';
import type { Platform } from '../platform/platform.ts';

/** Who did it, from where. */
export type Doer = Pick<Session, 'account' | 'email' | 'address'> & {
  /** Absent before somebody has said what their client is. */
  readonly clientKind?: ClientKind;
};

/**
 * Tells the person, in the account's own log and by mail, that a factor came or went, and the streams on which they wait at
 * a gate. Call it after the transaction.
 */
export async function announceFactor(
  platform: Platform,
  doer: Doer,
  change: 'added' | 'removed',
  { kind, name }: { readonly kind: FactorStrength; readonly name: string },
): Promise<void> {
  platform.feed.publish({ kind: 'factors', account: doer.account });
  const text = secondFactorChanged({ change, kind, name, ...momentOf(platform) });
  await announce(platform, doer, `second_factor_${change}`, text);
}

/** Tells the person that backup codes were made, or that one was used. */
export async function announceBackupCodes(
  platform: Platform,
  doer: Doer,
  change: 'made' | 'used',
  left: number,
): Promise<void> {
  const text = backupCodesChanged({ change, left, ...momentOf(platform) });
  await announce(platform, doer, change === 'made' ? 'backup_codes_made' : 'backup_code_used', text);
}

function momentOf(platform: Platform) {
  return { origin: platform.publicOrigin(), atMs: platform.clock.nowMs() };
}

async function announce(
  platform: Platform,
  { account, email, clientKind, address }: Doer,
  kind: AccessRecord['kind'],
  text: MailText,
): Promise<void> {
  await recordAccess(platform, { account, kind, clientKind, address });
  await handMailOver(platform, { to: email, ...text });
}
