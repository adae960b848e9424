import type { BrowserContext } from 'playwright-core';

/** What somebody did with their hands. */
export interface Presses {
  readonly clicks: number;
  /** Fields that were filled in, however many letters went into each. */
  readonly fields: number;
}

const key = 'presses';

/** Counts on every page of the context that is opened from now on; a page that is loaded anew goes on counting. */
export async function countPresses(context: BrowserContext): Promise<void> {
  await context.addInitScript((kept) => {
    // A tab that is about to be opened keeps nothing.
    if (location.protocol === 'about:') return;
    const counted: { clicks: number; fields: number } = JSON.parse(
      sessionStorage.getItem(kept) ?? '{"clicks":0,"fields":0}',
    );
    const count = (what: 'clicks' | 'fields') => {
      counted[what] += 1;
      sessionStorage.setItem(kept, JSON.stringify(counted));
    };
    let filled: EventTarget | null = null;
    const fill = ({ target }: Event) => {
      const isField = target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement;
      if (!isField || ['radio', 'checkbox'].includes(target.type) || target === filled) return;
      filled = target;
      count('fields');
    };
    addEventListener('pointerdown', ({ isTrusted }) => isTrusted && count('clicks'), true);
    addEventListener('input', fill, true);
  }, key);
}

/** All that was counted on the pages that are open. */
export async function pressesOf(context: BrowserContext): Promise<Presses> {
  const counted = await Promise.all(
    context.pages().map(async (page): Promise<Presses> => {
      const text = await page.evaluate((kept) => sessionStorage.getItem(kept), key);
      return text === null ? { clicks: 0, fields: 0 } : JSON.parse(text);
    }),
  );
  const sum = (of: keyof Presses) => counted.reduce((total, each) => total + each[of], 0);
  return { clicks: sum('clicks'), fields: sum('fields') };
}

export function since(all: Presses, before: Presses): Presses {
  return { clicks: all.clicks - before.clicks, fields: all.fields - before.fields };
}
