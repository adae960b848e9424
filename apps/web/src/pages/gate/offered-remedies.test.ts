import {
  buttonsOfDenial,
  denialCodes,
  gateCodesInUse,
  offeredRemedies,
  type Place,
  remediesAndFixersOf,
  remedy,
  tellSomebody,
} from '@postern/access';
import { helpPageOf } from '@postern/access/help';
import { describe, expect, it } from 'vitest';
import { placePath } from './place-path.ts';

const hasPage = (place: Place) => placePath(place, 'northwind') !== undefined;

const offered = (code: Parameters<typeof remediesAndFixersOf>[0]) =>
  offeredRemedies(code, remediesAndFixersOf(code).remedies, hasPage);

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

describe('the help page of a denial', () => {
  it.each([...gateCodesInUse])('%s names the buttons of its page, and no other', (code) => {
    const steps = helpPageOf(code).steps.join('\n');
    const buttons = buttonsOfDenial(code, hasPage);
    for (const words of buttons) expect(steps).toContain(words);
    for (const [, named = ''] of steps.matchAll(/\bchoose (.+)/gi)) {
      expect(buttons.filter((words) => named.startsWith(words))).toHaveLength(1);
    }
    if (!buttons.includes(tellSomebody.button)) expect(steps).not.toContain(tellSomebody.button);
    for (const each of remediesAndFixersOf(code).remedies.map(remedy)) {
      if (each.kind === 'ask') expect(steps).not.toContain(each.label);
    }
  });
});
