import { type OrganizationId, ok, type Result, refuse } from '@postern/core';
import { z } from 'zod';
import type { LedgerRefusal } from '../codes.ts';
import { type Incoming, implemented, typedOnly } from '../event-definition.ts';
import {
  accountId,
  addressText,
  counter,
  email,
  isAddress,
  isName,
  memberId,
  nameText,
  nonce,
  publicKeyEpoch,
  statement,
} from '../event-shape.ts';
import { defaultSettings } from '../settings-table.ts';
import { type LedgerState, reducerVersion } from '../state.ts';
import { keysFromStatement } from './accounts.ts';

const genesis = z.strictObject({
  address: addressText,
  name: nameText,
  nonce,
  organizationKey: publicKeyEpoch,
  owner: z.strictObject({ account: accountId, email, member: memberId, statement }),
  reducer: counter,
});

export const genesisEvents = {
  // A genesis has no state to apply to: `found` reads it. Anywhere else it does not belong.
  genesis: implemented(genesis, () => refuse('genesis_expected')),
  reducer_raise: typedOnly(z.strictObject({ reducer: counter })),
};

/**
 * The state that a genesis event founds. It is self-asserted: what makes it *the* organization is that the client
 * knows its hash from an invitation, a kit or sealed state (attack row BW09).
 */
export function found(event: Incoming<z.infer<typeof genesis>>): Result<LedgerState, LedgerRefusal['code']> {
  const { address, name, organizationKey, owner, reducer } = event.body;
  if (reducer !== reducerVersion) return refuse('client_outdated');
  if (!isAddress(address)) return refuse('address_invalid', { field: '/address' });
  if (!isName(name)) return refuse('name_invalid', { field: '/name' });
  if (organizationKey.epoch !== 1) return refuse('wrong_epoch', { field: '/organizationKey/epoch' });
  if (event.statement === null || event.statement.account !== owner.account || event.by !== owner.member) {
    return refuse('statement_wrong', { field: '/owner/statement' });
  }
  return ok({
    reducer,
    organization: event.hash as string as OrganizationId,
    address,
    name,
    head: { seq: event.seq, hash: event.hash },
    lastAtMs: event.at,
    owner: owner.member,
    members: {
      [owner.member]: {
        id: owner.member,
        account: owner.account,
        email: owner.email,
        status: 'active',
        role: 'owner',
        permissions: [],
        custodian: true,
        link: 'linked',
        keys: keysFromStatement(event.statement, event.seq),
        formerKeys: [],
        refusedStatements: [],
        personalVault: null,
        groups: [],
        endsAtMs: null,
        clients: { allowed: [], denied: [] },
        exemptUntilMs: null,
        addresses: [],
        invite: null,
        sinceSeq: event.seq,
        sinceMs: event.at,
        setAt: {},
      },
    },
    organizationKey: {
      epoch: 1,
      publicKeyB64: organizationKey.publicKey,
      commit: organizationKey.commit,
      fromSeq: event.seq,
    },
    formerOrganizationKeys: [],
    recovery: null,
    invitations: {},
    groups: {},
    vaults: {},
    settings: defaultSettings,
    settingsSetAt: {},
    addresses: {},
  });
}
