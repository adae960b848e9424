import { describe, expect, it } from 'vitest';
import { checkPassword } from './check-password.ts';

describe('a password to be chosen', () => {
  it.each([
    'summer2026',
    'aaaaaaaaaaaaaaaa',
    'abababababababab',
    '123456789012',
    'abcdefghijklmnop',
    'qwertyuiopasdfgh',
    'password1234',
    'Passwordpassword',
    'Admin123456789',
  ])('is not %s', (password) => {
    expect(checkPassword(password)).toMatchObject({ code: 'password_too_weak', field: '/password' });
  });

  it.each([
    'seven copper kettles',
    'older-One22?',
    'Wharf-17!cranes',
    'übergroße Öfen',
    '雨の日は家で本を読む人です',
  ])('may be %s', (password) => {
    expect(checkPassword(password)).toEqual({ ok: true, value: undefined });
  });
});
