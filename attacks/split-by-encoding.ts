import { concatBytes, encodeCanonical, type Json, utf8 } from '@postern/core';
import { signBytes } from '@postern/crypto';
import { hashB64, ObjectType } from '@postern/crypto/public';
import { draftEvent } from '@postern/ledger';
import type { Scene } from './harness/attack.ts';
import { address, mayasNewDevice, mayasPlace } from './scene/mayas-place.ts';
import { memberOf, showEvents, takeKeys } from './scene/rogue-events.ts';

/** Each is valid JSON, or nearly, and read in more than one way by the parsers there are. */
export const spellings = {
  'a name twice': (text: string) => text.replace('"name":"X"', '"name":"Northwind","name":"Southwind"'),
  'a number that not everybody reads alike': (text: string) => text.replace(/"at":(\d+)/, '"at":$1.0'),
  'half of a character': (text: string) => text.replace('"name":"X"', '"name":"X\\ud83d"'),
} as const;
export type Spelling = keyof typeof spellings;

/**
 * Somebody with Maya's keys signs a renaming in this spelling, and the server admits it: one event, one hash, one valid
 * signature, and clients that read different things in it. A new device of hers reads the ledger.
 */
export async function splitByEncoding(scene: Scene, spelling: Spelling) {
  const place = await mayasPlace(scene);
  const insider = await takeKeys(place);
  const { keys, state } = insider;
  const rename = draftEvent(state, memberOf(insider), 'organization_rename', { name: 'X' }, state.lastAtMs);
  const canonical = Buffer.from(encodeCanonical(rename as Json)).toString('utf8');
  const payload = spellings[spelling](canonical);
  const header = Uint8Array.from([...Buffer.from('PSTN'), 1, ObjectType.ledgerEvent]);
  const signature = await signBytes(keys.signing, concatBytes(header, utf8(payload)));
  const event = concatBytes(header, signature, utf8(payload));

  const device = await mayasNewDevice(place);
  showEvents(place.evil, [event]);
  return { device, entered: await device.client.organization.enter(address), payload, hash: hashB64(event) };
}
