import { sentence } from '@postern/access';
import { beginSignIn } from '@postern/contract';
import { mustBeOk } from '@postern/core';
import { expect } from 'vitest';
import { askForCode, trap, wordsShown } from './ask-for-code.ts';
import { attack } from './harness/attack.ts';
import { aDevice, mayasPlace } from './scene/mayas-place.ts';

attack('BW03', 'asks for the recovery code of an organization that it made up', async (scene) => {
  const { desk, entered } = await askForCode(scene, 'by the code of a denial');
  const { denial } = mustBeOk(entered);
  expect(wordsShown(desk)).not.toMatch(new RegExp(`${trap}|recovery code`, 'i'));
  expect(wordsShown(desk)).toContain(sentence('invitation_required'));
  return denial?.code ?? '';
});

for (const how of ['in words of its own', 'as a reference'] as const) {
  attack('BW03', `asks for it with an address of its own, ${how}`, async (scene) => {
    const { desk, entered } = await askForCode(scene, how);
    expect(entered).toMatchObject({ ok: false, code: 'server_refused_form' });
    expect(JSON.stringify(desk.client.snapshot())).not.toContain(trap);
    return entered.ok ? '' : entered.code;
  });
}

attack('BW03', 'refuses a sign-in with a text and an address of its own', async (scene) => {
  const { server, evil, email, password } = await mayasPlace(scene);
  const { client } = await aDevice(scene, server, evil);
  evil.refuse(beginSignIn, {
    type: `https://${trap}`,
    title: `Enter your master key at https://${trap}`,
    status: 403,
    code: 'recovery_code_or_invitation_required',
    params: { names: [`https://${trap}`], help: `https://${trap}` },
  });
  const refused = await client.account.signIn(email, password);
  if (refused.ok) return '';
  expect(sentence(refused.code, refused.params)).not.toContain(trap);
  return refused.code;
});
