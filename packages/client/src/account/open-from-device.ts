import type { OpenedKeyStorage } from '@postern/crypto';
import {
  type AccountSecret,
  openBundle,
  openDeviceUnlock,
  parseKeyStatement,
  verifyKeyStorage,
} from '@postern/crypto';
import type { DeviceRecord } from './device-record.ts';

/**
 * The account by the device's own copy, without the server: what works offline, and at once. `undefined` for a wrong
 * password, a damaged copy and none alike.
 */
export async function openFromDevice(
  record: DeviceRecord,
  password: string,
): Promise<OpenedKeyStorage | undefined> {
  const { account, device, unlock } = record;
  const accountSecret = unlock && (await openDeviceUnlock(password, { account, device }, unlock));
  return accountSecret === undefined ? undefined : openWithSecret(record, accountSecret);
}

async function openWithSecret(
  record: DeviceRecord,
  accountSecret: AccountSecret,
): Promise<OpenedKeyStorage | undefined> {
  const statement = await parseKeyStatement(record.keyStatement);
  if (!statement.ok || statement.value.account !== record.account) return undefined;
  const storage = await verifyKeyStorage(record.keyStorage, statement.value.signingKey);
  if (!storage.ok || storage.value.account !== record.account) return undefined;
  const keys = await openBundle(accountSecret, storage.value.secretVersion, statement.value, record.bundle);
  return keys === undefined ? undefined : { keys, accountSecret, statement: storage.value };
}
