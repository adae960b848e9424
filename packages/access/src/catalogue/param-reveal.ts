import { type DenialCode, denials, type RefusalCode, refusals } from './catalogue.ts';
import type { SentenceText } from './entry.ts';
import type { RevealLevel } from './fixers.ts';
import { type ParamName, paramKinds } from './param-kinds.ts';

/**
 * The least anybody must be to be told a parameter. `anyone`: limits and moments that say nothing about an organization
 * or a person. `signed-in`: what the account knows of itself, or asked about. `member`: what tells of the organization or
 * of others in it. INVARIANT: no parameter says who did something; that is evidence, which only fixers are shown.
 */
export const paramReveal = {
  address: 'signed-in',
  email: 'signed-in',
  slug: 'signed-in',
  endedAtMs: 'signed-in',
  retryAtMs: 'anyone',
  names: 'member',
  organizations: 'signed-in',
  reference: 'anyone',
  minimumVersion: 'member',
  permission: 'member',
  right: 'member',
  acceptedFactors: 'member',
  limitBytes: 'anyone',
  attemptsLeft: 'anyone',
  aheadMs: 'anyone',
  min: 'anyone',
  max: 'anyone',
  group: 'anyone',
  position: 'anyone',
  kitVersion: 'anyone',
  kitMadeAtMs: 'anyone',
  currentVersion: 'anyone',
  youAreOwner: 'member',
} as const satisfies Record<ParamName, RevealLevel>;

/** The parameters that the sentence of a code can say, flags included. Nothing else belongs beside the code. */
export function paramNamesOf(code: DenialCode | RefusalCode): readonly ParamName[] {
  const text: SentenceText = { ...denials, ...refusals }[code].sentence;
  if (typeof text === 'string') return [];
  const templates = typeof text.with === 'string' ? [text.with] : text.with;
  const flags = Object.keys(text.when ?? {});
  return (Object.keys(paramKinds) as ParamName[]).filter(
    (name) => flags.includes(name) || templates.some((template) => template.includes(`{${name}}`)),
  );
}
