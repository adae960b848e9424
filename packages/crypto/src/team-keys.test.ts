import {
  type Bytes,
  type GroupId,
  type InviteId,
  newId,
  type OrganizationId,
  toBase64Url,
} from '@postern/core';
import { describe, expect, it } from 'vitest';
import { sampleSealedContexts } from '../test/sample-contexts.ts';
import { openGroupName, sealGroupName } from './group-keys.ts';
import { invitationKeysOf } from './invitation-keys.ts';
import { ObjectType } from './object-types.ts';
import { secretWithWords } from './secret-with-words.ts';
import { drawSecret, type GroupKeySeed, type InviteSecret } from './secrets.ts';

const org = toBase64Url(new Uint8Array(32)) as OrganizationId;

describe('a group’s name', () => {
  it('opens for who holds the group’s key, in its place, and tells nothing by its length', async () => {
    const seed = drawSecret<GroupKeySeed>();
    const context = sampleSealedContexts[ObjectType.groupName];
    const sealed = (await sealGroupName(seed, context, 'Buchhaltung – Zürich')) as Bytes;
    expect(await openGroupName(seed, context, sealed)).toBe('Buchhaltung – Zürich');
    expect(await openGroupName(drawSecret<GroupKeySeed>(), context, sealed)).toBeUndefined();
    expect(await openGroupName(seed, { ...context, group: newId<GroupId>() }, sealed)).toBeUndefined();
    expect(await openGroupName(seed, { ...context, epoch: 2 }, sealed)).toBeUndefined();
    expect(((await sealGroupName(seed, context, 'IT')) as Bytes).length).toBe(sealed.length);
    const widest = (await sealGroupName(seed, context, '𒐫'.repeat(100))) as Bytes;
    expect(toBase64Url(widest).length).toBeLessThanOrEqual(1024);
  });
});

describe('an invitation', () => {
  const place = () => ({ org, invite: newId<InviteId>() });

  it('has its keys in one place only', async () => {
    const secret = drawSecret<InviteSecret>();
    const here = place();
    const keys = await invitationKeysOf(secret, here);
    expect((await invitationKeysOf(secret, here)).signing.publicKey).toEqual(keys.signing.publicKey);
    const there = await invitationKeysOf(secret, place());
    expect(there.signing.publicKey).not.toEqual(keys.signing.publicKey);
    expect(there.sealing.publicKey).not.toEqual(keys.sealing.publicKey);
  });

  it('completed by words needs both the mail and the words', async () => {
    const mailed = drawSecret<InviteSecret>();
    const told = await secretWithWords(mailed, 'amber river chair seven cloud paper');
    expect(await secretWithWords(mailed, 'Amber river  chair-seven cloud paper ')).toEqual(told);
    expect(await secretWithWords(mailed, 'amber river chair seven paper cloud')).not.toEqual(told);
    expect(
      await secretWithWords(drawSecret<InviteSecret>(), 'amber river chair seven cloud paper'),
    ).not.toEqual(told);
  }, 20_000);
});
