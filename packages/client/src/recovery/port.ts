import type { Abandonment } from '@postern/contract';
import type { Result } from '@postern/core';

/** The recovery key that counts, and how things stand with its kit. */
export interface RecoveryKeyView {
  readonly version: number;
  readonly madeAtMs: number;
  /** The former owner who made it and has it on paper; absent where the owner of today did. */
  readonly madeBy?: string;
  /** When the owner last had the kit at hand: when it was made, or when that was confirmed since. */
  readonly confirmedAtMs: number;
  /**
   * The kit is to be confirmed again, or it is a former owner's and another is to be made; and nobody has put that off since
   * signing in.
   */
  readonly due: boolean;
  /** As the browser saved it. */
  readonly fileName: string;
  /** As the kit prints it. */
  readonly organizationId: string;
  /** Vaults that are still to get a key which the kit before does not know. */
  readonly vaults: { readonly all: number; readonly stale: number };
  readonly isOwner: boolean;
  /** The organization is being given up. */
  readonly abandonment: Abandonment | undefined;
}

/** Administration of the recovery key. A new kit is made by {@link OrganizationPort.makeKit}. */
export interface RecoveryKeyPort {
  /** For the owner and who manages members; refused with `permission_missing` otherwise. */
  readonly read: () => Promise<Result<RecoveryKeyView>>;
  /**
   * Confirms that the kit is at hand, by its code or by what its QR code or PDF says. Compared on this device with the
   * ledger's own public keys; the server hears that it was done and nothing else.
   */
  readonly confirm: (text: string) => Promise<Result<undefined>>;
  /** Asks again after the next sign-in or unlocking. */
  readonly putOff: () => Promise<void>;
  /** Gives vaults that wait for it their next key, as far as this member may. */
  readonly renew: () => Promise<Result<undefined>>;
  /** Keeps an organization that is being given up. */
  readonly keepOrganization: () => Promise<Result<undefined>>;
}
