import {
  type AccountId,
  type Bytes,
  type Email,
  fromBase64Url,
  fromUtf8,
  toBase64Url,
  utf8,
} from '@postern/core';
import type { DeviceUnlock } from '@postern/crypto';
import { z } from 'zod';
import type { ReplicaStore } from '../store/replica-store.ts';

/**
 * What a device keeps outside the sealed replica, because it is needed to open that: whose replica it is, and the
 * account's own sealed objects as the server would hand them out. Nothing in it opens without the password.
 */
export interface DeviceRecord {
  /** Drawn by the device when somebody first signs in; bound into everything the replica seals. */
  readonly device: string;
  readonly account: AccountId;
  readonly email: Email;
  readonly createdAtMs: number;
  /** The session's token, for clients whose session is no cookie. It opens no key. */
  readonly token?: string;
  /** Absent in the first moment after signing in, and for good when the device was closed within it. */
  readonly unlock?: DeviceUnlock | undefined;
  readonly keyStatement: Bytes;
  readonly keyStorage: Bytes;
  readonly bundle: Bytes;
  readonly seen: SeenVersions;
  /**
   * The account began anew without its former keys and no organization has taken the new ones yet, as far as this device
   * knows. Until then nothing is known that could be taken back, and the keys of before may come to count again.
   */
  readonly knowsNothing?: boolean;
}

/** The newest versions of the account's own objects that this device has seen; nothing older is accepted. */
interface SeenVersions {
  readonly stateRevision: number;
  readonly keyStorageVersion: number;
}

const recordName = 'device';

const bytes = z.string().transform((text, context): Bytes => {
  const parsed = fromBase64Url(text);
  if (parsed !== undefined) return parsed;
  context.addIssue({ code: 'custom', message: 'expected base64url' });
  return z.NEVER;
});
const shape = z.strictObject({
  v: z.literal(1),
  device: z.string(),
  account: z.string().transform((text) => text as AccountId),
  email: z.string().transform((text) => text as Email),
  createdAtMs: z.int(),
  token: z.string().optional(),
  salt: bytes.optional(),
  sealed: bytes.optional(),
  keyStatement: bytes,
  keyStorage: bytes,
  bundle: bytes,
  stateRevision: z.int(),
  keyStorageVersion: z.int(),
  knowsNothing: z.literal(true).optional(),
});

/** The record of this device, or `undefined` when nobody is signed in here (or what is there is no record). */
export async function readDeviceRecord(store: ReplicaStore): Promise<DeviceRecord | undefined> {
  const text = await store.get(recordName);
  const parsed = text && shape.safeParse(parseJson(fromUtf8(text) ?? ''));
  if (!parsed?.success) return undefined;
  const {
    v: _v,
    salt,
    sealed,
    stateRevision,
    keyStorageVersion,
    token,
    knowsNothing,
    ...fields
  } = parsed.data;
  return {
    ...fields,
    ...(token === undefined ? {} : { token }),
    ...(knowsNothing ? { knowsNothing } : {}),
    unlock: salt === undefined || sealed === undefined ? undefined : { salt, sealed },
    seen: { stateRevision, keyStorageVersion },
  };
}

export async function writeDeviceRecord(store: ReplicaStore, record: DeviceRecord): Promise<void> {
  await store.write({ put: [[recordName, encodeDeviceRecord(record)]] });
}

/** The record as its stored value, for a batch that changes more than the record. */
export function deviceRecordEntry(record: DeviceRecord): readonly [name: string, value: Bytes] {
  return [recordName, encodeDeviceRecord(record)];
}

function encodeDeviceRecord(record: DeviceRecord): Bytes {
  const { unlock, seen, keyStatement, keyStorage, bundle, ...fields } = record;
  return utf8(
    JSON.stringify({
      v: 1,
      ...fields,
      ...seen,
      ...(unlock && { salt: toBase64Url(unlock.salt), sealed: toBase64Url(unlock.sealed) }),
      keyStatement: toBase64Url(keyStatement),
      keyStorage: toBase64Url(keyStorage),
      bundle: toBase64Url(bundle),
    }),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
