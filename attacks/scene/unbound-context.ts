type BoundContext = typeof import('../../packages/crypto/src/frames.ts').boundContext;

/** Contexts as they would be if a sealed vault key did not say of which vault it is. Everything else stays bound. */
export function unboundContext(boundContext: BoundContext): BoundContext {
  return (type, context) => {
    const ofVaultKey = context !== null && typeof context === 'object' && 'granter' in context;
    return boundContext(type, ofVaultKey && 'vault' in context ? { ...context, vault: null } : context);
  };
}
