import type { BrowserContext } from 'playwright-core';

/** What no page may do: break the content security policy, throw, or complain on the console. */
export interface PageFaults {
  /** Faults so far, one sentence each. */
  readonly found: readonly string[];
  /** Throws with all of them when there are any. */
  expectNone(): void;
}

/** A refusal is an answer like another, which Chromium nevertheless reports: the page shows what it means. */
const refusedRequest = /^Failed to load resource: the server responded with a status of 4\d\d/;

/** Collects faults on every page of the context, workers included, from now on. */
export async function watchForFaults(context: BrowserContext): Promise<PageFaults> {
  const found: string[] = [];
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      console.error(`CSP: ${event.violatedDirective} refused ${event.blockedURI} (${event.sample})`);
    });
  });
  context.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    if (refusedRequest.test(message.text())) return;
    found.push(`${message.page()?.url()}: console ${message.type()}: ${message.text()}`);
  });
  context.on('weberror', (error) => found.push(`${error.page()?.url()}: threw ${error.error().stack}`));
  return {
    found,
    expectNone: () => {
      if (found.length > 0) throw new Error(`the pages complained:\n${found.join('\n')}`);
    },
  };
}
