/** What only a client that runs in Node can use; browsers never bundle it. */
export { createMemoryPhoneKeys } from './phone/memory-phone-keys.ts';
export { openDiskStore } from './store/disk-store.ts';
