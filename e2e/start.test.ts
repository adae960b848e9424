import { expect } from 'vitest';
import { readAskedGroup, readPrintedTexts } from '../packages/client/test/people.ts';
import { en } from '../packages/ui/src/text/en.ts';
import { flow } from './app/flow.ts';
import { createPage, foundOrganization, kitPage } from './pages/organization.ts';
import { signInWith } from './pages/sign-in.ts';
import { signUpPage } from './pages/sign-up.ts';

const password = 'harbour quilt lantern moss';

flow('Maya signs up, founds an organization, saves its kit and lands in an empty vault', async ({ seat }) => {
  const { page, context, email, look } = await seat('Maya');

  // The code comes by the link on that very screen, as the first visitor of a server without mail finds it.
  await signUpPage.open(page);
  await signUpPage.giveAddress(page, email);
  const [outbox] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('link', { name: en.signUp.outboxLink }).click(),
  ]);
  const code = await outbox.locator('.code strong').first().innerText();
  await outbox.close();
  await signUpPage.giveCode(page, code);
  await signUpPage.choosePassword(page, password);

  await createPage.open(page);
  await look('create-organization');

  // The address follows the name, and a reserved word is refused beside its field.
  await createPage.fill(page, 'Northwind Shipping');
  expect(await page.getByLabel(en.create.address, { exact: true }).inputValue()).toBe('northwind-shipping');
  await createPage.fill(page, 'Northwind Shipping', 'settings');
  const address = page.getByLabel(en.create.address, { exact: true });
  await expect.poll(() => address.getAttribute('aria-invalid')).toBe('true');
  expect(await page.getByText(/settings is reserved/).count()).toBe(1);
  await look('address-reserved');
  await createPage.fill(page, 'Northwind Shipping', 'northwind');
  await createPage.submit(page);

  await page.getByRole('heading', { name: en.setup.title }).waitFor();
  await look('kit-make');
  await kitPage.make(page);
  await look('kit-save');
  const kit = await kitPage.save(page);
  expect(kit.fileName).toBe('Postern recovery kit Northwind Shipping northwind v1.pdf');
  const texts = await readPrintedTexts(kit.pdf);
  expect(texts).toContain('Northwind Shipping');
  expect(texts.filter((text) => /^[0-9A-HJKMNP-TV-Z]{6}$/.test(text))).toHaveLength(11);

  const asked = await kitPage.toConfirm(page);
  await look('kit-confirm');
  await kitPage.typeBack(page, 'AAAAAA');
  await page.getByRole('alert').waitFor();
  await look('kit-mistyped');
  await kitPage.typeBack(page, await readAskedGroup(kit.pdf, asked));

  await page.getByText(en.vault.emptyTitle).waitFor();
  expect(new URL(page.url()).pathname).toBe('/northwind');
  await look('empty-vault');
});

flow(
  'she sees where she is signed in, ends the other session, and cannot leave what she owns',
  async ({ seat }) => {
    const desk = await seat('Maya');
    const train = await seat('Maya');
    const { page, look } = desk;
    // With one organization she lands in it, with two she chooses.
    await signInWith(page, desk.email, password);
    await page.getByText(en.vault.emptyTitle).waitFor();
    await page.getByRole('link', { name: en.frame.home }).click();
    await foundOrganization(page, 'Harbour Masters', 'harbour-masters');
    await page.getByRole('link', { name: en.frame.home }).click();
    await page.getByRole('heading', { name: en.home.title }).waitFor();
    await signInWith(train.page, train.email, password);
    await train.page.getByRole('heading', { name: en.home.title }).waitFor();
    await train.page.getByRole('link', { name: 'northwind' }).click();
    await train.page.getByText(en.vault.emptyTitle).waitFor();

    // From one organization into the other.
    await page.getByRole('link', { name: /Harbour Masters|harbour-masters/ }).click();
    await page.getByText(en.vault.emptyTitle).waitFor();
    await page.getByRole('button', { name: en.frame.switchOrganization }).click();
    await page.getByRole('menuitem', { name: /\/northwind$/ }).click();
    await page.waitForURL('**/northwind');
    await page.getByRole('button', { name: `Northwind Shipping: ${en.frame.switchOrganization}` }).waitFor();

    // Her sessions: this one and that on the train.
    await page.getByRole('button', { name: en.frame.accountMenu(desk.email) }).click();
    await page.getByRole('menuitem', { name: en.frame.sessions }).click();
    const rows = page.getByRole('table', { name: en.sessions.caption }).getByRole('row');
    const here = rows.filter({ hasText: en.sessions.thisOne });
    for (const told of [/Web · Chrome on \w+/, /^(?:127\.0\.0\.1|::1)$/, /\bjust now\b/])
      await here.getByText(told).first().waitFor();
    await look('sessions');
    const others = rows.filter({ has: page.getByRole('button') });
    for (let left = await others.count(); left > 0; left -= 1) {
      await others.first().getByRole('button').click();
      await expect.poll(() => others.count()).toBe(left - 1);
    }
    await train.page.getByRole('heading', { name: en.locked.title }).waitFor();
    expect(await train.page.content()).not.toContain('Northwind');
    expect((await train.context.request.get('/api/account/sessions')).status()).toBe(401);

    // An account that owns an organization stays, and says why.
    await page.getByRole('button', { name: en.frame.accountMenu(desk.email) }).click();
    await page.getByRole('menuitem', { name: en.frame.account, exact: true }).click();
    await page.getByRole('button', { name: en.account.delete }).click();
    const refused = page.getByRole('alert').filter({ hasText: /^Your account owns .* cannot be deleted/ });
    expect(await refused.getByRole('link').getAttribute('href')).toBe('/help/owns_organization');
    await look('owner-stays');
    await page.getByRole('link', { name: en.frame.home }).click();
    await page.getByRole('heading', { name: en.home.title }).waitFor();
  },
);
