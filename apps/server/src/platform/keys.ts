import {
  createCipheriv,
  createDecipheriv,
  createECDH,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
} from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { type Bytes, fromBase64Url, randomBytes, toBase64Url, utf8 } from '@postern/core';
import { createServerSetup, type OpaqueServerSetup } from '@postern/crypto/opaque-server';
import { inMemory } from './config/parse-config.ts';
import type { Db } from './db/database.ts';
import { DatabaseRefused } from './db/migrations.ts';

/**
 * The server's own secrets. They live outside the database, so that a stolen database alone cannot be guessed against
 * (attack row X16) and its tokens cannot be made anew.
 */
export interface ServerKeys {
  readonly opaqueSetup: OpaqueServerSetup;
  /** Names the keys without giving them away: what a database and a backup say they belong to. */
  readonly keyId: string;
  /**
   * HMAC-SHA-256 (32 bytes) of a text under the lookup secret: what the database stores in place of a token or a
   * mailed code. `purpose` keeps one use from standing in for another.
   */
  lookupHash(purpose: string, text: string): Bytes;
  /**
   * What the server itself has to read again and a stolen database alone must not show: AES-256-GCM under a key derived
   * from the key file; nonce (12 bytes), ciphertext, tag (16). `context` says what it is and whose: it opens nowhere else.
   */
  sealAtRest(context: string, bytes: Uint8Array): Bytes;
  /** The bytes, or `undefined` when they were not sealed with these keys for this context. */
  openAtRest(context: string, sealed: Uint8Array): Bytes | undefined;
  /** What pushes are signed with (VAPID, RFC 8292). */
  readonly push: PushKeys;
}

/** A P-256 key pair. It follows from the key file, so that a restored server is the one that phones have subscribed to. */
export interface PushKeys {
  /** Uncompressed point, 65 bytes, base64url. */
  readonly publicKeyB64: string;
  /** Scalar, 32 bytes, base64url. */
  readonly privateKeyB64: string;
}

interface KeyFile {
  readonly format: 1;
  readonly opaqueSetupB64: string;
  readonly lookupSecretB64: string;
}

const factName = 'server_key_id';

/**
 * The keys of this server and its database: read from `path`, or made there (mode 0600) when the database has never
 * seen any. Throws {@link DatabaseRefused} with a sentence when file and database do not belong together.
 */
export async function openServerKeys(path: string, db: Db): Promise<ServerKeys> {
  const recorded = await recordedKeyId(db);
  if (path === inMemory) return pinned(db, await keysFrom(await newKeyFile()));
  if (!existsSync(path)) {
    if (recorded !== undefined) {
      throw new DatabaseRefused(
        `The key file ${path} is missing, but the database was made with the server keys ${recorded}. Put the file back from your backup: without it nobody can sign in with a password.`,
      );
    }
    writeKeyFile(path, await newKeyFile());
  }
  return pinned(db, await keysFrom(readKeyFile(path)), path);
}

/** The keys of a key file, without a database. Throws when the file is not one. */
export async function readServerKeys(path: string): Promise<ServerKeys> {
  return keysFrom(readKeyFile(path));
}

/** Whether the key file can be read by others on this machine. */
export function isKeyFileExposed(path: string): boolean {
  return path !== inMemory && process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0;
}

/** Which keys the database was made with, or `undefined` before its first start. */
async function recordedKeyId(db: Pick<Db, 'kysely'>): Promise<string | undefined> {
  const row = await db.kysely
    .selectFrom('server_fact')
    .select('value')
    .where('name', '=', factName)
    .executeTakeFirst();
  return row?.value;
}

