import { equalBytes, type Result } from '@postern/core';
import type { KeyStorageStatement, OpenedKeyStorage } from '@postern/crypto';
import type { AccountCore, OpenAccount } from '../account/account-core.ts';
import { type DeviceRecord, writeDeviceRecord } from '../account/device-record.ts';
import { resumeOnDevice } from '../account/keep-on-device.ts';

/** Whether another device only added a way to the keys: the account secret is the one that this device has. */
export function hasSameSecretAs(shown: KeyStorageStatement, { statement }: OpenedKeyStorage): boolean {
  return (
    shown.account === statement.account &&
    shown.secretVersion === statement.secretVersion &&
    shown.secretCommit === statement.secretCommit &&
    !equalBytes(shown.bytes, statement.bytes)
  );
}

/** Goes on from what this device kept under a newer statement of the same account secret. */
export async function takeUpAdded(
  core: AccountCore,
  record: DeviceRecord,
  opened: OpenedKeyStorage,
  statement: KeyStorageStatement,
): Promise<Result<OpenAccount>> {
  const next: DeviceRecord = {
    ...record,
    keyStorage: statement.bytes,
    seen: { ...record.seen, keyStorageVersion: statement.version },
  };
  await writeDeviceRecord(core.replica, next);
  return resumeOnDevice(core, next, { ...opened, statement });
}
