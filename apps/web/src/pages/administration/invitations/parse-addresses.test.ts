import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAddresses } from './parse-addresses.ts';

const known = {
  members: new Set(['dana@northwind.example']),
  invited: new Set(['joris@haulage.example']),
};
const emails = (pasted: string) => parseAddresses(pasted, known).map(({ email }) => email);

describe('parseAddresses', () => {
  it.each([
    ['a@x.example\nb@x.example', ['a@x.example', 'b@x.example']],
    ['a@x.example; b@x.example , c@x.example;', ['a@x.example', 'b@x.example', 'c@x.example']],
    ['  \r\n a@x.example \r\n\r\n', ['a@x.example']],
    ['Maya Okafor <MAYA@x.example>; Tom <tom@x.example>', ['maya@x.example', 'tom@x.example']],
    ['"Okafor, Maya" <maya@x.example>', ['maya@x.example']],
    ['', []],
  ])('reads %j', (pasted, expected) => {
    expect(emails(pasted)).toEqual(expected);
  });

  it('says of each what stands in its way', () => {
    const list = 'new@x.example, no address, NEW@x.example, Dana@northwind.example, joris@haulage.example';
    expect(parseAddresses(list, known).map(({ problem }) => problem)).toEqual([
      undefined,
      'invalid',
      'repeated',
      'member',
      'invited',
    ]);
  });

  it('finds every address again, whatever it was separated by', () => {
    const name = fc.stringMatching(/^[a-z]{1,8}$/);
    fc.assert(
      fc.property(
        fc.uniqueArray(name, { maxLength: 12 }),
        fc.constantFrom('\n', ';', ',', ' ;\n', ' , ', '\r\n'),
        (names, separator) => {
          const all = names.map((one) => `${one}@fleet.example`);
          expect(parseAddresses(all.join(separator), known)).toEqual(
            all.map((email) => ({ typed: email, email, problem: undefined })),
          );
        },
      ),
    );
  });
});
