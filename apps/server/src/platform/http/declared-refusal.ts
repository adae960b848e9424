import type { Endpoint } from '@postern/contract';
import type { Json, Refusal } from '@postern/core';

/**
 * A rule's refusal as the endpoint declares it: under its own code where the endpoint lists that, else under `general`
 * with the rule's code in `params.code`. `field` is the input that was judged; what the rule says of a field inside it
 * goes along as `params.at`.
 */
export function declaredRefusal(
  endpoint: Pick<Endpoint, 'refusals'>,
  general: string,
  refusal: Refusal,
  field: string,
): Refusal {
  const inside: Record<string, Json> = refusal.field === undefined ? {} : { at: refusal.field };
  return endpoint.refusals.includes(refusal.code)
    ? { ok: false, code: refusal.code, field, params: { ...refusal.params, ...inside } }
    : { ok: false, code: general, field, params: { ...refusal.params, ...inside, code: refusal.code } };
}
