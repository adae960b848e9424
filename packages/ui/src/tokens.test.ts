import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./styles/tokens.css', import.meta.url), 'utf8');

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

function colour(name: string, theme: 'light' | 'dark'): string {
  const found = css.match(new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`));
  const value = found?.[theme === 'light' ? 1 : 2];
  if (value === undefined) throw new Error(`no colour --${name}`);
  return value;
}

const backgrounds = ['ground', 'surface', 'raised', 'hover'];
const textPairs: [string, string][] = [
  ...['ink', 'ink-2', 'ink-3', 'accent', 'need', 'loss', 'in', 'secret-digit', 'secret-symbol'].flatMap(
    (ink) => backgrounds.map((background): [string, string] => [ink, background]),
  ),
  ['accent-ink', 'accent'],
  ['accent-ink', 'accent-hover'],
  ['loss-ink', 'loss'],
  ...['accent', 'need', 'loss', 'in'].map((ink): [string, string] => [ink, `${ink}-soft`]),
  ['ink', 'accent-soft'],
  ['ink-2', 'accent-soft'],
  ['ink', 'need-soft'],
  ['ink', 'loss-soft'],
];

describe.each(['light', 'dark'] as const)('the %s theme', (theme) => {
  it.each(textPairs)('has text in %s on %s at 4.5:1 or more', (ink, background) => {
    expect(contrast(colour(ink, theme), colour(background, theme))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['ground', 'surface'])('draws the edge of a field on %s at 3:1 or more', (background) => {
    expect(contrast(colour('line-strong', theme), colour(background, theme))).toBeGreaterThanOrEqual(3);
  });
});
