import { type OrganizationId, ok, type Result } from '@postern/core';
import { parseRecoveryCode, type RecoveryCode } from '@postern/crypto';

/**
 * What the QR code of a recovery kit says, and its PDF carries: which organization the code is for comes before the code,
 * so that a device which knows nothing yet can compare before it uses it (attack rows X1, X13).
 */
interface KitText {
  readonly organization: string;
  readonly address: string;
  /** Groups joined by hyphens. */
  readonly code: string;
}

const mark = 'postern-recovery-kit-1';
const shape = /^postern-recovery-kit-1 ([A-Za-z0-9_-]{43}) ([a-z0-9-]{1,64}) ([0-9A-Za-z-]{1,120})$/;

/** The text of a kit. */
export function formatKitText({ organization, address, code }: KitText): string {
  return `${mark} ${organization} ${address} ${code}`;
}

/** What somebody typed, scanned or chose. */
export interface GivenKit {
  readonly code: RecoveryCode;
  /** Of a scanned or chosen kit: what it was made for. */
  readonly madeFor: { readonly organization: OrganizationId; readonly address: string } | undefined;
}

/** A kit's text, or a typed code. Refused as {@link parseRecoveryCode} refuses, which says what group is wrong. */
export function parseGivenKit(text: string): Result<GivenKit> {
  const match = shape.exec(text.trim());
  const code = parseRecoveryCode(match?.[3] ?? text);
  if (!code.ok) return code;
  const [, organization, address] = match ?? [];
  const madeFor =
    organization === undefined || address === undefined
      ? undefined
      : { organization: organization as OrganizationId, address };
  return ok({ code: code.value, madeFor });
}
