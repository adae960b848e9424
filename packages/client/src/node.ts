/** What only a client that runs in Node can use; browsers never bundle it. */
export { openDiskStore } from './store/disk-store.ts';
