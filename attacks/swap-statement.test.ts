import { appendLedger } from '@postern/contract';
import { expect } from 'vitest';
import { attack } from './harness/attack.ts';
import { swapStatement } from './swap-statement.ts';

attack(['X3', 'X10'], 'has a member invited again under a key of its own', async (scene) => {
  const { asked, settled } = await swapStatement(scene);
  expect(settled).toMatchObject({ ok: false, code: 'words_wrong' });
  expect(asked).not.toContain(appendLedger.name);
  return settled.ok ? '' : settled.code;
});
