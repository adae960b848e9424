export * from './api/api.ts';
export * from './client.ts';
export { defaultLockAfterMinutes } from './lock-timer.ts';
export type * from './port.ts';
export { createMemoryStore } from './store/memory-store.ts';
export type { ReplicaStore } from './store/replica-store.ts';
