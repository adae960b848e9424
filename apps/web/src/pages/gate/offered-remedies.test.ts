import {
  buttonsOfDenial,
  denialCodes,
  gateCodesInUse,
  isAskable,
  offeredRemedies,
  type Place,
  remediesAndFixersOf,
} from '@postern/access';
import { helpPageOf } from '@postern/access/help';
import { describe, expect, it } from 'vitest';
import { placePath } from './place-path.ts';

const hasPage = (place: Place) => placePath(place, 'northwind') !== undefined;

const offered = (code: Parameters<typeof remediesAndFixersOf>[0]) =>
  offeredRemedies(code, remediesAndFixersOf(code).remedies, hasPage);

describe('the remedies on a denial page', () => {
  it.each(denialCodes)('%s leaves nobody without something to do', (code) => {
    expect(offered(code).remedies.length).toBeGreaterThan(0);
  });

  it.each([...gateCodesInUse])('%s lets ask whoever else can end it, and in one place', (code) => {
    const asks = offered(code).remedies.filter(({ kind }) => kind === 'ask');
    expect(asks).toHaveLength(isAskable(code) ? 1 : 0);
  });

  it('put first what is done right there', () => {
    expect(offered('mfa_enrollment_required').main?.code).toBe('set_up_second_factor');
    expect(offered('mfa_required').main?.code).toBe('use_second_factor');
    expect(offered('client_outdated').main?.code).toBe('update_client');
    expect(offered('cli_not_allowed').main?.code).toBe('use_web_client');
    expect(offered('invitation_for_other_address').main?.code).toBe('switch_account');
  });

  it('make asking the main thing where nobody can do anything alone', () => {
    expect(offered('member_disabled').main?.code).toBe('ask_to_be_enabled');
    expect(offered('member_expired').main?.code).toBe('ask_for_extension');
    expect(offered('invitation_expired').main?.code).toBe('ask_resend_invitation');
    expect(offered('invitation_required').main?.code).toBe('request_invitation');
    expect(offered('ip_not_allowed').main?.code).toBe('ask_to_allow_address');
    expect(offeredRemedies('setup_required', ['remind_owner', 'wait_for_owner'], hasPage).main?.code).toBe(
      'remind_owner',
    );
  });

  it('send nobody who is in the web client to the web client', () => {
    expect(offered('client_outdated').remedies.map(({ code }) => code)).not.toContain('use_web_client');
  });
});

describe('the help page of a denial', () => {
  it.each([...gateCodesInUse])('%s names the buttons of its page, and no other', (code) => {
    const steps = helpPageOf(code).steps.join('\n');
    const buttons = buttonsOfDenial(code, hasPage);
    for (const words of buttons) expect(steps).toContain(words);
    for (const [, named = ''] of steps.matchAll(/\bchoose (.+)/gi)) {
      expect(buttons.filter((words) => named.startsWith(words))).toHaveLength(1);
    }
  });
});
