import { getAccount } from '@postern/contract';
import { expect } from 'vitest';
import { attack } from './harness/attack.ts';
import { aDevice, alarmOf, loginOf, mayasPlace } from './scene/mayas-place.ts';
import { withholdVaultKey } from './withhold-keys.ts';

attack('BW11', "has no key for a vault of Maya's", async (scene) => {
  const place = await mayasPlace(scene);
  const { device, vault } = await withholdVaultKey(place);
  const added = await device.client.vault.addEntry(vault, loginOf('Harbour portal'));
  expect(added).toMatchObject({ ok: false, code: 'keys_missing' });
  expect(await alarmOf(device)).toBe('keys_missing');
  expect(device.sent.filter((request) => /writes|POST .*ledger/.test(request))).toEqual([]);
  return added.ok ? '' : added.code;
});

attack('BW11', "answers null for the account's keys", async (scene) => {
  const { server, evil, email, password } = await mayasPlace(scene);
  for (const keys of ['keys', 'keyStatement']) {
    evil.behave().alter(getAccount, (answer) => ({ ...answer, [keys]: null }));
    const device = await aDevice(scene, server, evil);
    expect(await device.client.account.signIn(email, password)).toMatchObject({
      code: 'server_refused_form',
    });
    // Two messages prove the password, one question asks for the keys; nothing new is sent in their place.
    const others = device.sent.filter((request) => !/\/sign-in\/|\/api\/server/.test(request));
    expect(others).toEqual([expect.stringMatching(/^GET .*\/api\/account $/)]);
  }
  return 'server_refused_form';
});
