import type { PhoneApprovalId } from '@postern/core';

/** The code that was scanned before its request was looked at; in memory alone, and used once. */
let scanned: { readonly request: PhoneApprovalId; readonly text: string } | undefined;

export function keepScannedCode(request: PhoneApprovalId, text: string): void {
  scanned = { request, text };
}

/** The code of this request, if it was scanned. */
export function scannedCodeOf(request: string): string | undefined {
  return scanned?.request === request ? scanned.text : undefined;
}

export function forgetScannedCode(): void {
  scanned = undefined;
}
