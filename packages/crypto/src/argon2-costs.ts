/**
 * What every guess of a password costs (RFC 9106): memory in KiB. INVARIANT: a constant of the client, which no server
 * message can change (attack rows BW07, LP04, 1P04).
 */
export const argon2Costs = { memoryKiB: 65_536, iterations: 3, parallelism: 1 } as const;
