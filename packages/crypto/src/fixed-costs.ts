/**
 * Costs and identifiers that no server message can change (attack rows BW07, LP04, 1P04). Memory in KiB.
 */
export const argon2Costs = { memoryKiB: 65_536, iterations: 3, parallelism: 1 } as const;

/** Stored beside each registration record: which suite, costs and identifiers made it. */
export const opaqueProtocol = 1;

/** The name under which clients know the server inside OPAQUE; its public key is in the record. */
export const opaqueServerName = 'postern/1';

/** Salt of the device unlock, bytes. */
export const deviceSaltBytes = 16;
