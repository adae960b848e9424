import { recoverOrganization } from '@postern/contract';
import { type Bytes, ok, type Result, refuse, toBase64Url } from '@postern/core';
import {
  commitOrganizationKey,
  drawSecret,
  hashB64,
  type KeyringItem,
  ObjectType,
  type OrganizationKeySeed,
  type RecoveryKeys,
  sealingKeyPairFromSeed,
  signObject,
} from '@postern/crypto';
import { draftEvent, type EventBody, type LedgerState, verifyChain } from '@postern/ledger';
import type { Api } from '../api/api.ts';
import { sealRequiredKeys } from '../organization/seal-required-keys.ts';
import { openWithRecovery } from './open-with-recovery.ts';
import type { LedgerAtDoor } from './read-at-door.ts';

export type Exemptions = EventBody<'recover'>['exemptions'];

/** What a recovery stands on once its code was found to be the right one. */
export interface Recovery {
  readonly api: Api;
  readonly address: string;
  readonly keys: RecoveryKeys;
  /** The owner's key statement from now on. INVARIANT: made on this device, or in force in the verified ledger. */
  readonly statement: Bytes;
  readonly exemptions: Exemptions;
  readonly nowMs: () => number;
}

/** An organization whose owner is back. */
export interface Recovered {
  readonly state: LedgerState;
  readonly event: Bytes;
  /** What the owner can open from now on: the new organization key, and every vault's key of today. */
  readonly opened: readonly KeyringItem[];
  /** What the session is good for now. */
  readonly scope: 'full' | 'door';
}

/**
 * Signs `recover` with the recovery key on the newest verified state and sends it, with the new organization key sealed to
 * the owner and every vault's key sealed to that. `head_moved` when somebody wrote meanwhile: then all of it is done again
 * on what is served now. Nothing is drawn twice for one event, and nothing counts before the server has it.
 */
export async function appendRecovery(
  recovery: Recovery,
  { state }: Pick<LedgerAtDoor, 'state'>,
): Promise<Result<Recovered>> {
  const { api, address, keys, statement, exemptions, nowMs } = recovery;
  const opened = await openWithRecovery(api, address, state, keys.sealing);
  if (!opened.ok) return opened;
  const vaultKeys = new Map(opened.value.map((one) => [`${one.vault}/${one.epoch}`, one.key]));

  const org = state.organization;
  const epoch = state.organizationKey.epoch + 1;
  const organizationKey = drawSecret<OrganizationKeySeed>();
  const { publicKey } = await sealingKeyPairFromSeed(organizationKey);
  const payload = draftEvent(
    state,
    'recovery',
    'recover',
    {
      exemptions,
      member: state.owner,
      organizationKey: {
        commit: await commitOrganizationKey(organizationKey, { epoch, org }),
        epoch,
        publicKey: toBase64Url(publicKey),
      },
      statement: toBase64Url(statement),
    },
    nowMs(),
  );
  const event = await signObject(ObjectType.ledgerEvent, keys.signing, payload);
  const verified = await verifyChain(state, [event]);
  if (!verified.ok) return verified;
  const after = verified.value.state;
  const sealed = await sealRequiredKeys(after, payload, state.owner, {
    vaultKey: async (vault, at) => {
      const key = vaultKeys.get(`${vault}/${at}`);
      return key === undefined ? refuse('keys_missing') : ok(key);
    },
    organizationKey: async (at) => (at === epoch ? ok(organizationKey) : refuse('keys_missing')),
    groupKey: async () => refuse('keys_missing'),
  });
  if (!sealed.ok) return sealed;
  const sent = await api.call(recoverOrganization, {
    params: { address },
    body: { event: toBase64Url(event), sealedKeys: [...sealed.value] },
  });
  if (!sent.ok) return sent;
  if (sent.value.head.hash !== hashB64(event)) return refuse('ledger_fork');
  const organization: KeyringItem = { kind: 'organization', org, epoch, key: organizationKey };
  return ok({ state: after, event, opened: [organization, ...opened.value], scope: sent.value.scope });
}
