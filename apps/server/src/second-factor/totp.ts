import { createHmac, timingSafeEqual } from 'node:crypto';

/** SPEC: RFC 6238 with the parameters every authenticator app knows: SHA-1, six digits, steps of 30 seconds. */
const stepMs = 30_000;
const digits = 6;
/** How many steps a phone's clock may be off, either way. */
const driftSteps = 1;
/** 160 bits, the length of the hash (RFC 4226, section 4). */
export const totpSecretBytes = 20;

/** The six digits of one time step (RFC 4226, section 5.3). */
export function totpCodeAt(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = (mac[mac.length - 1] ?? 0) & 0x0f;
  const number = (mac.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** digits;
  return String(number).padStart(digits, '0');
}

/** The time step of a moment. */
export function totpStepOf(nowMs: number): number {
  return Math.floor(nowMs / stepMs);
}

/**
 * The step whose code this is, within the drift and after `lastStep`, or `undefined`. INVARIANT: a code counts once; a
 * step up to the last one taken is never taken again (RFC 6238, section 5.2).
 */
export function findTotpStep(
  secret: Uint8Array,
  code: string,
  { nowMs, lastStep }: { readonly nowMs: number; readonly lastStep: number },
): number | undefined {
  const given = Buffer.from(code);
  const now = totpStepOf(nowMs);
  let found: number | undefined;
  for (let step = now - driftSteps; step <= now + driftSteps; step++) {
    const expected = Buffer.from(totpCodeAt(secret, step));
    const isIt = given.length === expected.length && timingSafeEqual(given, expected);
    if (isIt && step > lastStep) found ??= step;
  }
  return found;
}

/**
 * SPEC: the key URI that authenticator apps read from a QR code. Both labels are percent-encoded, so an address or a
 * host name with a colon in it stays what it is.
 */
export function totpUri(of: {
  readonly secretB32: string;
  readonly issuer: string;
  readonly account: string;
}): string {
  const issuer = encodeURIComponent(of.issuer);
  const label = `${issuer}:${encodeURIComponent(of.account)}`;
  return `otpauth://totp/${label}?secret=${of.secretB32}&issuer=${issuer}&algorithm=SHA1&digits=${digits}&period=${stepMs / 1000}`;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base32 (RFC 4648, section 6) of bytes whose number is a multiple of five, so without padding. */
export function toBase32(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 5) {
    const group = Buffer.from(bytes.subarray(at, at + 5)).readUIntBE(0, 5);
    for (let place = 7; place >= 0; place--) text += alphabet[Math.floor(group / 32 ** place) % 32];
  }
  return text;
}
