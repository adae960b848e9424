import { expect } from 'vitest';
import { attack } from './harness/attack.ts';
import { stateOracle, withByte } from './learn-from-errors.ts';

attack('DL03', 'alters the account state in another place at every sync', async (scene) => {
  const { sealed, sync } = await stateOracle(scene);
  const middle = Math.floor(sealed.length / 2);
  // Magic, version, type, nonce, text at its beginning, in its middle and at its end, tag; shorter, longer, empty.
  const altered = [0, 4, 5, 6, 18, middle, -17, -1].map((at) => withByte(sealed, at, 1));
  const others = [
    sealed.subarray(0, -1),
    Buffer.concat([sealed, Buffer.alloc(1)]),
    Buffer.alloc(sealed.length),
  ];
  const outcomes = [];
  for (const shown of [...altered, ...others]) outcomes.push(await sync(shown));
  outcomes.push(await sync(sealed, 1_000_000));

  const [first] = outcomes;
  expect(first?.alarm).toEqual({ ok: false, code: 'opening_failed' });
  // The last asks whether new keys wait, whatever came of the state.
  expect(first?.requests).toEqual(['GET /api/account', 'GET /api/account/state', 'GET /api/account']);
  for (const outcome of outcomes) expect(outcome).toEqual(first);
  return 'opening_failed';
});
