import { createOrganization, type SealedKey } from '@postern/contract';
import {
  type Bytes,
  type Email,
  type MemberId,
  newId,
  type OrganizationId,
  ok,
  type Result,
  refuse,
  toBase64Url,
} from '@postern/core';
import {
  type AccountKeys,
  commitOrganizationKey,
  drawSecret,
  ObjectType,
  type OrganizationKeySeed,
  sealingKeyPairFromSeed,
  signObject,
} from '@postern/crypto';
import {
  draftGenesis,
  isAddress,
  isName,
  type LedgerState,
  maxNameLength,
  verifyChain,
} from '@postern/ledger';
import type { Api } from '../api/api.ts';
import { checkOrganizationId } from './check-organization-id.ts';
import { sealRequiredKeys } from './seal-required-keys.ts';

/** An organization that exists on this device alone so far: the hash of its genesis is its id whatever a server says. */
export interface Founding {
  readonly organization: OrganizationId;
  readonly genesis: Bytes;
  readonly state: LedgerState;
  readonly organizationKey: OrganizationKeySeed;
  readonly sealedKeys: readonly SealedKey[];
}

/** Draws and signs an organization. `name_invalid` and `address_invalid` name their field. */
export async function draftFounding(
  keys: AccountKeys,
  email: Email,
  name: string,
  address: string,
  nowMs: number,
): Promise<Result<Founding>> {
  if (!isName(name)) return refuse('name_invalid', { field: '/name', params: { max: maxNameLength } });
  if (!isAddress(address)) return refuse('address_invalid', { field: '/address' });
  const organizationKey = drawSecret<OrganizationKeySeed>();
  const { publicKey } = await sealingKeyPairFromSeed(organizationKey);
  const member = newId<MemberId>();
  const payload = draftGenesis(
    {
      address,
      name,
      nonce: newId<string>(),
      organizationKey: {
        commit: await commitOrganizationKey(organizationKey, { epoch: 1, org: null }),
        epoch: 1,
        publicKey: toBase64Url(publicKey),
      },
      owner: { account: keys.account, email, member, statement: toBase64Url(keys.statement.bytes) },
      reducer: 1,
    },
    nowMs,
  );
  const genesis = await signObject(ObjectType.ledgerEvent, keys.signing, payload);
  const verified = await verifyChain(null, [genesis]);
  if (!verified.ok) return verified;
  const { state } = verified.value;
  const sealedKeys = await sealRequiredKeys(state, payload, member, {
    vaultKey: async () => refuse('keys_missing'),
    groupKey: async () => refuse('keys_missing'),
    organizationKey: async () => ok(organizationKey),
  });
  if (!sealedKeys.ok) throw new Error('a new organization key could not be sealed to its owner');
  return ok({
    organization: state.organization,
    genesis,
    state,
    organizationKey,
    sealedKeys: sealedKeys.value,
  });
}

/** Gives a founding to the server, whose answer must name the very organization that was drawn here (BW09). */
export async function sendFounding(api: Api, founding: Founding): Promise<Result<undefined>> {
  const created = await api.call(createOrganization, {
    body: { genesis: toBase64Url(founding.genesis), sealedKeys: [...founding.sealedKeys] },
  });
  if (!created.ok) return created;
  return checkOrganizationId(founding.organization, created.value.organization);
}
