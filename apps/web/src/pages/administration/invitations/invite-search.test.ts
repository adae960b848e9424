import { expect, it } from 'vitest';
import { parseInviteSearch } from './invite-search.ts';

it('takes an address and a request out of the address bar, and nothing else', () => {
  const request = 'rrrrrrrrrrrrrrrrrrrrrA';
  expect(parseInviteSearch({ email: 'pim@haulage.example', request })).toEqual({
    email: 'pim@haulage.example',
    request,
  });
  for (const email of ['pim', 'a@b.example\nc@d.example', 'a@b.example, c@d.example', '<b>@x.example', 7]) {
    expect(parseInviteSearch({ email, request: 'no id' })).toEqual({ email: undefined, request: undefined });
  }
});
