export * from './catalogue/catalogue.ts';
export {
  type Fixer,
  fixerCodes,
  fixers,
  mayBeTold,
  type RevealLevel,
  revealLevels,
  type SystemPermission,
} from './catalogue/fixers.ts';
export type { FormatOptions, ParamName } from './catalogue/param-kinds.ts';
export { paramNamesOf, paramReveal } from './catalogue/param-reveal.ts';
export {
  type Remedy,
  type RemedyCode,
  type RemedyOf,
  remedies,
  remedy,
  remedyCodes,
} from './catalogue/remedies.ts';
export type { Place } from './catalogue/remedy-shape.ts';
export { plainSentence, sentence } from './catalogue/sentence.ts';
export { type AddressList, isAddressAllowed } from './gate/address-list.ts';
export { type Asked, askableCodes, askedAbout, isAskable } from './gate/askable.ts';
export {
  type ArchCode,
  archCodes,
  arches,
  type Check,
  type Evidence,
  type Outcome,
} from './gate/check.ts';
export { factorDueMs } from './gate/check-second-factor.ts';
export { type Checks, checks, gateCodesInUse } from './gate/checks.ts';
export { isClientOutdated } from './gate/client-version.ts';
export {
  type Allowed,
  allowed,
  checkFailed,
  type Decision,
  type Denial,
  type Denied,
  deny,
  denyPlainly,
  remediesAndFixersOf,
  remediesOfFixer,
  withReference,
} from './gate/denial.ts';
export { isStrongEnough } from './gate/factor-strength.ts';
export * from './gate/facts.ts';
export type { KnownSession } from './gate/facts-under.ts';
export { decide, decideBy, type Explained, explain, explainBy } from './gate/gate.ts';
export {
  custodiansOf,
  keyLinkFactsOf,
  membershipFactsOf,
  type OperatorRules,
  organizationFactsOf,
  settingsFactsOf,
} from './gate/ledger-facts.ts';
export type { LockOut } from './gate/lock-out.ts';
export { type ChangeOfRules, findLockOutOfChange, touchesRules } from './gate/lock-out-of-change.ts';
export { type CameFrom, findOwnAddress } from './gate/member-addresses.ts';
export {
  askButton,
  buttonOf,
  buttonsOfDenial,
  type OfferedRemedies,
  offeredRemedies,
} from './gate/offered-remedies.ts';
export { type Arch, type ArchState, archStates, levelOf, pathOf } from './gate/path.ts';
export {
  isKeyCode,
  isRelinkCode,
  isRuleCode,
  leadsToOwnersDoor,
  type RuleCode,
  ruleCodes,
} from './gate/rules-of-organization.ts';
export { type Verdict, verdictOf } from './gate/verdict.ts';
export { type PastAttempt, sessionsOfAttempts } from './impact/past-attempt.ts';
export {
  type Impact,
  type ImpactOnMember,
  previewImpact,
  type ShutWay,
  type Way,
} from './impact/preview-impact.ts';
export {
  archSchema,
  denialSchema,
  paramsSchema,
  parseDenial,
  pathSchema,
  toWire,
} from './wire/denial-schema.ts';
