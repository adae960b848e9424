import type { Place } from '@postern/access';
import { type DenialCode, type Remedy, type RemedyCode, remedy } from '@postern/access';
import { placePath } from './place-path.ts';

/** Remedies that the denial page carries out by itself; links to pages of the product count as well. */
const doneHere: ReadonlySet<RemedyCode> = new Set<RemedyCode>([
  'confirm_identity',
  'sign_in',
  'switch_account',
  'try_again',
  'change_network',
  'wait_for_owner',
  'go_online',
  'reload',
  'update_client',
  'go_back',
  'make_recovery_kit',
  'set_up_second_factor',
  'use_second_factor',
]);

export interface OfferedRemedies {
  readonly remedies: readonly Remedy[];
  /** The one that gets the main button. */
  readonly main: Remedy | undefined;
  /** Somebody else has to be told, and nothing on this page reaches them by itself. */
  readonly tells: boolean;
}

/**
 * What the denial page shows of the remedies the gate offers. What goes to somebody's access inbox is left out as long as
 * there is no such inbox: in its place stands a message to hand on.
 */
export function offeredRemedies(
  code: DenialCode,
  codes: readonly RemedyCode[],
  address: string,
): OfferedRemedies {
  const all = codes.map(remedy);
  const remedies = all.filter((each) => {
    // This is the web client.
    if (each.code === 'use_web_client') return code !== 'client_outdated';
    return each.kind !== 'ask' || each.code === 'request_invitation';
  });
  return {
    remedies,
    // Another account or another organization is the way in only where that is the very matter.
    main: remedies.find(
      (each) =>
        isDoneHere(each, address) &&
        ((each.code !== 'switch_account' && each.code !== 'choose_organization') || each.code === codes[0]),
    ),
    tells: all.some((each) => each.kind === 'ask' && each.code !== 'request_invitation'),
  };
}

function isDoneHere(
  { code, to }: { readonly code: RemedyCode; readonly to?: Place },
  address: string,
): boolean {
  return doneHere.has(code) || (to !== undefined && placePath(to, address) !== undefined);
}
