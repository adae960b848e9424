import { formatRecoveryCode, newRecoveryCode } from '@postern/crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawKitPdf } from '../organization/kit-pdf.ts';
import { readTextOfOwnPdf } from '../paper/own-pdf.ts';
import { formatKitText, parseGivenKit } from './kit-text.ts';

const organization = 'Ab-_'.repeat(10).concat('xyz');

describe('what a kit says', () => {
  it('is understood again, for every version', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 255 }), (version) => {
        const code = formatRecoveryCode(newRecoveryCode(version));
        expect(parseGivenKit(formatKitText({ organization, address: 'northwind', code }))).toMatchObject({
          ok: true,
          value: { code: { version }, madeFor: { organization, address: 'northwind' } },
        });
        expect(parseGivenKit(` ${code.toLowerCase().replaceAll('-', ' ')}\n`)).toMatchObject({
          ok: true,
          value: { code: { version }, madeFor: undefined },
        });
      }),
    );
  });

  it('is in the file that was saved as well', async () => {
    const groups = formatRecoveryCode(newRecoveryCode(2)).split('-');
    const pdf = await drawKitPdf({
      organization: 'Northwind',
      address: 'northwind',
      organizationId: organization,
      url: 'https://postern.example/northwind',
      version: 2,
      madeAtMs: 0,
      ownerEmail: 'maya@northwind.example',
      groups,
    });
    expect(await readTextOfOwnPdf(pdf)).toBe(
      formatKitText({ organization, address: 'northwind', code: groups.join('-') }),
    );
  });

  it('is refused as a typed code is', () => {
    const code = formatRecoveryCode(newRecoveryCode(1));
    const damaged = formatKitText({ organization, address: 'northwind', code: code.slice(0, -1) });
    expect(parseGivenKit(damaged)).toMatchObject({ code: 'recovery_code_length', params: { group: 11 } });
    expect(parseGivenKit('postern-recovery-kit-1 short northwind').ok).toBe(false);
    expect(parseGivenKit('')).toMatchObject({ code: 'recovery_code_length' });
  });
});
