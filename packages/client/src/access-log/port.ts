import type { ClientKind, FactorStrength } from '@postern/access';
import type { AccessLineKind } from '@postern/contract';
import type { AccessRecordId, AccountId, GroupId, MemberId, RequestId, Result, VaultId } from '@postern/core';
import type { OrganizationLine } from '../administration/port.ts';

/** `changed`: an event of the ledger. */
export type LogKind = AccessLineKind | 'changed';

/** Which lines are wanted; what is absent is not asked about. Lines of the ledger have neither client nor address. */
export interface LogFilter {
  /** Part of an email address: of whose access it was, of who made a change or of whom it was about. */
  readonly person?: string | undefined;
  readonly kind?: LogKind | undefined;
  readonly clientKind?: ClientKind | undefined;
  /** Part of a network address. */
  readonly address?: string | undefined;
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
}

/** What the server recorded. Names of members are those of the verified ledger; the rest is as the server says. */
export interface ServerLogLine {
  readonly source: 'server';
  readonly record: AccessRecordId;
  readonly atMs: number;
  readonly kind: AccessLineKind;
  readonly account: AccountId;
  readonly email: string;
  /** Absent for somebody who is no member by the verified ledger. */
  readonly member: MemberId | undefined;
  readonly clientKind: ClientKind | undefined;
  readonly clientVersion: string | undefined;
  readonly address: string | undefined;
  readonly factorsUsed: readonly FactorStrength[];
  /** Of the denial. The words for it are the reader's own. */
  readonly code: string | undefined;
  readonly reference: string | undefined;
  readonly request: RequestId | undefined;
  /** Who granted or refused the request. */
  readonly by: string | undefined;
}

/** Where a line of the ledger leads. */
export type LogTarget =
  | { readonly kind: 'member'; readonly id: MemberId }
  | { readonly kind: 'vault'; readonly id: VaultId }
  | { readonly kind: 'group'; readonly id: GroupId };

/** What was changed, out of the verified ledger. */
export interface LedgerLogLine extends OrganizationLine {
  readonly source: 'ledger';
  readonly kind: 'changed';
  /** Absent where it leads to a whole part of the organization. */
  readonly target: LogTarget | undefined;
}

export type LogLine = ServerLogLine | LedgerLogLine;

/** Where a page of the log ends: what was told of either source by then. */
export interface LogCursor {
  /** Of the last line the server told, as its endpoint takes it; absent before the first. */
  readonly server?: string | undefined;
  /** The server has told all of its lines. */
  readonly serverDone: boolean;
  /** Events at this position and after it are told. */
  readonly ledgerBefore: number;
}

export interface LogPage {
  /** Newest first. There may be none though `next` is there: then nothing matched as far as was looked. */
  readonly lines: readonly LogLine[];
  readonly next: LogCursor | undefined;
  /** All that matches since then is told. */
  readonly lookedBackToMs: number;
}

/** The organization's access log, for who reads the audit log. */
export interface AccessLogPort {
  /**
   * Who came and who was refused as the server recorded it, and what was changed out of the verified ledger, in one order
   * of time. Read again when `OpenOrganization.logRevision` or `ledgerSeq` has grown.
   */
  readonly page: (filter: LogFilter, cursor?: LogCursor) => Promise<Result<LogPage>>;
}
