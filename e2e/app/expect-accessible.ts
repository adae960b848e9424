import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';
import { settleMotion } from './settle-motion.ts';

/** Half as long to read as the source that the library offers of itself. */
const axeSource = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** A page may begin to fade anything in while it is looked at; what is wrong with it is still wrong the next time. */
const looks = 3;

/** Throws with every finding of axe on the page as it stands, and where each is. */
export async function expectAccessible(page: Page): Promise<void> {
  let findings: readonly string[] = [];
  for (let look = 0; look < looks; look++) {
    findings = await findingsOn(page);
    if (findings.length === 0) return;
  }
  throw new Error(`axe on ${page.url()}:\n${findings.join('\n')}`);
}

async function findingsOn(page: Page): Promise<readonly string[]> {
  // What is still fading in has not the colours it will have. A popup is invisible until its first style is taken off it,
  // which a busy machine does late.
  await page.waitForFunction(
    () => document.querySelector('[data-starting-style], [data-ending-style]') === null,
  );
  await settleMotion(page);
  // Through the debugging protocol: the page's own policy would not run it, and stays on. A document keeps it.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource);
  const { findings, checked } = await page.evaluate(async () => {
    // Every rule is applied to everything; only of what is right it need not say where it stands.
    const { violations, passes } = await (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
      resultTypes: ['violations'],
    });
    return {
      checked: passes.length,
      findings: violations.map(
        ({ id, help, nodes }) => `${id}: ${help}\n${nodes.map(({ html }) => `    ${html}`).join('\n')}`,
      ),
    };
  });
  if (checked === 0) throw new Error(`axe checked nothing on ${page.url()}`);
  return findings;
}
