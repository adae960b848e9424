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

/**
 * SPEC: docs/protocol/objects.md, "Types". The type byte stands in the frame and under every signature and
 * authentication tag, so no object can be taken for another kind.
 */
export const ObjectType = {
  keyStatement: 0x01,
  keyStorage: 0x02,
  ledgerEvent: 0x03,
  manifest: 0x04,
  joinProof: 0x05,
  recoveryProof: 0x06,
  keySuccession: 0x07,
  accountBundle: 0x11,
  accountState: 0x12,
  methodAnchor: 0x13,
  entryHeader: 0x14,
  entryBody: 0x15,
  epochLink: 0x16,
  deviceUnlock: 0x17,
  replicaRecord: 0x18,
  groupName: 0x19,
  accountSecret: 0x21,
  vaultKey: 0x22,
  organizationKey: 0x23,
  groupKey: 0x24,
  approvedSecret: 0x25,
} as const;

export type ObjectType = (typeof ObjectType)[keyof typeof ObjectType];

/** Ways to bring the account secret back on a new device. */
export const methodKinds = ['password', 'qr', 'phone', 'passkey'] as const;
export type MethodKind = (typeof methodKinds)[number];

/**
 * Where a sealed key goes: `member:<id>`, `group:<id>:<epoch>`, `invite:<id>`, `organization:<epoch>` or
 * `recovery:<version>`.
 */
export type KeyRecipient =
  | `member:${string}`
  | `group:${string}:${number}`
  | `invite:${string}`
  | `organization:${number}`
  | `recovery:${number}`;

type EntryContext = {
  readonly entry: EntryId;
  readonly epoch: number;
  readonly org: OrganizationId;
  readonly revision: number;
  readonly vault: VaultId;
};

/**
 * What whoever opens an object must say it is. A context is authenticated and never sent: a served object under
 * another name, vault, epoch or revision does not open (attack rows BW04, BW05, LP02, X20).
 */
export type SealedContexts = {
  readonly [ObjectType.accountBundle]: {
    readonly account: AccountId;
    readonly generation: number;
    readonly secretVersion: number;
  };
  readonly [ObjectType.accountState]: {
    readonly account: AccountId;
    readonly revision: number;
    readonly secretVersion: number;
  };
  readonly [ObjectType.methodAnchor]: {
    readonly account: AccountId;
    readonly method: KeyMethodId;
    readonly methodKind: MethodKind;
  };
  readonly [ObjectType.entryHeader]: EntryContext;
  readonly [ObjectType.entryBody]: EntryContext;
  readonly [ObjectType.epochLink]: {
    readonly epoch: number;
    readonly org: OrganizationId;
    readonly vault: VaultId;
  };
  readonly [ObjectType.deviceUnlock]: { readonly account: AccountId; readonly device: string };
  readonly [ObjectType.replicaRecord]: {
    readonly account: AccountId;
    readonly device: string;
    readonly name: string;
  };
  readonly [ObjectType.groupName]: {
    readonly epoch: number;
    readonly group: GroupId;
    readonly org: OrganizationId;
  };
};

export type WrappedContexts = {
  readonly [ObjectType.accountSecret]: {
    readonly account: AccountId;
    readonly method: KeyMethodId;
    readonly methodKind: MethodKind;
    readonly secretVersion: number;
  };
  readonly [ObjectType.vaultKey]: {
    readonly epoch: number;
    readonly granter: MemberId;
    readonly org: OrganizationId;
    readonly recipient: KeyRecipient;
    readonly vault: VaultId;
  };
  readonly [ObjectType.organizationKey]: {
    readonly epoch: number;
    readonly granter: MemberId;
    readonly org: OrganizationId;
    readonly recipient: KeyRecipient;
  };
  readonly [ObjectType.groupKey]: {
    readonly epoch: number;
    readonly granter: MemberId;
    readonly group: GroupId;
    readonly org: OrganizationId;
    readonly recipient: KeyRecipient;
  };
  readonly [ObjectType.approvedSecret]: {
    readonly account: AccountId;
    /** The phone's. */
    readonly method: KeyMethodId;
    readonly request: PhoneApprovalId;
    readonly secretVersion: number;
  };
};

export type SealedType = keyof SealedContexts;
export type WrappedType = keyof WrappedContexts;
export type SignedType = Exclude<ObjectType, SealedType | WrappedType>;
