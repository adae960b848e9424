import { sentence } from '@postern/access';
import { vaultRights } from '@postern/ledger';
import { en } from '@postern/ui';
import { expect, test } from 'vitest';
import { sayRight } from './remedy-words.ts';

test.each(vaultRights)('the right %s has one name, for who lacks it and for who gives it', (right) => {
  expect(sentence('permission_missing', { right })).toContain(sayRight(right, en));
});
