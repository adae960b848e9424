/** Costs and identifiers that no server message can change. */
export { argon2Costs } from './argon2-costs.ts';

/** Stored beside each registration record: which suite, costs and identifiers made it. */
export const opaqueProtocol = 1;

/** The name under which clients know the server inside OPAQUE; its public key is in the record. */
export const opaqueServerName = 'postern/1';

/** Salt of the device unlock, bytes. */
export const deviceSaltBytes = 16;
