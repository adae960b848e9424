import { join } from 'node:path';
import { sentence } from '@postern/access';
import type { GateAnswer } from '@postern/contract';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { en } from '../../packages/ui/src/text/en.ts';
import type { Person } from '../app/flow.ts';
import { askPage, requestsPage } from '../pages/requests.ts';
import { countPresses, type Presses, pressesOf, since } from './count-presses.ts';
import type { DenialRecord, DrivenCode } from './denial-table.ts';
import { inside, type Scene, scenes } from './scene.ts';
import { Stopwatch } from './stopwatch.ts';
import { StudiedRow } from './study.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** Read by the table's reporter: results are those of this run because they live nowhere else. */
    denial?: DenialRecord;
  }
}

/** What a row has at hand beside the scene. */
export interface Stage extends Scene {
  /** Waits until this page shows the row's denial with its sentence. */
  readonly refused: (page: Page, params?: Readonly<Record<string, unknown>>) => Promise<void>;
  /**
   * Asks on the refused page; the fixer sees it come in and opens it in the inbox. What is left is to choose and to press.
   */
  readonly asked: (person: Pick<Person, 'page' | 'email'>) => Promise<void>;
  /** The fixer presses the inbox's one button; the refused page goes inside and the inbox says that it is done. */
  readonly granted: (page: Page) => Promise<void>;
  /**
   * Does what ends the denial and waits until the refused page is inside, in the same document: nothing is loaded anew.
   * `between` is what the refused person does with what was fixed, where there is something left to do.
   */
  readonly remedied: (
    page: Page,
    fix: () => Promise<unknown>,
    between?: () => Promise<unknown>,
  ) => Promise<void>;
  /** For a client without pages: what the gate told it. */
  readonly heard: (answer: GateAnswer) => void;
  /** For a client without pages: asks as it does, then as `asked`. */
  readonly askedBy: (email: string, ask: () => Promise<unknown>) => Promise<void>;
  /** As `remedied`, where there is no page or it is right to load it anew. */
  readonly measured: (fix: () => Promise<unknown>, entered: () => Promise<unknown>) => Promise<void>;
  /** Notes that the operator's command is what ends this one. */
  readonly byOperator: () => void;
}

const none: Presses = { clicks: 0, fields: 0 };

/** Drives one denial: refused, fixed in the interface by who can, inside. */
export function row(code: DrivenCode, did: string, play: (stage: Stage) => Promise<void>): void {
  scenes(
    `${code}: ${did}`,
    async ({ settings, server, browser, seat, peoples, owner, fixer, member, from, moved, task }) => {
      const study = new StudiedRow();
      let record: DenialRecord = { code, did, reached: false, remedied: false, way: 'alone' };
      const note = (known: Partial<DenialRecord>) => {
        record = { ...record, ...known };
        task.meta.denial = record;
      };
      note({});
      let watch = new Stopwatch();
      /** What was counted on each side when it was refused, or saw the request come in. */
      const before = new Map<Page, Presses>();
      const mark = async (page: Page) => void before.set(page, await pressesOf(page.context()));
      const sinceMark = async (page: Page | undefined) =>
        page === undefined ? none : since(await pressesOf(page.context()), before.get(page) ?? none);
      let refusedPage: Page | undefined;
      const paused =
        (look: Person['look']): Person['look'] =>
        (picture) =>
          watch.pause(() => look(picture));

      const measured: Stage['measured'] = async (fix, entered) => {
        note({ reached: true });
        const began = performance.now();
        await fix();
        await entered();
        const seconds = (performance.now() - began) / 1000;
        note({ remedied: true, seconds, secondsFromDenial: watch.seconds });
        const person = await sinceMark(refusedPage);
        note({ person, fixer: before.has(fixer) ? await sinceMark(fixer) : none });
        if (refusedPage !== undefined) await study.take('inside', refusedPage);
        study.keep(record);
      };
      const askedBy: Stage['askedBy'] = async (email, ask) => {
        await watch.pause(async () => {
          await toVaults(fixer);
          await study.take('fixer', fixer);
          await mark(fixer);
        });
        await ask();
        await requestsPage.badge(fixer, 1).waitFor();
        await requestsPage.open(fixer);
        await requestsPage.openRequest(fixer, email);
        await requestsPage.obstacle(fixer, code).waitFor();
        await watch.pause(() => study.take('inbox', fixer));
        note({ way: 'inbox' });
      };
      const remedied: Stage['remedied'] = async (page, fix, between = async () => {}) => {
        const document = await documentOf(page);
        await measured(fix, async () => {
          await between();
          await inside(page);
        });
        expect(await documentOf(page)).toBe(document);
      };
      const stage: Stage = {
        settings,
        server,
        browser,
        peoples,
        owner,
        fixer,
        from,
        moved,
        member: { ...member, look: paused(member.look) },
        seat: async (...who) => {
          const person = await seat(...who);
          await countPresses(person.context);
          return { ...person, look: paused(person.look) };
        },
        measured,
        remedied,
        askedBy,
        asked: ({ page, email }) => askedBy(email, () => askPage.ask(page)),
        granted: async (page) => {
          await remedied(page, () => requestsPage.press(fixer));
          await requestsPage.ended(fixer, 'granted').waitFor();
        },
        byOperator: () => note({ way: 'operator' }),
        heard: ({ denial }) => {
          expect(denial?.code).toBe(code);
          note({ reached: true });
          watch = new Stopwatch();
        },
        refused: async (page, params = {}) => {
          await page.getByText(code, { exact: true }).waitFor();
          const says = sentence(code, params);
          await page.getByRole('heading', { name: says, exact: true, level: 1 }).waitFor();
          note({ reached: true });
          refusedPage = page;
          await mark(page);
          await study.take('refused', page);
          watch = new Stopwatch();
        },
      };
      try {
        await play(stage);
      } catch (error) {
        await keepPicture(fixer, `${code}-fixer`);
        await keepPicture(member.page, `${code}-member`);
        throw error;
      }
      if (!record.remedied) throw new Error('nothing was remedied');
    },
  );
}

/** Back to the vault, where people are who are not just now helping somebody. */
async function toVaults(page: Page): Promise<void> {
  const back = page.getByRole('link', { name: en.administration.back });
  if (await back.isVisible()) await back.click();
  await inside(page);
}

/** Tells a page from the same page loaded anew. */
function documentOf(page: Page): Promise<number> {
  return page.evaluate(() => performance.timeOrigin);
}

async function keepPicture(page: Page, name: string): Promise<void> {
  const path = join(import.meta.dirname, `../../artifacts/screenshots/denials/failed-${name}.png`);
  await page.screenshot({ path }).catch(() => undefined);
}
