import type { Page } from 'playwright-core';

/** Waits until what was to begin to move or fade has begun, two frames on, and has ended. */
export async function settleMotion(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
    await Promise.allSettled(
      document
        .getAnimations()
        .filter((animation) => Number.isFinite(Number(animation.effect?.getComputedTiming().endTime)))
        .map((animation) => animation.finished),
    );
  });
}
