import { mustBeOk } from '@postern/core';
import { expect } from 'vitest';
import { until } from '../packages/client/test/people.ts';
import { attack, stated } from './harness/attack.ts';
import { ignoreRules, undoRules } from './ignore-rules.ts';
import { alarmOf } from './scene/mayas-place.ts';

/** Stated: whoever holds a vault's key can open it, wherever they are and with whatever client. */
stated('X7', 'lets a member in whom the rules for addresses and clients keep out', async (scene) => {
  const { device, gate, denials, vault, bank } = await ignoreRules(scene);
  expect(denials).toEqual(['ip_not_allowed', 'cli_not_allowed']);
  expect(gate).toMatchObject({ allowed: true });
  // He gets what he holds the keys of: the vault he was given and his own. What he may not do, he still may not.
  await until(device.client, ({ entered }) => entered?.open?.counts.all === 1);
  expect(
    device.client
      .snapshot()
      .entered?.open?.vaults.map(({ kind }) => kind)
      .sort(),
  ).toEqual(['personal', 'shared']);
  const { revision } = mustBeOk(await device.client.vault.openEntry(bank));
  expect(revision).toBe(1);
  expect(await device.client.vault.trashEntry(bank)).toMatchObject({ code: 'permission_missing' });
  expect(vault).toBe(bank.vault);
  return 'Address and client rules, the second factor, how long a session counts and finer rights inside a vault are enforced by the server and the clients, not by cryptography: whoever can open a vault holds its key.';
});

attack('X7', "turns a rule off in Maya's name", async (scene) => {
  const { device, entered } = await undoRules(scene);
  expect(entered).toMatchObject({ ok: false, code: 'signature_wrong' });
  return alarmOf(device);
});
