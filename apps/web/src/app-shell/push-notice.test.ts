import { expect, it } from 'vitest';
import { pathOfPush } from './push-notice.ts';

it('leads to the request that is named, and never elsewhere', () => {
  expect(pathOfPush({ request: 'AAAAAAAAAAAAAAAAAAAAAA' })).toBe('/phone/requests/AAAAAAAAAAAAAAAAAAAAAA');
  for (const data of [undefined, null, 7, 'x', {}, { request: 3 }, { request: '../../northwind/setup' }]) {
    expect(pathOfPush(data)).toBe('/phone');
  }
});
