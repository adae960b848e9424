import { expect } from 'vitest';
import { attack } from './harness/attack.ts';
import { changePasswordAtLowCost, nextPassword } from './lower-cost-by-setting.ts';
import { forgeSettings, theOneCode } from './scene/forged-settings.ts';
import { mayasPlace } from './scene/mayas-place.ts';

attack('DL04', 'forges settings that lower the KDF cost', async (scene) => {
  const place = await mayasPlace(scene);
  const forged = { kdf: 'argon2id', kdfIterations: 1, kdfMemoryKiB: 8 };
  const { answers, ledger } = await forgeSettings(place, forged);
  expect(theOneCode(answers)).toBe('server_refused_form');
  expect(ledger).toBe('ledger_invalid');
  return `${theOneCode(answers)}, ${ledger}`;
});

attack('DL04', 'sets a lower cost for a new password', async (scene) => {
  const place = await mayasPlace(scene);
  scene.plant("Maya's next password", nextPassword);
  const changed = await changePasswordAtLowCost(place);
  expect(changed).toMatchObject({ ok: false, code: 'opaque_malformed' });
  return changed.ok ? '' : changed.code;
});
