import type { AccessRecord, GateAnswer, getServer, Head, SessionView } from '@postern/contract';
import type {
  EntryId,
  FolderId,
  HashB64,
  OrganizationId,
  Refusal,
  Result,
  SessionId,
  VaultId,
} from '@postern/core';
import type { z } from 'zod';
import type { AccessLogPort } from './access-log/port.ts';
import type { AdministrationPort } from './administration/port.ts';
import type { ForgotPasswordPort, WaitingFacts } from './forgot-password/port.ts';
import type { ImpactPort } from './impact/port.ts';
import type { GivenKey, KeyMethodView, KeyStoragePort, KeysNeeded } from './key-storage/port.ts';
import type { DoorSession, OwnersDoorPort } from './owners-door/port.ts';
import type { ApprovalFacts, PairingFacts, PhonePort } from './phone/port.ts';
import type { RelinkPort } from './relink/port.ts';
import type { OwnRequest, RequestsPort } from './requests/port.ts';
import type { GivenSecondFactor, SecondFactorPort, SecondFactorStep } from './second-factor/port.ts';

export type * from './access-log/port.ts';
export type * from './administration/port.ts';
export type * from './forgot-password/port.ts';
export type * from './impact/port.ts';
export type * from './key-storage/port.ts';
export type * from './owners-door/port.ts';
export type * from './phone/port.ts';
export type * from './recovery/port.ts';
export type * from './relink/port.ts';
export type * from './requests/port.ts';
export type * from './second-factor/port.ts';

/**
 * What the pages ask of the client. Keys, cryptography, replica and search live behind it, in a worker; only what is on
 * screen crosses. Refusals come back as values, faults are thrown.
 */
export interface ClientPort {
  /** The state every page draws from; the same object until something in it changes. */
  readonly snapshot: () => Snapshot;
  /** Calls back after each change of the snapshot; returns the function that ends it. */
  readonly subscribe: (listener: () => void) => () => void;
  readonly account: AccountPort;
  readonly keyStorage: KeyStoragePort;
  readonly forgotPassword: ForgotPasswordPort;
  readonly secondFactor: SecondFactorPort;
  readonly organization: OrganizationPort;
  readonly administration: AdministrationPort;
  readonly accessLog: AccessLogPort;
  readonly requests: RequestsPort;
  readonly relink: RelinkPort;
  readonly phone: PhonePort;
  readonly impact: ImpactPort;
  readonly vault: VaultPort;
}

export type ServerFacts = z.infer<typeof getServer.answer>;

/**
 * `starting` until the device's own state is read; `keys-needed`: the session has begun, and the password brings no keys
 * back; `locked`: signed in, keys closed.
 */
export type Phase = 'starting' | 'signed-out' | 'keys-needed' | 'locked' | 'open';

export interface Snapshot {
  readonly phase: Phase;
  /** Absent until the server has answered once. */
  readonly server: ServerFacts | undefined;
  readonly online: boolean;
  readonly account: AccountFacts | undefined;
  /** A session at the owner's door: no keys are open, and the phase is what it was. */
  readonly door: DoorSession | undefined;
  /** A generation of keys that was begun without those in force and waits, as far as the server has told. */
  readonly waitingGeneration: WaitingFacts | undefined;
  /** What brings the keys back in the phase `keys-needed`. */
  readonly keysNeeded: KeysNeeded | undefined;
  /** The pairing of a phone that was begun here. */
  readonly pairing: PairingFacts | undefined;
  /** What this device asked the account's phones. */
  readonly approval: ApprovalFacts | undefined;
  /** The organizations this account's own sealed state vouches for. */
  readonly organizations: readonly OrganizationFacts[];
  /** The organization that was entered last, as the gate and the replica see it now. */
  readonly entered: EnteredOrganization | undefined;
  /** The server contradicts what this device knows: everything stops until it is explained. */
  readonly alarm: Refusal | undefined;
}

