import * as accessLog from './access-log/access-log.ts';
import * as account from './account/account.ts';
import * as keyMethods from './account/key-methods.ts';
import * as passwordReset from './account/password-reset.ts';
import * as signIn from './account/sign-in.ts';
import * as signUp from './account/sign-up.ts';
import type { Endpoint } from './endpoint.ts';
import * as announce from './impact/announce-rule.ts';
import { askGate, watchGate } from './organization/gate.ts';
import * as invitation from './organization/invitation.ts';
import * as organization from './organization/organization.ts';
import * as ownersDoor from './organization/owners-door.ts';
import * as recovery from './organization/recovery.ts';
import * as phoneApproval from './phone/approval.ts';
import * as phonePairing from './phone/pairing.ts';
import * as phone from './phone/phone.ts';
import * as requests from './requests/requests.ts';
import * as secondFactor from './second-factor/second-factor.ts';
import { getServer } from './server.ts';
import * as vault from './vault/vault.ts';

export * from './access-log/access-log.ts';
export * from './account/account.ts';
export * from './account/key-methods.ts';
export * from './account/key-objects.ts';
export * from './account/password-reset.ts';
export * from './account/sign-in.ts';
export * from './account/sign-up.ts';
export * from './endpoint.ts';
export * from './fields.ts';
export * from './impact/announce-rule.ts';
export * from './openapi.ts';
export * from './organization/gate.ts';
export * from './organization/invitation.ts';
export * from './organization/organization.ts';
export * from './organization/owners-door.ts';
export * from './organization/recovery.ts';
export * from './phone/approval.ts';
export * from './phone/pairing.ts';
export * from './phone/phone.ts';
export * from './phone/phone-fields.ts';
export * from './problem.ts';
export * from './requests/attempt-facts.ts';
export * from './requests/requests.ts';
export * from './second-factor/passkey-json.ts';
export * from './second-factor/proof.ts';
export * from './second-factor/second-factor.ts';
export * from './server.ts';
export * from './vault/pack.ts';
export * from './vault/vault.ts';

/** Every endpoint of the API, for OpenAPI and for the test that each one is bound. */
export const endpoints: readonly Endpoint[] = Object.values({
  ...signUp,
  ...signIn,
  ...account,
  ...keyMethods,
  ...passwordReset,
  ...secondFactor,
  getServer,
  askGate,
  watchGate,
  ...organization,
  ...ownersDoor,
  ...recovery,
  ...invitation,
  ...vault,
  ...requests,
  ...phonePairing,
  ...phone,
  ...phoneApproval,
  ...accessLog,
  ...announce,
} as Record<string, unknown>).filter(isEndpoint);

function isEndpoint(value: unknown): value is Endpoint {
  return (
    typeof value === 'object' && value !== null && 'path' in value && 'method' in value && 'access' in value
  );
}
