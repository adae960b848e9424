import { openOwnersDoor } from '@postern/contract';
import { mustBeOk } from '@postern/core';
import { expect } from 'vitest';
import { en } from '../packages/ui/src/text/en.ts';
import { callOwner, falseKit } from './call-owner.ts';
import { attack } from './harness/attack.ts';
import { address } from './scene/mayas-place.ts';

attack('X1', 'calls her the owner of an organization that she does not know', async (scene) => {
  const { opened } = await callOwner(scene, 'globex');
  expect(mustBeOk(opened)).toEqual({ state: 'doubted' });
  return en.ownersDoor.doubtedTitle;
});

attack('X1', 'names another organization at the address of hers', async (scene) => {
  const { evil, desk } = await callOwner(scene, 'globex');
  evil.behave();
  evil.alter(openOwnersDoor, (answer) =>
    answer.opened
      ? answer
      : {
          opened: true as const,
          organization: 'A'.repeat(43) as never,
          rules: [],
          kit: falseKit,
          people: [],
          morePeople: 0,
        },
  );
  const refused = await desk.client.account.openOwnersDoor(address);
  expect(refused).toMatchObject({ ok: false, code: 'organization_unknown' });
  return refused.ok ? '' : refused.code;
});
