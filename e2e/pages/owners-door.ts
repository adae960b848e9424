import type { Page } from 'playwright-core';
import { en } from '../../packages/ui/src/text/en.ts';

const { comeBack, giveKit, giveUp, lostKit, ownersDoor, scan } = en;
const headed = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 }).waitFor();
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** The owner's door, each step by what the owner sees. */
export const ownersDoorPage = {
  opened: (page: Page) => headed(page, ownersDoor.title),
  enterCode: (page: Page) => press(page, ownersDoor.enter),
  /** To the page of who can still help and what is lost, and back. */
  cannotFind: async (page: Page) => {
    await press(page, ownersDoor.cannotFind);
    await headed(page, lostKit.title);
  },
  haveItAfterAll: (page: Page) => press(page, ownersDoor.backToKit),
  /** The page before it, which the gate shows, has the same heading. */
  unfinished: (page: Page, address: string) => page.getByText(ownersDoor.unfinishedLead(address)).waitFor(),
};

/** From the kit to the inside. */
export const comeBackPage = {
  compare: async (page: Page, idStart: string) => {
    await page.getByLabel(comeBack.idStart).fill(idStart);
    await press(page, comeBack.identify);
  },
  /** It is no longer being looked at. */
  compared: (page: Page) =>
    page.getByRole('button', { name: comeBack.identify, exact: true, disabled: false }).waitFor(),
  film: (page: Page) => press(page, scan.useCamera),
  choosePdf: (page: Page, pdf: Uint8Array) =>
    page
      .getByLabel(scan.chooseFile)
      .and(page.locator('input[type=file]'))
      .setInputFiles({ name: 'kit.pdf', mimeType: 'application/pdf', buffer: Buffer.from(pdf) }),
  codeField: (page: Page) => page.getByLabel(giveKit.label),
  type: async (page: Page, code: string) => {
    await comeBackPage.codeField(page).fill(code);
    await press(page, giveKit.submit);
  },
  saysWhatHappens: (page: Page) => headed(page, comeBack.confirmTitle),
  otherCode: (page: Page) => press(page, comeBack.other),
  submit: (page: Page) => press(page, comeBack.submit),
  done: (page: Page) => headed(page, comeBack.doneTitle),
};

/** Giving the organization up, on the page of a kit that is not to be found. */
export const giveUpPart = {
  begin: async (page: Page) => {
    await press(page, giveUp.begin);
    await page.getByLabel(giveUp.code).waitFor();
  },
  giveCode: async (page: Page, code: string) => {
    await page.getByLabel(giveUp.code).fill(code);
    await press(page, giveUp.confirm);
  },
  keep: async (page: Page) => {
    await press(page, giveUp.keep);
    await page.getByText(giveUp.kept).waitFor();
  },
};
