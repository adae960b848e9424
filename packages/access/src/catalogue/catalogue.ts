import { alarms } from './alarms.ts';
import type { AlarmEntry, DenialEntry, ParamNamesOf, RefusalEntry, UnsoundSentences } from './entry.ts';
import type { RevealLevel } from './fixers.ts';
import { gateAdmission } from './gate-admission.ts';
import { gateKeys } from './gate-keys.ts';
import { gateRules } from './gate-rules.ts';
import type { ParamName, ParamValue } from './param-kinds.ts';
import { accountRefusals } from './refusals-account.ts';
import { askingRefusals } from './refusals-asking.ts';
import { invitationRefusals } from './refusals-invitation.ts';
import { ledgerRefusals } from './refusals-ledger.ts';
import { organizationRefusals } from './refusals-organization.ts';
import { phoneRefusals } from './refusals-phone.ts';
import { requestRefusals } from './refusals-request.ts';
import { teamRefusals } from './refusals-team.ts';
import { vaultRefusals } from './refusals-vault.ts';
import { resourceDenials } from './resources.ts';

/**
 * The registry of every code, by family. A code describes a state and is never renamed. A code without sentence,
 * remedy, fixers and reveal level does not compile here; one without a help page does not compile in `help/`.
 */
export const gateDenials = { ...gateAdmission, ...gateRules, ...gateKeys } as const;
export const denials = { ...gateDenials, ...resourceDenials } as const;
export const refusals = {
  ...requestRefusals,
  ...accountRefusals,
  ...organizationRefusals,
  ...ledgerRefusals,
  ...teamRefusals,
  ...invitationRefusals,
  ...vaultRefusals,
  ...askingRefusals,
  ...phoneRefusals,
} as const;
export const catalogue = { ...denials, ...refusals, ...alarms } as const;

export type GateCode = keyof typeof gateDenials;
export type ResourceCode = keyof typeof resourceDenials;
export type DenialCode = keyof typeof denials;
export type RefusalCode = keyof typeof refusals;
export type AlarmCode = keyof typeof alarms;
export type Code = keyof typeof catalogue;

export type Family = 'gate' | 'resource' | 'refusal' | 'alarm';

/** A line that does not compile names the codes whose sentence lacks its twin or takes an unknown parameter. */
const soundSentences: [UnsoundSentences<typeof catalogue>] extends [never]
  ? true
  : UnsoundSentences<typeof catalogue> = true;
void soundSentences;

export const gateCodes = Object.keys(gateDenials) as readonly GateCode[];
export const denialCodes = Object.keys(denials) as readonly DenialCode[];
export const refusalCodes = Object.keys(refusals) as readonly RefusalCode[];
export const alarmCodes = Object.keys(alarms) as readonly AlarmCode[];
export const codes = Object.keys(catalogue) as readonly Code[];

export function isCode(text: unknown): text is Code {
  return typeof text === 'string' && Object.hasOwn(catalogue, text);
}

export function isDenialCode(text: unknown): text is DenialCode {
  return typeof text === 'string' && Object.hasOwn(denials, text);
}

export function isAlarmCode(text: unknown): text is AlarmCode {
  return typeof text === 'string' && Object.hasOwn(alarms, text);
}

/** Which family a code belongs to. */
export function familyOf(code: Code): Family {
  if (Object.hasOwn(gateDenials, code)) return 'gate';
  if (Object.hasOwn(resourceDenials, code)) return 'resource';
  return Object.hasOwn(alarms, code) ? 'alarm' : 'refusal';
}

/** HTTP status of the problem document that carries this code. */
export function statusOf(code: Code): number {
  return catalogue[code].status;
}

/** The least anybody must be to be told this outcome. */
export function revealOf(code: DenialCode | RefusalCode): RevealLevel {
  // Asked for every arch of every path: the lists are not to be joined anew each time.
  const entry: DenialEntry | RefusalEntry = catalogue[code];
  return entry.reveal;
}

/** Whether an alarm stops everything or lets what is on the device be used. */
export function severityOf(code: AlarmCode): AlarmEntry['severity'] {
  return alarms[code].severity;
}

type SentenceOf<Of extends Code> = (typeof catalogue)[Of]['sentence'];
type NamesOf<Of extends Code> = Extract<ParamNamesOf<SentenceOf<Of>>, ParamName>;
type Values<Names extends ParamName> = { readonly [Name in Names]: ParamValue<Name> };

/** The parameters of a code's sentence, each with its type. Alternatives of a sentence make them optional. */
export type ParamsOf<Of extends Code> =
  SentenceOf<Of> extends { readonly with: readonly string[] }
    ? Partial<Values<NamesOf<Of>>>
    : Values<NamesOf<Of>>;
