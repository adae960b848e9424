import { type Code, type Family, familyOf } from '../catalogue/catalogue.ts';
import { plainSentence } from '../catalogue/sentence.ts';
import { alarmsHelp } from './alarms.ts';
import { gateAdmissionHelp } from './gate-admission.ts';
import { gateKeysHelp } from './gate-keys.ts';
import { gateRulesHelp } from './gate-rules.ts';
import { guides, isGuideId } from './guides.ts';
import { isInUse } from './in-use.ts';
import type { HelpTarget, HelpText } from './page.ts';
import { accountRefusalsHelp } from './refusals-account.ts';
import { askingRefusalsHelp } from './refusals-asking.ts';
import { invitationRefusalsHelp } from './refusals-invitation.ts';
import { ledgerRefusalsHelp } from './refusals-ledger.ts';
import { organizationRefusalsHelp } from './refusals-organization.ts';
import { phoneRefusalsHelp } from './refusals-phone.ts';
import { requestRefusalsHelp } from './refusals-request.ts';
import { teamRefusalsHelp } from './refusals-team.ts';
import { vaultRefusalsHelp } from './refusals-vault.ts';
import { resourcesHelp } from './resources.ts';

/** INVARIANT: one page per code; a code of the catalogue without one does not compile here. */
const helpTexts: { readonly [Each in Code]: HelpText } = {
  ...gateAdmissionHelp,
  ...gateRulesHelp,
  ...gateKeysHelp,
  ...resourcesHelp,
  ...requestRefusalsHelp,
  ...accountRefusalsHelp,
  ...organizationRefusalsHelp,
  ...ledgerRefusalsHelp,
  ...teamRefusalsHelp,
  ...invitationRefusalsHelp,
  ...vaultRefusalsHelp,
  ...askingRefusalsHelp,
  ...phoneRefusalsHelp,
  ...alarmsHelp,
};

/** A link of a help page: `target` in the product's own terms, `path` below `/help`. */
export interface HelpLink {
  readonly target: HelpTarget;
  readonly title: string;
  readonly path: string;
}

export interface HelpPage {
  readonly code: Code;
  readonly family: Family;
  /** The sentence of the code without parameters. */
  readonly message: string;
  readonly means: string;
  readonly steps: readonly string[];
  readonly others: string;
  readonly seeAlso: readonly HelpLink[];
  /** Whether this version can give the code. */
  readonly inUse: boolean;
}

/** The help page of a code. Every code has one. */
export function helpPageOf(code: Code): HelpPage {
  const { seeAlso, ...text } = helpTexts[code];
  return {
    code,
    family: familyOf(code),
    message: plainSentence(code),
    ...text,
    seeAlso: seeAlso.map(linkOf),
    inUse: isInUse(code),
  };
}

/** Where the help for a code or guide is, below the product's address: `/help/ip_not_allowed`, `/help/errors#locked`. */
export function helpPathOf(target: HelpTarget): string {
  const guide = guideIdOf(target);
  if (guide !== undefined) return `/help/guides/${guide}`;
  const family = familyOf(target as Code);
  return family === 'gate' || family === 'resource' ? `/help/${target}` : `/help/errors#${target}`;
}

function linkOf(target: HelpTarget): HelpLink {
  const guide = guideIdOf(target);
  const title = guide === undefined ? plainSentence(target as Code) : guides[guide].title;
  return { target, title, path: helpPathOf(target) };
}

function guideIdOf(target: HelpTarget) {
  const id = target.startsWith('guide:') ? target.slice('guide:'.length) : '';
  return isGuideId(id) ? id : undefined;
}
