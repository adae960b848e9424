/** SPEC: docs/protocol/objects.md. Sizes that whoever makes, carries or reads an object has to agree on. */

const mebibyte = 1024 * 1024;
export const maxSignedPayloadBytes = mebibyte;
/** With frame, nonce and tag. */
export const maxSealedBytes = mebibyte;
/** Sealed. Headers are listed by the thousand, so they are held far below what other sealed objects may be. */
export const maxEntryHeaderBytes = 64 * 1024;
/** Ten is more than anyone keeps and bounds the work of a change. */
export const maxKeyStorageMethods = 10;
