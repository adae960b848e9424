/**
 * STRICTER: what RFC 8032 leaves to the verifier and platforms decide differently, refused by looking at bytes alone
 * before WebCrypto sees them. A small-order public key has signatures that hold for messages nobody signed
 * (attack row X21); a second spelling of R or S lets a stranger give one event two hashes.
 */

/** 2^255 - 19, little-endian: a coordinate at or above it is a second spelling of a smaller one. */
const fieldPrime = fromHex('edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f');

/** The order of the base point, little-endian (RFC 8032, section 5.1). */
const groupOrder = fromHex('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010');

/** The y coordinates of all eight points whose order divides 8, sign bit cleared. */
const smallOrder = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
].map(fromHex);

/** Whether 32 bytes may be used as an Ed25519 public key: one spelling, and not a point of small order. */
export function acceptablePublicKey(bytes: Uint8Array): boolean {
  return bytes.length === 32 && acceptablePoint(bytes);
}

/** Whether 64 bytes may be a signature: R as strict as a public key, S below the group order. */
export function acceptableSignature(bytes: Uint8Array): boolean {
  return (
    bytes.length === 64 && acceptablePoint(bytes.subarray(0, 32)) && isBelow(bytes.subarray(32), groupOrder)
  );
}

function acceptablePoint(encoded: Uint8Array): boolean {
  const y = encoded.slice();
  y[31] = (y[31] as number) & 0x7f;
  // The two points with x = 0, whose sign bit would be a second spelling, are of small order as well.
  return isBelow(y, fieldPrime) && !smallOrder.some((point) => point.every((byte, at) => byte === y[at]));
}

/** Whether `a < b` as little-endian numbers of equal length. All of it is public. */
function isBelow(a: Uint8Array, b: Uint8Array): boolean {
  for (let at = b.length - 1; at >= 0; at--) {
    const difference = (a[at] as number) - (b[at] as number);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}
