import type { OpenedRequest, RemedyOffer } from '@postern/client';
import type { RemedyWords, UiText } from '@postern/ui';
import { sayDay, sayMoment } from '../shared/days.ts';
import { sayGiven } from '../vaults/given.ts';
import { endOf, type Inputs } from './choices.ts';

/** A permission or a right, as it stands after "may". */
export function sayPermission(code: string, text: UiText): string {
  const { permissions } = text.administration;
  const found = Object.hasOwn(permissions, code)
    ? permissions[code as keyof typeof permissions].name
    : undefined;
  return (found ?? sayRight(code, text)).toLowerCase();
}

/** A right on a vault, as it stands after "the right to". */
export function sayRight(code: string, text: UiText): string {
  const { rights } = text.vaultAccess;
  return (Object.hasOwn(rights, code) ? rights[code as keyof typeof rights] : code).toLowerCase();
}

/** A client, as it stands after "in". */
export function sayClient(kind: string, text: UiText): string {
  return Object.hasOwn(text.inbox.clients, kind) ? (text.inbox.clients[kind] ?? '') : text.inbox.otherClient;
}

/** A vault, by its name where this device can read it. */
export function sayVault(name: string | undefined, text: UiText): string {
  const { thing } = text.inbox;
  return name === undefined || name === '' ? thing.vaultUnnamed : thing.vaultNamed(name);
}

/** What fills the sentences about a remedy. */
export function wordsOf(
  { remedy, effect }: RemedyOffer,
  inputs: Inputs,
  request: Pick<OpenedRequest, 'vaultName'>,
  text: UiText,
): RemedyWords {
  const endsAtMs = endOf(inputs, Date.now());
  const { roles } = text.vaultAccess;
  const aboutVault = effect.vault !== undefined;
  return {
    who: effect.email,
    role: remedy === 'share_vault' ? roles[inputs.role].name : sayRole(effect.role, text),
    vaults: effect.vaultCount,
    groups: effect.groupCount,
    address: effect.address,
    client: effect.clientKind === undefined ? undefined : sayClient(effect.clientKind, text),
    version: effect.version,
    formerVersion: effect.formerVersion,
    until: effect.untilMs === undefined ? undefined : sayMoment(effect.untilMs, text.locale),
    day: typeof endsAtMs === 'number' ? sayDay(endsAtMs, text.locale) : undefined,
    permission:
      effect.permission === undefined
        ? undefined
        : aboutVault
          ? sayRight(effect.permission, text)
          : sayPermission(effect.permission, text),
    vault: aboutVault ? sayVault(effect.vaultName ?? request.vaultName, text) : undefined,
    had: effect.given === undefined ? undefined : sayGiven(effect.given, text),
    handedOver: effect.handedOver,
    waits: effect.waits,
  };
}

/** A member's role by its code. */
function sayRole(role: string | undefined, text: UiText): string | undefined {
  const { roles } = text.inbox;
  return role !== undefined && Object.hasOwn(roles, role) ? roles[role as keyof typeof roles] : undefined;
}

/** Phrases as one sentence of a button: "Enable Maya and allow the address once". */
export function asOne(phrases: readonly string[], text: UiText): string {
  const joined = new Intl.ListFormat(text.locale).format(phrases);
  return `${joined.charAt(0).toUpperCase()}${joined.slice(1)}`;
}

/** What stands in somebody's way, by its code. */
export function sayStanding(code: string, text: UiText): string {
  const { stands, standsOther } = text.inbox;
  return Object.hasOwn(stands, code) ? (stands[code] ?? standsOther) : standsOther;
}
