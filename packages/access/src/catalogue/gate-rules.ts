import type { DenialEntry } from './entry.ts';

/** Rows 8 to 12 of the gate: where from, with what, and how surely it is you. */
export const gateRules = {
  ip_not_allowed: {
    sentence: {
      with: 'Your address {address} is not allowed here.',
      without: 'Your address is not allowed here.',
    },
    status: 403,
    reveal: 'member',
    remedies: ['ask_to_allow_address', 'change_network'],
    fixers: {
      'permission:settings.manage': ['allow_address_once', 'allow_address_for_a_day', 'allow_address_always'],
      operator: ['bypass_allowlist'],
    },
  },
  extension_not_allowed: {
    sentence: 'The browser extension is off for you in this organization.',
    status: 403,
    reveal: 'member',
    remedies: ['use_web_client', 'ask_to_allow_client'],
    fixers: { 'permission:members.manage': ['allow_client'] },
  },
  app_not_allowed: {
    sentence: 'The installed app is off for you in this organization.',
    status: 403,
    reveal: 'member',
    remedies: ['use_web_client', 'ask_to_allow_client'],
    fixers: { 'permission:members.manage': ['allow_client'] },
  },
  cli_not_allowed: {
    sentence: 'The command line is off for you in this organization.',
    status: 403,
    reveal: 'member',
    remedies: ['use_web_client', 'ask_to_allow_client'],
    fixers: { 'permission:members.manage': ['allow_client'] },
  },
  client_outdated: {
    sentence: {
      with: 'This client is older than the organization accepts. It needs version {minimumVersion} or newer.',
      without: 'This client is older than the organization accepts.',
    },
    status: 426,
    reveal: 'member',
    remedies: ['update_client', 'use_web_client', 'ask_to_accept_version'],
    fixers: { 'permission:settings.manage': ['lower_minimum_version'] },
  },
  mfa_enrollment_required: {
    sentence: {
      with: 'This organization requires a second factor, and your account has none yet. It accepts {acceptedFactors}.',
      without: 'This organization requires a second factor, and your account has none yet.',
    },
    status: 403,
    reveal: 'member',
    remedies: ['set_up_second_factor', 'ask_second_factor_exemption'],
    fixers: { 'permission:members.manage': ['exempt_second_factor'] },
  },
  mfa_required: {
    sentence: 'This organization requires your second factor.',
    status: 403,
    reveal: 'member',
    remedies: ['use_second_factor', 'ask_second_factor_exemption'],
    fixers: { 'permission:members.manage': ['exempt_second_factor'] },
  },
  mfa_too_weak: {
    sentence: {
      with: 'This organization requires a stronger second factor. It accepts {acceptedFactors}.',
      without: 'This organization requires a stronger second factor.',
    },
    status: 403,
    reveal: 'member',
    remedies: ['set_up_second_factor', 'use_second_factor', 'ask_second_factor_exemption'],
    fixers: { 'permission:members.manage': ['exempt_second_factor'] },
  },
  reauthentication_required: {
    sentence: 'Confirm that it is you.',
    status: 403,
    reveal: 'signed-in',
    remedies: ['confirm_identity'],
    fixers: {},
  },
} as const satisfies Record<string, DenialEntry>;
