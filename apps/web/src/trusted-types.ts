/**
 * The one Trusted Types policy of the page (`trusted-types postern` in the CSP). It makes script addresses only, and
 * only from our own bundle, or of the app's service worker: anything else is refused by throwing.
 */
interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): string };
}

const own = /^(?:(?:\/app)?\/assets\/.+|\/app\/sw\.js)$/;

const rules = {
  createScriptURL(url: string): string {
    const resolved = new URL(url, location.href);
    if (resolved.origin !== location.origin || !own.test(resolved.pathname)) {
      throw new TypeError('a worker may come from our own assets only');
    }
    return resolved.href;
  },
};

/** The address of a worker script, as the browser accepts it under `require-trusted-types-for 'script'`. */
export function trustWorkerUrl(url: string): string {
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
  policy ??= factory === undefined ? rules : factory.createPolicy('postern', rules);
  return policy.createScriptURL(url);
}

let policy: { createScriptURL(url: string): string } | undefined;
