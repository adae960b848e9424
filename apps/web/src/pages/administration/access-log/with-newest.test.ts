import type { LogLine } from '@postern/client';
import { ok, refuse } from '@postern/core';
import { describe, expect, it } from 'vitest';
import { withNewest } from './with-newest.ts';

const line = (record: string) => ({ source: 'server', record, atMs: 0 }) as unknown as LogLine;
const next = { serverDone: false, ledgerBefore: 0 };
const page = (mark: string, names: string, more = true) => ({
  read: ok({ lines: [...names].map(line), next: more ? next : undefined, lookedBackToMs: 0 }),
  mark,
});
const shown = (pages: ReturnType<typeof withNewest>) =>
  pages?.pages.map(({ read }) =>
    read.ok ? read.value.lines.map((one) => one.source === 'server' && one.record).join('') : read.code,
  );

describe('the newest lines', () => {
  const before = { pages: [page('1', 'dc'), page('1', 'ba', false)], pageParams: [undefined, next] };

  it('come before those that are shown, each once', () => {
    const after = withNewest(before, page('2', 'fedc'));
    expect(shown(after)).toEqual(['fedc', 'ba']);
    expect(after?.pages[0]?.mark).toBe('2');
  });

  it('begin anew where lines between may be missing', () => {
    expect(shown(withNewest(before, page('2', 'zyx')))).toEqual(['zyx']);
    expect(shown(withNewest(before, page('2', 'zyx', false)))).toEqual(['zyxdc', 'ba']);
  });

  it('begin anew after a refusal, and end with one', () => {
    const refused = { read: refuse('permission_missing'), mark: '2' };
    const ended = withNewest(before, refused);
    expect(shown(ended)).toEqual(['permission_missing']);
    expect(shown(withNewest(ended, page('3', 'g')))).toEqual(['g']);
  });

  it('wait for the first reading', () => {
    expect(withNewest(undefined, page('1', 'a'))).toBeUndefined();
  });
});
