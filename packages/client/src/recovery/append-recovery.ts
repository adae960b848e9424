import { recoverOrganization } from '@postern/contract';
import { type Bytes, ok, type Result, refuse, toBase64Url, type VaultId } from '@postern/core';
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
import {
  draftEvent,
  type EventBody,
  type Head,
  type LedgerState,
  vaultsToList,
  verifyChain,
} from '@postern/ledger';
import type { Api } from '../api/api.ts';
import { type HeadsReader, listHeads } from '../organization/append-events.ts';
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
  /** The furthest manifest of a vault that the account has seen, as far as its state is open. */
  readonly pinnedHead: (vault: VaultId) => Head | undefined;
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
 * the owner and every vault's key sealed to that. `head_moved` and `heads_wrong` when somebody wrote meanwhile: then all of it is done again
 * on what is served now. Nothing is drawn twice for one event, and nothing counts before the server has it.
 */
export async function appendRecovery(
  recovery: Recovery,
  { state }: Pick<LedgerAtDoor, 'state'>,
): Promise<Result<Recovered>> {
  const { api, address, keys, statement, exemptions } = recovery;
  const opened = await openWithRecovery(api, address, state, keys.sealing);
  if (!opened.ok) return opened;
  const vaultKeys = new Map(opened.value.keys.map((one) => [`${one.vault}/${one.epoch}`, one.key]));

  const org = state.organization;
  const epoch = state.organizationKey.epoch + 1;
  const organizationKey = drawSecret<OrganizationKeySeed>();
  const { publicKey } = await sealingKeyPairFromSeed(organizationKey);
  const body: EventBody<'recover'> = {
    exemptions,
    heads: [],
    member: state.owner,
    organizationKey: {
      commit: await commitOrganizationKey(organizationKey, { epoch, org }),
      epoch,
      publicKey: toBase64Url(publicKey),
    },
    statement: toBase64Url(statement),
  };
  const signed = await sign(recovery, state, body, async () => ok(opened.value.heads));
  if (!signed.ok) return signed;
  const { payload, event, after } = signed.value;
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
  return ok({ state: after, event, opened: [organization, ...opened.value.keys], scope: sent.value.scope });
}

/** The event, signed by the recovery key; with other keys than before it lists where the manifests stand (row X17). */
async function sign(
  { keys, pinnedHead, nowMs }: Pick<Recovery, 'keys' | 'pinnedHead' | 'nowMs'>,
  state: LedgerState,
  body: EventBody<'recover'>,
  served: HeadsReader,
) {
  const once = async (of: EventBody<'recover'>) => {
    const payload = draftEvent(state, 'recovery', 'recover', of, nowMs());
    const event = await signObject(ObjectType.ledgerEvent, keys.signing, payload);
    const verified = await verifyChain(state, [event]);
    return verified.ok ? ok({ payload, event, after: verified.value.state }) : verified;
  };
  const signed = await once(body);
  if (!signed.ok) return signed;
  const toList = vaultsToList(signed.value.after, signed.value.payload);
  if (toList.length === 0) return signed;
  const heads = await listHeads({ pinnedHead }, toList, served, false);
  if (!heads.ok) return heads;
  return heads.value.length === 0 ? signed : once({ ...body, heads: [...heads.value] });
}
