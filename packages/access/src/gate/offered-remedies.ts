import type { DenialCode } from '../catalogue/catalogue.ts';
import { type Remedy, type RemedyCode, remedies, remedy } from '../catalogue/remedies.ts';
import type { Place } from '../catalogue/remedy-shape.ts';
import { isAskable } from './askable.ts';
import { remediesAndFixersOf } from './denial.ts';

/** What stands on the button that sends a request to somebody's access inbox. */
export const askButton = 'Ask for access';

/** What stands on the button with which the denial page carries a remedy out by itself. */
const buttons: { readonly [Each in RemedyCode]?: string } = {
  confirm_identity: 'Confirm',
  sign_in: remedies.sign_in.label,
  switch_account: remedies.switch_account.label,
  try_again: remedies.try_again.label,
  change_network: remedies.try_again.label,
  wait_for_owner: remedies.try_again.label,
  go_online: remedies.try_again.label,
  reload: remedies.reload.label,
  update_client: remedies.update_client.label,
  go_back: remedies.go_back.label,
  make_recovery_kit: remedies.make_recovery_kit.label,
  enter_recovery_code: remedies.enter_recovery_code.label,
  give_up_organization: remedies.give_up_organization.label,
  set_up_second_factor: remedies.set_up_second_factor.label,
  use_second_factor: remedies.use_second_factor.label,
};
/** Buttons that help without ending the denial. */
const helpingButtons: { readonly [Each in RemedyCode]?: string } = {
  open_invitation: 'Go to the invitation',
  search_recovery_kit: remedies.search_recovery_kit.label,
};
/** Asking for something that is not access by now. */
const askButtons: { readonly [Each in RemedyCode]?: string } = {
  request_invitation: remedies.request_invitation.label,
  remind_owner: remedies.remind_owner.label,
  ask_new_invitation: remedies.ask_new_invitation.label,
  ask_for_keys: remedies.ask_for_keys.label,
};

/** The words on a remedy's button on the denial page; its label where the page only says how. */
export function buttonOf(code: RemedyCode): string {
  if (remedies[code].kind === 'ask') return askButtons[code] ?? askButton;
  return buttons[code] ?? helpingButtons[code] ?? remedies[code].label;
}

export interface OfferedRemedies {
  readonly remedies: readonly Remedy[];
  /** The one that gets the main button. */
  readonly main: Remedy | undefined;
}

/**
 * What the denial page shows of the remedies the gate offers, in the gate's order: most helpful first. `hasPage` says
 * which pages the product has by now.
 */
export function offeredRemedies(
  code: DenialCode,
  codes: readonly RemedyCode[],
  hasPage: (place: Place) => boolean,
): OfferedRemedies {
  const shown = codes.map(remedy).filter((each) => {
    // This is the web client.
    if (each.code === 'use_web_client') return code !== 'client_outdated';
    return each.kind !== 'ask' || isAskable(code);
  });
  return {
    remedies: shown,
    // Another account or another organization is the way in only where that is the very matter.
    main: shown.find(
      (each) =>
        (each.kind === 'ask' || each.code in buttons || leadsOn(each, hasPage)) &&
        ((each.code !== 'switch_account' && each.code !== 'choose_organization') || each.code === codes[0]),
    ),
  };
}

/**
 * The buttons and links of a denial's page by their words, whatever the gate leaves out for one person; what help pages
 * may name. Without those of a form that is open from the start.
 */
export function buttonsOfDenial(code: DenialCode, hasPage: (place: Place) => boolean): readonly string[] {
  const offered = offeredRemedies(code, remediesAndFixersOf(code).remedies, hasPage);
  return offered.remedies
    .filter((each) => {
      if (each.code === 'confirm_identity') return false;
      if (each.code === 'use_second_factor') return each !== offered.main;
      if (each.kind === 'ask') return true;
      return each.code in buttons || each.code in helpingButtons || leadsOn(each, hasPage);
    })
    .map((each) => buttonOf(each.code));
}

function leadsOn({ to }: Remedy, hasPage: (place: Place) => boolean): boolean {
  return to !== undefined && hasPage(to);
}
