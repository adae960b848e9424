export * from './base64url.ts';
export * from './bytes.ts';
export * from './canonical.ts';
export * from './clock.ts';
export * from './email.ts';
export * from './ids.ts';
export * from './limits.ts';
export * from './result.ts';
