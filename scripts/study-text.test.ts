import { expect, it } from 'vitest';
import { markdownOfStudy, picturesOf, type StudiedRecord } from './study-text.mjs';

const disabled: StudiedRecord = {
  code: 'member_disabled',
  did: 'disabled, enabled',
  way: 'inbox',
  seconds: 0.31,
  secondsFromDenial: 2.26,
  person: { clicks: 1, fields: 1 },
  fixer: { clicks: 3, fields: 0 },
};

it('says what the run measured, and of what it did not that it was not driven', () => {
  const lines = markdownOfStudy([disabled], new Date('2026-11-21')).split('\n');
  const line = (code: string) => lines.find((each) => each.includes(`\`${code}\``));
  expect(line('member_disabled')).toContain('| the access inbox | 1 + 1 typed | 3 | 2.3 | 0.3 |');
  expect(line('phone_unpaired')).toContain('| not driven in this run | - | - | - | - |');
});

it('shows the way through the inbox where there are several', () => {
  const alone: StudiedRecord = { ...disabled, way: 'alone' };
  expect(picturesOf([alone, disabled])).toEqual(picturesOf([disabled]));
  expect(picturesOf([alone])).toEqual([
    'member_disabled-alone-refused.png',
    'member_disabled-alone-inside.png',
  ]);
});
