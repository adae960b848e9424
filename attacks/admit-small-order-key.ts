import { type Bytes, concatBytes, encodeCanonical, type Json, toBase64Url } from '@postern/core';
import { signObject } from '@postern/crypto';
import { hashB64, ObjectType } from '@postern/crypto/public';
import { draftEvent } from '@postern/ledger';
import type { Scene } from './harness/attack.ts';
import { address, mayasNewDevice, mayasPlace } from './scene/mayas-place.ts';
import { memberOf, showEvents, takeKeys } from './scene/rogue-events.ts';

/** The identity point as an Ed25519 public key: its order is 1, so that one signature holds for every message. */
const identityKey = Uint8Array.from([1, ...new Array(31).fill(0)]);

/** R = the base point, S = 1: under the identity point S·B = R + h·A is true whatever h, the message's hash, is. */
const signatureOfAnything = Uint8Array.from([0x58, ...new Array(31).fill(0x66), 1, ...new Array(31).fill(0)]);

/**
 * Somebody with Maya's keys once signs a change to keys of small order, and the server admits it. From then on the server
 * signs as Maya, with no key at all: here it renames the organization. A new device of hers reads the ledger.
 */
export async function admitSmallOrderKey(scene: Scene, newName: string) {
  const place = await mayasPlace(scene);
  const insider = await takeKeys(place);
  const { keys, state } = insider;
  const member = memberOf(insider);
  const statement = objectOfNobody(ObjectType.keyStatement, {
    account: keys.account,
    createdAtMs: state.lastAtMs,
    generation: 2,
    kind: 'key-statement',
    previous: keys.statement.hash,
    sealingKey: toBase64Url(keys.statement.sealingKey),
    signingKey: toBase64Url(identityKey),
  });
  const { organizationKey } = state;
  const next = { ...organizationKey, epoch: organizationKey.epoch + 1 };
  const body = {
    heads: [],
    organizationKey: { commit: next.commit, epoch: next.epoch, publicKey: next.publicKeyB64 },
    statement: toBase64Url(statement),
  };
  const rekey = draftEvent(state, member, 'rekey', body, state.lastAtMs);
  const rekeyed = await signObject(ObjectType.ledgerEvent, keys.signing, rekey as Json);
  const after = { ...state, head: { seq: state.head.seq + 1, hash: hashB64(rekeyed) } };
  const rename = draftEvent(after, member, 'organization_rename', { name: newName }, state.lastAtMs);

  const device = await mayasNewDevice(place);
  showEvents(place.evil, [rekeyed, objectOfNobody(ObjectType.ledgerEvent, rename as Json)]);
  return { device, entered: await device.client.organization.enter(address) };
}

/** A signed object that nobody signed. */
function objectOfNobody(type: ObjectType, payload: Json): Bytes {
  const header = Uint8Array.from([...Buffer.from('PSTN'), 1, type]);
  return concatBytes(header, signatureOfAnything, encodeCanonical(payload));
}