export interface AccountFacts {
  readonly email: string;
  readonly createdAtMs: number;
  /** The fingerprint of the account's signing key, to be read aloud. */
  readonly fingerprintWords: readonly string[];
}

export interface OrganizationFacts {
  readonly id: OrganizationId;
  readonly address: string;
  readonly name: string;
}

export interface EnteredOrganization {
  readonly address: string;
  readonly gate: GateAnswer;
  /** Whether this account owns it, by the ledger that this device verified; absent as long as there is none. */
  readonly isOwner?: boolean;
  /** Own requests for access there, newest first, as far as the server has told. */
  readonly requests: readonly OwnRequest[];
  /** Present once the gate is open and the ledger is verified. */
  readonly open: OpenOrganization | undefined;
}

export interface OpenOrganization extends OrganizationFacts {
  readonly isOwner: boolean;
  readonly permissions: readonly string[];
  readonly vaults: readonly VaultFacts[];
  readonly tags: readonly { readonly name: string; readonly count: number }[];
  readonly counts: { readonly all: number; readonly favourites: number; readonly trash: number };
  /** Grows with every change of what `listEntries` answers. */
  readonly revision: number;
  /** Position of the newest verified ledger event: what `administration` answers may have changed when it grows. */
  readonly ledgerSeq: number;
  /** Grows when the access log has new lines, for who reads the audit log. */
  readonly logRevision: number;
  /** How many requests for access are open that this member can help with. */
  readonly openRequests: number;
  /** Grows when any of them may have changed: as many as before need not be the same ones. */
  readonly requestsRevision: number;
  readonly sync: SyncState;
  readonly settings: { readonly sessionAgeMinutes: number };
  readonly memberCount: number;
  /**
   * How often something was refused with `device_unconfirmed`: this device has its knowledge from the server alone, and
   * somebody has to look through {@link OrganizationPort.keyRecipients} before it gives keys to anybody. 0 once they did.
   */
  readonly recipientsAsked: number;
}

export type SyncState =
  | { readonly state: 'synced' }
  | { readonly state: 'syncing'; readonly done: number; readonly total: number | undefined }
  | { readonly state: 'behind' };

export interface VaultFacts {
  readonly id: VaultId;
  readonly name: string;
  readonly kind: 'shared' | 'personal';
  /** Entries that are not in the trash. */
  readonly count: number;
  readonly canEdit: boolean;
  readonly folders: readonly { readonly id: FolderId; readonly name: string; readonly parent?: FolderId }[];
}

export interface AccountPort extends OwnersDoorPort {
  readonly beginSignUp: (email: string) => Promise<Result<undefined>>;
  /** Exchanges the mailed code for the right to register; the ticket stays behind the port. */
  readonly verifySignUpCode: (email: string, code: string) => Promise<Result<undefined>>;
  readonly finishSignUp: (email: string, password: string) => Promise<Result<undefined>>;
  /**
   * Signed in, or with a step: the password was right and a second factor is still to be given. `former`: with the password of
   * before, where the account began anew without its keys.
   */
  readonly signIn: (
    email: string,
    password: string,
    which?: 'newest' | 'former',
  ) => Promise<Result<SecondFactorStep | undefined>>;
  /** Ends the sign-in that waits since `signIn`, `unlock` or `givePasswordBack`; `ticket_expired` when none does. */
  readonly giveSecondFactor: (proof: GivenSecondFactor) => Promise<Result<undefined>>;
  /** The ways to the keys, other than the password, that can stand in for a second factor that is lost. */
  readonly keyMethodsForFactor: () => Promise<Result<readonly KeyMethodView[]>>;
  /** Ends the sign-in that waits with one of them: all second factors are taken off the account. */
  readonly resetSecondFactors: (given: GivenKey) => Promise<Result<undefined>>;
  /** Has a code mailed for the sign-in that waits. */
  readonly mailSecondFactor: () => Promise<Result<undefined>>;
  readonly signOut: () => Promise<void>;
  readonly lock: () => Promise<void>;
  /** As {@link AccountPort.signIn}, where the session is over and the password signs in anew. */
  readonly unlock: (password: string) => Promise<Result<SecondFactorStep | undefined>>;
  /** The remedy of `reauthentication_required`. */
  readonly confirmIdentity: (password: string) => Promise<Result<undefined>>;
  readonly changePassword: (
    current: string,
    next: string,
  ) => Promise<Result<{ readonly endedSessions: number }>>;
  /**
   * The remedy of `state_older_than_known` where the server was restored from a backup and knows an `earlier` password
   * again: opens this device with its own `password` and makes that the server's once more.
   */
  readonly givePasswordBack: (
    password: string,
    earlier: string,
  ) => Promise<Result<SecondFactorStep | undefined>>;
  readonly sessions: () => Promise<Result<readonly SessionView[]>>;
  readonly revokeSession: (session: SessionId) => Promise<Result<undefined>>;
  readonly accessLog: () => Promise<Result<readonly AccessRecord[]>>;
  /** Mails a code; refused with `owns_organization` while the account owns one. */
  readonly beginDeletion: () => Promise<Result<undefined>>;
  readonly finishDeletion: (code: string) => Promise<Result<undefined>>;
}

