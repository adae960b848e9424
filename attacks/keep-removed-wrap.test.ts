import { expect } from 'vitest';
import { attack } from './harness/attack.ts';
import { keepRemovedWrap } from './keep-removed-wrap.ts';
import { aDevice } from './scene/mayas-place.ts';

attack('X15', 'keeps the wrap of a key sheet that was taken off the account', async (scene) => {
  const { server, evil, email, sheet, openNewest } = await keepRemovedWrap(scene);
  expect(await openNewest()).toBeUndefined();
  const finder = await aDevice(scene, server, evil);
  const { forgotPassword } = finder.client;
  await forgotPassword.begin(email);
  await forgotPassword.enterCode(email, server.codeFor(email));
  const opened = await forgotPassword.openWith({ kind: 'qr', text: sheet });
  expect(opened).toMatchObject({ ok: false, code: 'key_opens_nothing' });
  return opened.ok ? '' : opened.code;
});
