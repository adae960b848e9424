export * from './api/api.ts';
export type * from './port.ts';
