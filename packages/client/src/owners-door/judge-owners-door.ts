import { maxOwnersHelpers, type OwnersDoorAnswer } from '@postern/contract';
import { ok, type Result } from '@postern/core';
import { checkOrganizationId } from '../organization/check-organization-id.ts';
import { judgeGateAnswer } from '../organization/judge-gate-answer.ts';
import { kitFileName } from '../organization/kit-pdf.ts';
import type { KnownPlace } from './device-word.ts';
import type { OwnersDoorView } from './port.ts';

/**
 * DEFENCE against a server that says somebody is the owner to get at the recovery code (attack row X1). `places`: what this
 * device knows by itself, `undefined` for a new one. Where it has verified the ledger, that says who owns the organization,
 * which kit counts and who can help; of the server's word nothing is left but that the door opened. Where it has not, the view
 * says that it is the server's word, and whoever shows it asks for nothing.
 */
export function judgeOwnersDoor(
  places: readonly KnownPlace[] | undefined,
  address: string,
  answer: OwnersDoorAnswer,
): Result<OwnersDoorView, 'organization_unknown'> {
  const place = places?.find((one) => one.address === address);
  if (!answer.opened) {
    const gate = places === undefined ? ok(answer.gate) : judgeGateAnswer(place?.organization, answer.gate);
    if (!gate.ok) return gate;
    if (!gate.value.allowed) return ok({ state: 'refused', gate: gate.value });
    return ok({ state: place === undefined ? 'unfinished' : 'inside' });
  }
  const { rules, kit, people, morePeople } = answer;
  if (places === undefined) {
    return ok({
      state: 'open',
      knownBy: 'server',
      rules,
      kit: { ...kit, fileName: kitFileName({ organization: undefined, address, version: kit.version }) },
      people,
      morePeople,
    });
  }
  // An address that the account's own sealed state does not know leads nowhere, whatever the server says of it.
  if (place === undefined) return ok({ state: 'doubted' });
  const same = checkOrganizationId(place.organization, answer.organization);
  if (!same.ok) return same;
  const { ledger } = place;
  if (ledger === undefined) return judgeOwnersDoor(undefined, address, answer);
  if (!ledger.isOwner) return ok({ state: 'doubted' });
  // A kit that was made since this device was last let in is the server's to tell, and can only be a later one.
  const newest = ledger.kit !== undefined && ledger.kit.version >= kit.version ? ledger.kit : kit;
  const fileName = kitFileName({ organization: ledger.name, address, version: newest.version });
  return ok({
    state: 'open',
    knownBy: 'device',
    rules,
    kit: { version: newest.version, madeAtMs: newest.madeAtMs, fileName },
    people: ledger.people.slice(0, maxOwnersHelpers),
    morePeople: Math.max(0, ledger.people.length - maxOwnersHelpers),
  });
}
