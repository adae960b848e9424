import { denialCodes, remediesAndFixersOf } from '@postern/access';
import { describe, expect, it } from 'vitest';
import { offeredRemedies } from './offered-remedies.ts';

const offered = (code: Parameters<typeof remediesAndFixersOf>[0]) =>
  offeredRemedies(code, remediesAndFixersOf(code).remedies, 'northwind');

describe('the remedies on a denial page', () => {
  it.each(denialCodes)('%s leaves nobody without something to do', (code) => {
    const { remedies, tells } = offered(code);
    expect(remedies.length > 0 || tells).toBe(true);
  });

  it('are none that would wait for an inbox', () => {
    for (const code of denialCodes) {
      const waiting = offered(code)
        .remedies.filter(({ kind }) => kind === 'ask')
        .map((each) => each.code);
      expect(waiting.filter((each) => each !== 'request_invitation')).toEqual([]);
    }
  });

  it('put first what is done right there', () => {
    expect(offered('mfa_enrollment_required').main?.code).toBe('set_up_second_factor');
    expect(offered('mfa_required').main?.code).toBe('use_second_factor');
    expect(offered('client_outdated').main?.code).toBe('update_client');
    expect(offered('cli_not_allowed').main?.code).toBe('use_web_client');
    expect(offered('invitation_for_other_address').main?.code).toBe('switch_account');
    expect(offered('invitation_expired').main).toBeUndefined();
    expect(offered('member_disabled').main).toBeUndefined();
    expect(offered('member_disabled').tells).toBe(true);
  });

  it('send nobody who is in the web client to the web client', () => {
    expect(offered('client_outdated').remedies.map(({ code }) => code)).not.toContain('use_web_client');
  });
});
