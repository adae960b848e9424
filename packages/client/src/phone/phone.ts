/** The phone's side, which a page can load without a client. */
export { openIndexedDbPhoneKeys } from './indexed-db-phone-keys.ts';
export { createPhoneApprover, type PhoneSetup } from './phone-approver.ts';
export type { PhoneKeyStore } from './phone-key-store.ts';
export type * from './port.ts';
