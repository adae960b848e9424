import type { BrowserContext } from 'playwright-core';

/** What a client tells the server of itself at sign-in. */
export interface Announced {
  readonly kind?: 'extension';
  readonly version?: string;
}

const toldByWorker = /kind:[`'"]web[`'"],version:[\w$.]+/;

/**
 * Makes the product's pages in this context tell the server that they are another kind of client, or another version: the
 * one line of the built program that says so is changed on its way to the browser. Answers how to let the true one come.
 */
export async function announceAs(
  context: BrowserContext,
  { kind, version = '0.1.0' }: Announced,
): Promise<() => Promise<void>> {
  const worker = /\/assets\/client\.worker-[\w-]+\.js$/;
  await context.route(worker, async (route) => {
    const response = await route.fetch();
    const program = await response.text();
    if (!toldByWorker.test(program)) throw new Error('the built client does not say what it is');
    await route.fulfill({
      response,
      body: program.replace(toldByWorker, `kind:"${kind ?? 'web'}",version:"${version}"`),
    });
  });
  return () => context.unroute(worker);
}