export interface OrganizationPort {
  readonly create: (name: string, address: string) => Promise<Result<OrganizationFacts>>;
  /** Asks the gate and, when it opens, makes this the entered organization. The answer is in the snapshot too. */
  readonly enter: (address: string) => Promise<Result<GateAnswer>>;
  /** Draws a recovery code and makes its PDF. Making another forgets the one before. */
  readonly makeKit: (address: string) => Promise<Result<RecoveryKit>>;
  /** Appends the recovery key to the ledger once the asked group was typed back. */
  readonly confirmKit: (address: string, typedGroup: string) => Promise<Result<undefined>>;
  readonly changeSettings: (set: { readonly sessionAgeMinutes: number }) => Promise<Result<undefined>>;
  readonly evidence: () => Promise<Result<Evidence>>;
  /** Everybody who holds keys by the ledger that this device was shown, and whoever is about to. */
  readonly keyRecipients: () => Promise<Result<KeyRecipients>>;
  /** Says that the person has looked through the recipients as of `seq`; refused with `head_moved` when they changed. */
  readonly confirmRecipients: (seq: number) => Promise<Result<undefined>>;
}

/** Who can open something, for a person to look through: the owner first, then by address. */
export interface KeyRecipients {
  readonly seq: number;
  readonly members: readonly {
    readonly email: string;
    readonly isSelf: boolean;
    readonly role: 'owner' | 'administrator' | 'member';
    readonly custodian: boolean;
    readonly vaultCount: number;
    readonly sinceMs: number;
  }[];
  readonly invitations: readonly { readonly email: string; readonly by: string }[];
}

export interface RecoveryKit {
  /** `Postern recovery kit <organization> <address> v<N>.pdf` */
  readonly fileName: string;
  readonly pdf: Uint8Array<ArrayBuffer>;
  readonly version: number;
  /** How many groups the printed code has, and which one (from 1) is asked for. */
  readonly groupCount: number;
  readonly askedGroup: number;
}

/** What this device has verified by itself. */
export interface Evidence {
  readonly organization: OrganizationId;
  readonly idWords: readonly string[];
  readonly idHex: string;
  readonly ledgerHead: Head;
  readonly vaultHeads: readonly { readonly vault: VaultId; readonly name: string; readonly head: Head }[];
  readonly events: readonly LedgerLine[];
}

export interface LedgerLine {
  readonly seq: number;
  readonly hash: HashB64;
  readonly type: string;
  readonly atMs: number;
  /** Email address of the signing member, or `recovery`. */
  readonly by: string;
}

