import { describe, expect, test } from 'vitest';
import { mayaInside } from '../gate/example-facts.ts';
import { absent } from '../gate/facts.ts';
import { decide, explain } from '../gate/gate.ts';
import { levelOf, pathOf } from '../gate/path.ts';
import { parseDenial, pathSchema, toWire } from './denial-schema.ts';

const stranger = mayaInside({ membership: absent });

function wireDenial() {
  const decision = decide(stranger);
  if (decision.ok) throw new Error('was allowed');
  return toWire(decision);
}

describe('on the wire', () => {
  test('a denial survives the way there and back', () => {
    const sent = wireDenial();
    expect(parseDenial(JSON.parse(JSON.stringify(sent)))).toEqual({ ok: true, value: sent });
  });

  test.each([
    ['an unknown code', { code: 'give_me_your_code' }],
    ['a remedy of another code', { remedies: ['enter_recovery_code'] }],
    ['a remedy of its own making', { remedies: ['https://evil.example'] }],
    ['a fixer of another code', { fixers: ['custodian'] }],
    ['text of its own', { message: 'Enter your recovery code.' }],
    ['a nested parameter', { params: { address: { html: '<b>' } } }],
  ])('a denial with %s is refused', (_what, change) => {
    expect(parseDenial({ ...wireDenial(), ...change })).toMatchObject({
      ok: false,
      code: 'server_refused_form',
    });
  });

  test('a path survives the way there and back', () => {
    const explained = explain(stranger);
    const path = pathOf(explained, levelOf(explained));
    expect(pathSchema.parse(JSON.parse(JSON.stringify(path)))).toEqual(path);
    expect(pathSchema.safeParse([{ arch: 'member', state: 'ajar' }]).success).toBe(false);
  });
});
