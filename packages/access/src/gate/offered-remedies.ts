import type { DenialCode } from '../catalogue/catalogue.ts';
import { type Remedy, type RemedyCode, remedies, remedy } from '../catalogue/remedies.ts';
import type { Place } from '../catalogue/remedy-shape.ts';
import { remediesAndFixersOf } from './denial.ts';

/** Stands in for every remedy that goes to somebody else, as long as there is no inbox it could go to. */
export const tellSomebody = {
  label: 'Tell somebody who can help',
  explanation: 'Copy a message with what they need to know, and send it by a way you both use.',
  button: 'Copy the message',
} as const;

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
  set_up_second_factor: remedies.set_up_second_factor.label,
  use_second_factor: remedies.use_second_factor.label,
};
/** Buttons that help without ending the denial. */
const helpingButtons: { readonly [Each in RemedyCode]?: string } = {
  request_invitation: 'Copy the email address',
  open_invitation: 'Go to the invitation',
};

/** The words on a remedy's button on the denial page; its label where the page only says how. */
export function buttonOf(code: RemedyCode): string {
  return buttons[code] ?? helpingButtons[code] ?? remedies[code].label;
}

export interface OfferedRemedies {
  readonly remedies: readonly Remedy[];
  /** The one that gets the main button. */
  readonly main: Remedy | undefined;
  /** Somebody else has to be told, and nothing on this page reaches them by itself. */
  readonly tells: boolean;
}

/**
 * What the denial page shows of the remedies the gate offers. What goes to somebody's access inbox is left out as long as
 * there is no such inbox: in its place stands {@link tellSomebody}. `hasPage` says which pages the product has by now.
 */
export function offeredRemedies(
  code: DenialCode,
  codes: readonly RemedyCode[],
  hasPage: (place: Place) => boolean,
): OfferedRemedies {
  const all = codes.map(remedy);
  const shown = all.filter((each) => {
    // This is the web client.
    if (each.code === 'use_web_client') return code !== 'client_outdated';
    return each.kind !== 'ask' || each.code === 'request_invitation';
  });
  return {
    remedies: shown,
    // Another account or another organization is the way in only where that is the very matter.
    main: shown.find(
      (each) =>
        (each.code in buttons || leadsOn(each, hasPage)) &&
        ((each.code !== 'switch_account' && each.code !== 'choose_organization') || each.code === codes[0]),
    ),
    tells: all.some((each) => each.kind === 'ask' && each.code !== 'request_invitation'),
  };
}

/**
 * The buttons and links of a denial's page by their words, whatever the gate leaves out for one person; what help pages
 * may name. Without those of a form that is open from the start.
 */
export function buttonsOfDenial(code: DenialCode, hasPage: (place: Place) => boolean): readonly string[] {
  const offered = offeredRemedies(code, remediesAndFixersOf(code).remedies, hasPage);
  const words = offered.remedies
    .filter((each) => {
      if (each.code === 'confirm_identity') return false;
      if (each.code === 'use_second_factor') return each !== offered.main;
      return each.code in buttons || each.code in helpingButtons || leadsOn(each, hasPage);
    })
    .map((each) => buttonOf(each.code));
  return [...words, ...(offered.tells ? [tellSomebody.button] : [])];
}

function leadsOn({ to }: Remedy, hasPage: (place: Place) => boolean): boolean {
  return to !== undefined && hasPage(to);
}