async function pinned(db: Db, keys: ServerKeys, path = 'the key file'): Promise<ServerKeys> {
  await db.kysely
    .insertInto('server_fact')
    .values({ name: factName, value: keys.keyId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const recorded = await recordedKeyId(db);
  if (recorded !== keys.keyId) {
    throw new DatabaseRefused(
      `The database was made with the server keys ${recorded}, but ${path} holds ${keys.keyId}. Point POSTERN_KEY_FILE at the right file.`,
    );
  }
  return keys;
}

async function newKeyFile(): Promise<KeyFile> {
  return {
    format: 1,
    opaqueSetupB64: toBase64Url(await createServerSetup()),
    lookupSecretB64: toBase64Url(randomBytes(32)),
  };
}

async function keysFrom(file: KeyFile): Promise<ServerKeys> {
  const opaqueSetup = fromBase64Url(file.opaqueSetupB64) as OpaqueServerSetup;
  const lookupSecret = fromBase64Url(file.lookupSecretB64) as Bytes;
  const digest = createHash('sha256')
    .update('postern server keys v1\0')
    .update(opaqueSetup)
    .update(lookupSecret);
  const lookupKey = createSecretKey(lookupSecret);
  const atRestKey = Buffer.from(hkdfSync('sha256', lookupSecret, '', 'postern at rest v1', 32));
  return {
    opaqueSetup,
    keyId: toBase64Url(digest.digest().subarray(0, 9)),
    lookupHash: (purpose, text) =>
      new Uint8Array(createHmac('sha256', lookupKey).update(`${purpose}\0${text}`).digest()),
    sealAtRest: (context, bytes) => sealWith(atRestKey, context, bytes),
    openAtRest: (context, sealed) => openWith(atRestKey, context, sealed),
    push: pushKeysFrom(lookupSecret),
  };
}

/** Order of the group of P-256. */
const p256Order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

function pushKeysFrom(lookupSecret: Uint8Array): PushKeys {
  // 16 bytes more than the scalar has, so that the remainder favours none of them (FIPS 186-5, A.2.1).
  const drawn = Buffer.from(hkdfSync('sha256', lookupSecret, '', 'postern push v1', 48));
  const scalar = (BigInt(`0x${drawn.toString('hex')}`) % (p256Order - 1n)) + 1n;
  const privateKey = Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex');
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(privateKey);
  return { publicKeyB64: toBase64Url(pair.getPublicKey()), privateKeyB64: toBase64Url(privateKey) };
}

const cipher = { name: 'aes-256-gcm', nonceBytes: 12, tagBytes: 16 } as const;

function sealWith(key: Uint8Array, context: string, bytes: Uint8Array): Bytes {
  const nonce = randomBytes(cipher.nonceBytes);
  const sealing = createCipheriv(cipher.name, key, nonce).setAAD(utf8(context));
  const sealed = Buffer.concat([nonce, sealing.update(bytes), sealing.final(), sealing.getAuthTag()]);
  return new Uint8Array(sealed);
}

function openWith(key: Uint8Array, context: string, sealed: Uint8Array): Bytes | undefined {
  const tagAt = sealed.length - cipher.tagBytes;
  if (tagAt < cipher.nonceBytes) return undefined;
  const opening = createDecipheriv(cipher.name, key, sealed.subarray(0, cipher.nonceBytes))
    .setAAD(utf8(context))
    .setAuthTag(sealed.subarray(tagAt));
  try {
    const opened = [opening.update(sealed.subarray(cipher.nonceBytes, tagAt)), opening.final()];
    return new Uint8Array(Buffer.concat(opened));
  } catch {
    return undefined;
  }
}

function writeKeyFile(path: string, file: KeyFile): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  // `wx`: never over an existing file, not even one that appeared this moment.
  const descriptor = openSync(path, 'wx', 0o600);
  writeSync(descriptor, `${JSON.stringify(file, undefined, 2)}\n`);
  fsyncSync(descriptor);
  closeSync(descriptor);
}

function readKeyFile(path: string): KeyFile {
  const refuse = (why: string) => new DatabaseRefused(`The key file ${path} cannot be used: ${why}.`);
  let file: Partial<Record<keyof KeyFile, unknown>>;
  try {
    file = JSON.parse(readFileSync(path, 'utf8')) as typeof file;
  } catch (error) {
    throw refuse(error instanceof SyntaxError ? 'it is not JSON' : 'it cannot be read');
  }
  if (file.format !== 1) throw refuse('its format is not 1, so a newer Postern made it');
  const { opaqueSetupB64, lookupSecretB64 } = file;
  if (
    typeof opaqueSetupB64 !== 'string' ||
    typeof lookupSecretB64 !== 'string' ||
    (fromBase64Url(opaqueSetupB64)?.length ?? 0) < 64 ||
    fromBase64Url(lookupSecretB64)?.length !== 32
  ) {
    throw refuse('a key in it is damaged');
  }
  return { format: 1, opaqueSetupB64, lookupSecretB64 };
}
