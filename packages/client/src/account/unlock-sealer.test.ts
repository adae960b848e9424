import { type AccountId, newId, utf8 } from '@postern/core';
import { type AccountSecret, type DeviceUnlock, drawSecret, openDeviceUnlock } from '@postern/crypto';
import { expect, it } from 'vitest';
import { createUnlockSealer, type SealedFor } from './unlock-sealer.ts';

const sealedFor: SealedFor = { account: newId<AccountId>(), device: 'laptop', keyStorage: utf8('statement') };
const { account, device } = sealedFor;
const secret = drawSecret<AccountSecret>();
const setUp = () => {
  const kept: DeviceUnlock[] = [];
  return { kept, sealer: createUnlockSealer(async (_for, unlock) => void kept.push(unlock)) };
};

it('makes a copy that the password opens', async () => {
  const { kept, sealer } = setUp();
  sealer.begin('granite orchard', sealedFor, secret);
  await sealer.settled();
  const [unlock] = kept;
  if (unlock === undefined) throw new Error('no copy was made');
  expect(await openDeviceUnlock('granite orchard', { account, device }, unlock)).toEqual(secret);
  await sealer.settled();
  expect(kept).toHaveLength(1);
});

it('makes none once it is abandoned, and only the last of several', async () => {
  const { kept, sealer } = setUp();
  sealer.begin('first', sealedFor, secret);
  sealer.abandon();
  await sealer.settled();
  expect(kept).toEqual([]);
  sealer.begin('first', sealedFor, secret);
  sealer.begin('second', sealedFor, secret);
  await sealer.settled();
  expect(kept).toHaveLength(1);
  expect(await openDeviceUnlock('second', { account, device }, kept[0] as DeviceUnlock)).toEqual(secret);
});

it('is done with a medium that fails', async () => {
  const sealer = createUnlockSealer(async () => {
    throw new Error('the disk is full');
  });
  sealer.begin('granite orchard', sealedFor, secret);
  await expect(sealer.settled()).resolves.toBeUndefined();
});