export type EntryType = 'login' | 'note';

/** Which part of the organization is listed. */
export type Scope =
  | { readonly kind: 'all' | 'favourites' | 'trash' }
  | { readonly kind: 'vault'; readonly vault: VaultId; readonly folder?: FolderId }
  | { readonly kind: 'tag'; readonly tag: string };

/** One line of the list: what the sealed header says. */
export interface EntryRow {
  readonly vault: VaultId;
  readonly entry: EntryId;
  readonly type: EntryType;
  readonly title: string;
  readonly user: string;
  readonly favourite: boolean;
}

/** Which part of a list is wanted. */
export interface ListWindow {
  /** Index of its first row, from 0. */
  readonly from: number;
  readonly count: number;
  /** An entry whose index in the whole list is wanted too. */
  readonly place?: EntryRef | undefined;
}

/** Part of a list. */
export interface ListPart {
  /** How many rows the whole list has. */
  readonly total: number;
  readonly from: number;
  readonly rows: readonly EntryRow[];
  /** Index of the entry that was asked for; absent when it is not in the list. */
  readonly place?: number;
}

export interface CustomField {
  readonly kind: 'text' | 'hidden' | 'url';
  readonly name: string;
  readonly value: string;
}

/** What a person writes; the client adds times, history and revision. */
export interface EntryDraft {
  readonly type: EntryType;
  readonly title: string;
  readonly user: string;
  readonly password: string;
  readonly urls: readonly string[];
  readonly notes: string;
  readonly tags: readonly string[];
  readonly folder: FolderId | undefined;
  readonly favourite: boolean;
  readonly custom: readonly CustomField[];
}

export interface OpenedEntry extends EntryDraft {
  readonly vault: VaultId;
  readonly entry: EntryId;
  readonly revision: number;
  readonly createdAtMs: number;
  readonly changedAtMs: number;
  readonly trashedAtMs: number | undefined;
  readonly history: readonly { readonly atMs: number; readonly password: string }[];
}

export interface EntryRef {
  readonly vault: VaultId;
  readonly entry: EntryId;
}

/** A write either went through, or met a newer revision, which is handed over so that neither version is lost. */
export type WriteAnswer =
  | Result<EntryRef>
  | { readonly ok: false; readonly code: 'edit_conflict'; readonly theirs: OpenedEntry };

export interface VaultPort {
  /** Rows of the scope in title order, or by rank when there is a query (which searches all vaults). */
  readonly listEntries: (scope: Scope, query: string) => Promise<readonly EntryRow[]>;
  /** The rows of `listEntries` that are in sight: what crosses does not grow with the vault. */
  readonly listPart: (scope: Scope, query: string, window: ListWindow) => Promise<ListPart>;
  readonly openEntry: (ref: EntryRef) => Promise<Result<OpenedEntry>>;
  readonly addEntry: (vault: VaultId, draft: EntryDraft) => Promise<WriteAnswer>;
  /** `revision` is the one the person saw when they began to edit. */
  readonly editEntry: (ref: EntryRef, revision: number, draft: EntryDraft) => Promise<WriteAnswer>;
  readonly setFavourite: (ref: EntryRef, favourite: boolean) => Promise<Result<undefined>>;
  readonly moveEntry: (ref: EntryRef, to: VaultId) => Promise<Result<EntryRef>>;
  readonly trashEntry: (ref: EntryRef) => Promise<Result<undefined>>;
  readonly restoreEntry: (ref: EntryRef) => Promise<Result<undefined>>;
  readonly purgeEntry: (ref: EntryRef) => Promise<Result<undefined>>;
  readonly createVault: (name: string) => Promise<Result<VaultId>>;
  /** For a member who has none; `personal_vault_disabled` where the organization has them off. */
  readonly createPersonalVault: () => Promise<Result<VaultId>>;
  readonly createFolder: (vault: VaultId, name: string) => Promise<Result<FolderId>>;
}
