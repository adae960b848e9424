import { describe, expect, it } from 'vitest';
import { roughStrength } from './rough-strength.ts';

describe('roughStrength', () => {
  it.each([
    ['', 0],
    ['aaaaaaaaaaaaaaaa', 0],
    ['summer2024', 1],
    ['correct horse battery staple', 3],
    ['v7#Kq!2mZx9$Lw4p', 4],
  ])('rates %j as %d', (password, strength) => {
    expect(roughStrength(password)).toBe(strength);
  });
});
