import { ok, type Result, toBase64Url } from '@postern/core';
import {
  type AccountKeys,
  commitOrganizationKey,
  drawSecret,
  type FormerKeys,
  type KeyringItem,
  keysFromSeeds,
  type OrganizationKeySeed,
  parseKeyStatement,
  sealingKeyPairFromSeed,
} from '@postern/crypto';
import { findMember, type LedgerState, type Member } from '@postern/ledger';
import { type Appender, appendEvents } from './append-events.ts';

/**
 * The account's keys that a member has in the ledger: those in force, or keys that the account has replaced and that this
 * organization has not heard the end of. Those in force as well where the ledger knows neither: then the gate says so.
 */
export async function keysKnownAs(
  { keys: known }: Pick<Member, 'keys'>,
  inForce: AccountKeys,
  former: readonly FormerKeys[],
): Promise<AccountKeys> {
  if (known.statementHash === inForce.statement.hash) return inForce;
  for (const { generation, seeds, statement } of former) {
    if (generation !== known.generation) continue;
    const parsed = await parseKeyStatement(statement);
    if (!parsed.ok || parsed.value.hash !== known.statementHash) continue;
    return (await keysFromSeeds(parsed.value, seeds)) ?? inForce;
  }
  return inForce;
}

/**
 * The keys that the ledger knows (`by.keys`) sign that others of the account take their place: from then on the old ones sign
 * nothing, and nothing that is sealed later opens by them (attack rows X15, X17). With custody the organization key goes with
 * them. Nothing is done where somebody was faster. The ledger after it.
 */
export async function tellNewKeys(
  by: Appender,
  next: AccountKeys,
  keep: (items: readonly KeyringItem[]) => Promise<void>,
): Promise<Result<LedgerState>> {
  const seed = drawSecret<OrganizationKeySeed>();
  const { publicKey } = await sealingKeyPairFromSeed(seed);
  let epoch: number | undefined;
  const appended = await appendEvents(by, async (state) => {
    const member = findMember(state, by.member);
    epoch = member?.custodian ? state.organizationKey.epoch + 1 : undefined;
    if (member?.keys.statementHash !== by.keys.statement.hash) return ok({ events: [] });
    const organizationKey =
      epoch === undefined
        ? null
        : {
            commit: await commitOrganizationKey(seed, { epoch, org: state.organization }),
            epoch,
            publicKey: toBase64Url(publicKey),
          };
    const body = { heads: [], organizationKey, statement: toBase64Url(next.statement.bytes) };
    return ok({
      events: [{ type: 'rekey' as const, body }],
      newKeys: { organizationKey: (wanted) => (wanted === epoch ? seed : undefined) },
    });
  });
  if (appended.ok && epoch !== undefined && appended.value.organizationKey.epoch === epoch) {
    const { organization: org, organizationKey } = appended.value;
    const isOurs = organizationKey.publicKeyB64 === toBase64Url(publicKey);
    if (isOurs) await keep([{ kind: 'organization', org, epoch, key: seed }]);
  }
  return appended;
}
