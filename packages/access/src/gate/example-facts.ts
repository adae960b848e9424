import type { AccountId, MemberId, OrganizationId } from '@postern/core';
import { absent, type Facts } from './facts.ts';

export const exampleNowMs = Date.UTC(2026, 10, 21, 9, 2);

/** Maya, an active member of Northwind Freight, in her browser: every check passes. For tests and measurements. */
export function mayaInside(changes: Partial<Facts> = {}): Facts {
  return {
    request: { nowMs: exampleNowMs, door: 'use', signInAgeLimitMs: null },
    session: {
      state: 'present',
      accountId: 'bWF5YS1hY2NvdW50LWlkLQ' as AccountId,
      authenticatedAtMs: exampleNowMs - 5 * 60_000,
      expiresAtMs: exampleNowMs + 7 * 86_400_000,
      clientKind: 'web',
      clientVersion: '0.1.0',
      address: '203.0.113.7',
      factorsUsed: [],
    },
    account: {
      state: 'present',
      email: 'maya@northwind.example',
      factorsEnrolled: [],
      keys: {
        state: 'present',
        generation: 1,
        resetBy: null,
      },
    },
    organization: {
      state: 'present',
      id: 'bm9ydGh3aW5kLWZyZWlnaHQtZ2VuZXNpcy1oYXNoLTAwMDE' as OrganizationId,
      suspended: false,
      kitConfirmedAtMs: exampleNowMs - 86_400_000,
      otherCustodians: 1,
      otherCustodianNames: ['Dana Whitlock'],
    },
    membership: {
      state: 'present',
      memberId: 'bWF5YS1tZW1iZXItaWQtMQ' as MemberId,
      status: 'active',
      isOwner: false,
      isCustodian: false,
      sinceMs: exampleNowMs - 86_400_000,
      endsAtMs: null,
      clientRules: { extension: null, app: null, cli: null },
      factorExemptUntilMs: null,
      addressAllowed: false,
      statusEvent: null,
      endsAtEvent: null,
      clientRulesEvent: null,
      factorExemptEvent: null,
      addressEvent: null,
    },
    invitation: absent,
    settings: {
      state: 'present',
      sessionAgeMs: 10_080 * 60_000,
      addressAllowed: null,
      addressListOffUntilMs: null,
      clientsAllowed: { extension: true, app: true, cli: true },
      minimumClientVersion: null,
      clientIsOutdated: false,
      factorRule: null,
      addressListEvent: null,
      clientsAllowedEvent: null,
      minimumClientVersionEvent: null,
      factorRuleEvent: null,
    },
    keyLink: { state: 'present', link: 'linked', waits: false, helpers: [], linkEvent: null },
    ...changes,
  };
}

type PresentPart =
  | 'session'
  | 'account'
  | 'organization'
  | 'membership'
  | 'invitation'
  | 'settings'
  | 'keyLink';
type PresentOf<Part extends PresentPart> = Extract<Facts[Part], { state: 'present' }>;

/** One part of the facts with some fields changed. */
export function withPart<Part extends PresentPart>(
  part: Part,
  changes: Partial<PresentOf<Part>>,
  facts: Facts = mayaInside(),
): Facts {
  return { ...facts, [part]: { ...facts[part], ...changes } };
}
