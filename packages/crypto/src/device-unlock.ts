import { type AccountId, type Bytes, randomBytes, utf8 } from '@postern/core';
import { argon2Costs, deviceSaltBytes } from './fixed-costs.ts';
import { ObjectType } from './object-types.ts';
import { importSealingKey, open, type SealingKey, seal } from './seal.ts';
import { type AccountSecret, parseSecret } from './secrets.ts';
import { normalizePassword } from './typed-password.ts';

/** What a device keeps so that the password alone opens its copy again, without the server. */
export interface DeviceUnlock {
  /** 16 bytes, drawn by the device. */
  readonly salt: Bytes;
  readonly sealed: Bytes;
}

/** The account secret sealed under the password for one device. About a third of a second: run it in a worker. */
export async function sealDeviceUnlock(
  password: string,
  context: { readonly account: AccountId; readonly device: string },
  accountSecret: AccountSecret,
): Promise<DeviceUnlock> {
  const salt = randomBytes(deviceSaltBytes);
  const key = await stretchPassword(password, salt);
  return { salt, sealed: await seal(ObjectType.deviceUnlock, key, context, accountSecret) };
}

/** The account secret, or `undefined`: a wrong password and a damaged copy look alike. */
export async function openDeviceUnlock(
  password: string,
  context: { readonly account: AccountId; readonly device: string },
  unlock: DeviceUnlock,
): Promise<AccountSecret | undefined> {
  if (unlock.salt.length !== deviceSaltBytes) return undefined;
  const key = await stretchPassword(password, unlock.salt);
  const secret = await open(ObjectType.deviceUnlock, key, context, unlock.sealed);
  return secret && parseSecret<AccountSecret>(secret);
}

/** Argon2id (RFC 9106) with the fixed costs. */
async function stretchPassword(password: string, salt: Bytes): Promise<SealingKey> {
  // Loaded with the first password, as OPAQUE is.
  const { argon2id } = await import('hash-wasm');
  const key = await argon2id({
    password: utf8(normalizePassword(password)),
    salt,
    iterations: argon2Costs.iterations,
    memorySize: argon2Costs.memoryKiB,
    parallelism: argon2Costs.parallelism,
    hashLength: 32,
    outputType: 'binary',
  });
  return importSealingKey(new Uint8Array(key));
}
