import {
  type Bytes,
  concatBytes,
  encodeCanonical,
  type Json,
  maxSealedBytes,
  maxSignedPayloadBytes,
  parseCanonical,
} from '@postern/core';
import type { ObjectType, SealedType, SignedType, WrappedType } from './object-types.ts';

/** SPEC: docs/protocol/objects.md, the three frames. Nothing here holds or needs a private key. */

/** `"PSTN" · version 01`; no other version is read. */
const magic = [0x50, 0x53, 0x54, 0x4e, 0x01] as const;

export const headerBytes = 6;
export const signatureBytes = 64;
export const nonceBytes = 12;
export const tagBytes = 16;
/** Length of an X-Wing encapsulation. */
export const encapsulationBytes = 1120;
/** Every secret of the protocol is 32 bytes. */
export const secretBytes = 32;
/** Length of an X-Wing public key. */
export const sealingKeyBytes = 1216;
export const wrappedBytes = headerBytes + encapsulationBytes + secretBytes + tagBytes;

/** The six bytes every object of a type starts with. */
export function frameHeader(type: ObjectType): Bytes {
  return new Uint8Array([...magic, type]);
}

/** The header followed by the canonical context: additional data of a sealed object, `info` of a wrapped one. */
export function boundContext(type: ObjectType, context: Json): Bytes {
  return concatBytes(frameHeader(type), encodeCanonical(context));
}

/** Whether the bytes start as an object of this type and of the one version there is. */
function hasHeader(bytes: Uint8Array, type: ObjectType): boolean {
  return bytes.length >= headerBytes && magic.every((byte, at) => bytes[at] === byte) && bytes[5] === type;
}

/** Whether the bytes can be a sealed object of this type: header and size. What is inside, nobody here can know. */
export function isSealed(bytes: Uint8Array, type: SealedType): boolean {
  return (
    hasHeader(bytes, type) &&
    bytes.length >= headerBytes + nonceBytes + tagBytes &&
    bytes.length <= maxSealedBytes
  );
}

/** Whether the bytes can be a wrapped 32-byte key of this type: header and exact size. */
export function isWrapped(bytes: Uint8Array, type: WrappedType): boolean {
  return hasHeader(bytes, type) && bytes.length === wrappedBytes;
}

export interface SignedParts {
  /** The payload's value; its `kind` and fields are for the caller to check. */
  readonly payload: Json;
  readonly signature: Bytes;
  readonly payloadBytes: Bytes;
}

/**
 * The parts of a signed object, or `undefined` unless the frame is exact and the payload is in canonical encoding.
 * Nothing is verified yet: the signature may be anyone's.
 */
export function parseSigned(bytes: Bytes, type: SignedType): SignedParts | undefined {
  if (!hasHeader(bytes, type) || bytes.length <= headerBytes + signatureBytes) return undefined;
  const payloadBytes = bytes.subarray(headerBytes + signatureBytes);
  if (payloadBytes.length > maxSignedPayloadBytes) return undefined;
  const payload = parseCanonical(payloadBytes);
  if (payload === undefined) return undefined;
  return { payload, signature: bytes.subarray(headerBytes, headerBytes + signatureBytes), payloadBytes };
}
