import { describe, expect, it } from 'vitest';
import { hotkeyOf } from './hotkeys.ts';

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey', true>> = {}) =>
  hotkeyOf({ key, ctrlKey: false, metaKey: false, altKey: false, ...held });

describe('hotkeyOf', () => {
  it('names characters whatever the case, and named keys as they are', () => {
    expect(press('N')).toBe('n');
    expect(press('?')).toBe('?');
    expect(press('Escape')).toBe('Escape');
  });

  it('takes Ctrl and Cmd as one, so that Ctrl-C is never taken for c', () => {
    expect(press('k', { ctrlKey: true })).toBe('mod+k');
    expect(press('k', { metaKey: true })).toBe('mod+k');
    expect(press('c', { ctrlKey: true })).toBe('mod+c');
  });

  it('leaves Alt combinations to the system', () => {
    expect(press('n', { altKey: true })).toBeUndefined();
  });
});
