import { getAccountState } from '@postern/contract';
import type { Scene } from './harness/attack.ts';
import { address, mayasPlace, type Place } from './scene/mayas-place.ts';
import { tellAccountState } from './scene/tell-account-state.ts';

/** All that a server can tell one failure from another by: what the client asks for afterwards, and what it shows. */
export interface Outcome {
  readonly requests: readonly string[];
  readonly alarm: unknown;
}

export interface Oracle extends Place {
  /** The sealed account state as it is. */
  readonly sealed: Buffer;
  /**
   * One more sync of Maya's desk, which is shown this account state instead: she unlocks it, and goes to Northwind.
   */
  readonly sync: (shown: Buffer, revision?: number) => Promise<Outcome>;
}

/** Maya's desk, which reads her account state at every unlock, and a server that may show it any bytes, as often as it likes. */
export async function stateOracle(scene: Scene): Promise<Oracle> {
  const place = await mayasPlace(scene, scene.misbehave().keep(getAccountState));
  const { desk, evil, password } = place;
  await tellAccountState(place);
  await tellAccountState(place);
  const kept = JSON.parse(Buffer.from(evil.kept(getAccountState).at(-1)?.body ?? []).toString('utf8'));
  const sync = async (shown: Buffer, revision: number = kept.revision): Promise<Outcome> => {
    await desk.client.account.lock();
    evil.behave();
    evil.alter(getAccountState, () => ({ revision, sealed: shown.toString('base64url') }));
    const before = evil.received.length;
    await desk.client.account.unlock(password);
    await desk.client.organization.enter(address);
    const requests = evil.received.slice(before).map(({ method, url }) => `${method} ${url.pathname}`);
    return { requests, alarm: desk.client.snapshot().alarm };
  };
  return { ...place, sealed: Buffer.from(kept.sealed, 'base64url'), sync };
}

/** The bytes with one of them changed by `mask`; counted from the end when `at` is negative. */
export function withByte(bytes: Buffer, at: number, mask: number): Buffer {
  const changed = Buffer.from(bytes);
  const index = at < 0 ? bytes.length + at : at;
  changed[index] = (changed[index] ?? 0) ^ mask;
  return changed;
}
