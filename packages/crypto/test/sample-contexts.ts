import type {
  AccountId,
  EntryId,
  GroupId,
  KeyMethodId,
  MemberId,
  OrganizationId,
  PhoneApprovalId,
  VaultId,
} from '@postern/core';
import { ObjectType, type SealedContexts, type WrappedContexts } from '../src/object-types.ts';

/** One context of every type, for tests and vectors. */
const account = 'AAECAwQFBgcICQoLDA0ODw' as AccountId;
const method = 'EBESExQVFhcYGRobHB0eHw' as KeyMethodId;
const entry = 'ICEiIyQlJicoKSorLC0uLw' as EntryId;
const vault = 'MDEyMzQ1Njc4OTo7PD0-Pw' as VaultId;
const granter = 'QEFCQ0RFRkdISUpLTE1OTw' as MemberId;
const org = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8' as OrganizationId;
const group = 'YGFiY2RlZmdoaWprbG1ubw' as GroupId;
const request = 'cHFyc3R1dnd4eXp7fH1-fw' as PhoneApprovalId;
const device = 'UFFSU1RVVldYWVpbXF1eXw';

export const sampleSealedContexts: SealedContexts = {
  [ObjectType.accountBundle]: { account, generation: 1, secretVersion: 1 },
  [ObjectType.accountState]: { account, revision: 7, secretVersion: 1 },
  [ObjectType.methodAnchor]: { account, method, methodKind: 'password' },
  [ObjectType.entryHeader]: { entry, epoch: 1, org, revision: 3, vault },
  [ObjectType.entryBody]: { entry, epoch: 1, org, revision: 3, vault },
  [ObjectType.epochLink]: { epoch: 2, org, vault },
  [ObjectType.deviceUnlock]: { account, device },
  [ObjectType.replicaRecord]: { account, device, name: 'headers/0' },
  [ObjectType.groupName]: { epoch: 1, group, org },
};

export const sampleWrappedContexts: WrappedContexts = {
  [ObjectType.accountSecret]: { account, method, methodKind: 'password', secretVersion: 1 },
  [ObjectType.vaultKey]: { epoch: 1, granter, org, recipient: `member:${granter}`, vault },
  [ObjectType.organizationKey]: { epoch: 1, granter, org, recipient: `member:${granter}` },
  [ObjectType.groupKey]: { epoch: 1, granter, group, org, recipient: `member:${granter}` },
  [ObjectType.approvedSecret]: { account, method, request, secretVersion: 1 },
};

/** The context once per field with that field changed, and once without it. */
export function swappedContexts(
  context: Readonly<Record<string, string | number>>,
): readonly Record<string, string | number>[] {
  return Object.entries(context).flatMap(([name, value]) => {
    const { [name]: _left, ...without } = context;
    return [{ ...context, [name]: typeof value === 'number' ? value + 1 : `${value}x` }, without];
  });
}
