import { describe, expect, test } from 'vitest';
import { type Code, codes, gateCodes } from '../catalogue/catalogue.ts';
import { gateCodesInUse } from '../gate/checks.ts';
import { guideIds, guideOf } from './guides.ts';
import { helpPageOf, helpPathOf } from './help.ts';
import { isInUse } from './in-use.ts';

describe('help', () => {
  test.each([...codes])('%s: means, steps, others and a way on', (code) => {
    const page = helpPageOf(code);
    for (const text of [page.message, page.means, page.others, ...page.steps]) {
      expect(text).toMatch(/[.]$/);
      expect(text).not.toMatch(/\bplease\b|\boops\b|\bsorry\b|!|[{}]/i);
    }
    expect(page.seeAlso.length).toBeGreaterThan(0);
    expect(page.seeAlso.map((link) => link.target)).not.toContain(code);
    expect(new Set(page.seeAlso.map((link) => link.target)).size).toBe(page.seeAlso.length);
  });

  test('knows which codes of the gate this version gives', () => {
    const inUse = gateCodes.filter(isInUse);
    expect(inUse).toEqual(gateCodes.filter((code) => gateCodesInUse.has(code)));
  });

  test('has an address for every page', () => {
    expect(helpPathOf('ip_not_allowed')).toBe('/help/ip_not_allowed');
    expect(helpPathOf('storage_full')).toBe('/help/storage_full');
    expect(helpPathOf('head_moved')).toBe('/help/errors#head_moved');
    expect(helpPathOf('ledger_fork')).toBe('/help/errors#ledger_fork');
    expect(helpPathOf('guide:recovery-kit')).toBe('/help/guides/recovery-kit');
    expect(new Set(codes.map((code: Code) => helpPathOf(code))).size).toBe(codes.length);
  });

  test.each([...guideIds])('guide %s reads as a guide', (id) => {
    const guide = guideOf(id);
    expect(guide.blocks.every((block) => block.paragraphs.length + (block.steps?.length ?? 0) > 0)).toBe(
      true,
    );
    for (const block of guide.blocks) {
      for (const text of [...block.paragraphs, ...(block.steps ?? [])])
        expect(text).not.toMatch(/!|\bplease\b/i);
    }
  });
});
