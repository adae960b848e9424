import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { createAppRouter } from '../apps/web/src/routes.tsx';
import { en } from '../packages/ui/src/text/en.ts';
import { flow } from './app/flow.ts';
import { recordTraffic } from './app/record-traffic.ts';
import { everyView } from './app/screenshots.ts';
import { startAppServer } from './app/start-server.ts';
import { unvisited } from './app/unvisited.ts';
import { createPage, passKit } from './pages/organization.ts';
import { signInWith, unlockWith } from './pages/sign-in.ts';
import { signUpAs } from './pages/sign-up.ts';

const password = 'harbour quilt lantern moss';

const pages = flow.extend({ views: [everyView, { scope: 'file' }] });

/** A page of the product: the address that shows it, and what is there once it is drawn. */
interface Visit {
  readonly address: string;
  readonly drawn: (page: Page) => Locator;
  /** From that address on to the page, where its own address is not known before. */
  readonly onwards?: (page: Page) => Promise<void>;
}

const headed = (address: string, title: string): Visit => ({
  address,
  drawn: (page) => page.getByRole('heading', { name: title, level: 1, exact: true }),
});

const signedOut: Readonly<Record<string, Visit>> = {
  '/sign-in': headed('/sign-in', en.signIn.title),
  '/sign-up': headed('/sign-up', en.signUp.title),
  '/forgot-password': headed('/forgot-password', en.forgotPassword.title),
  '/invitation': headed('/invitation', en.invitation.noneTitle),
  '/phone': headed('/phone', en.phoneApp.elsewhereTitle),
  '/phone/scan': headed('/phone/scan', en.phoneApp.elsewhereTitle),
  '/phone/requests/$request': headed('/phone/requests/AAAAAAAAAAAAAAAAAAAAAA', en.phoneApp.elsewhereTitle),
  '/help': headed('/help', en.help.title),
  '/help/errors': headed('/help/errors', en.help.errorsTitle),
  '/help/$code': { address: '/help/setup_required', drawn: (page) => page.getByText(en.help.steps) },
  '/help/errors/$code': {
    address: '/help/errors/ledger_fork',
    drawn: (page) => page.getByText(en.help.steps),
  },
  '/help/guides/$guide': {
    address: '/help/guides/recovery-kit',
    drawn: (page) => page.getByRole('link', { name: en.help.back }),
  },
};

const signedIn: Readonly<Record<string, Visit>> = {
  '/': headed('/', en.home.title),
  '/new': headed('/new', en.create.title),
  '/recover': headed('/recover', en.ownersDoor.choose),
  '/$organization/recover': headed('/northwind/recover', en.ownersDoor.insideTitle),
  '/account': headed('/account', en.account.title),
  '/account/sessions': { address: '/account/sessions', drawn: (page) => page.getByText(en.sessions.thisOne) },
  '/account/key-storage': {
    address: '/account/key-storage',
    drawn: (page) => page.getByText(en.keyStorage.only),
  },
  '/account/key-storage/phone': {
    address: '/account/key-storage/phone',
    drawn: (page) => page.getByRole('img', { name: en.phone.pairing.qr }),
  },
  '/account/forgot-phone': headed('/account/forgot-phone', en.forgotPhone.title),
  '/account/second-factor': headed('/account/second-factor', en.secondFactor.title),
  '/account/access-log': { address: '/account/access-log', drawn: (page) => page.getByRole('table') },
  '/$organization/setup': headed('/northwind/setup', en.setup.title),
  '/$organization': { address: '/northwind', drawn: (page) => page.getByText(en.vault.emptyTitle) },
  '/$organization/security': { address: '/northwind/security', drawn: (page) => page.getByRole('table') },
  '/$organization/administration': headed('/northwind/administration', en.administration.title),
  '/$organization/administration/requests': {
    address: '/northwind/administration/requests',
    drawn: (page) => page.getByText(en.inbox.emptyTitle),
  },
  '/$organization/administration/requests/$request': headed(
    '/northwind/administration/requests/AAAAAAAAAAAAAAAAAAAAAA',
    en.inbox.goneTitle,
  ),
  '/$organization/administration/members': {
    address: '/northwind/administration/members',
    drawn: (page) => page.getByRole('table'),
  },
  '/$organization/administration/members/$member': {
    address: '/northwind/administration/members',
    onwards: (page) => page.getByRole('table').getByRole('link').first().click(),
    drawn: (page) => page.getByRole('heading', { name: en.member.historyTitle, exact: true }),
  },
  '/$organization/administration/invitations': {
    address: '/northwind/administration/invitations',
    drawn: (page) => page.getByText(en.invitations.emptyTitle),
  },
  '/$organization/administration/invitations/new': {
    address: '/northwind/administration/invitations/new',
    drawn: (page) => page.getByRole('textbox', { name: en.invite.addresses }),
  },
  '/$organization/administration/groups': {
    address: '/northwind/administration/groups',
    drawn: (page) => page.getByText(en.groups.emptyTitle),
  },
  '/$organization/administration/groups/$group': {
    address: '/northwind/administration/groups',
    onwards: async (page) => {
      await page.getByRole('button', { name: en.groups.create }).first().click();
      await page.getByRole('textbox', { name: en.groups.name }).fill('Dispatch');
      await page.getByRole('button', { name: en.vault.create }).click();
    },
    drawn: (page) => page.getByRole('heading', { name: 'Dispatch', level: 1 }),
  },
  '/$organization/administration/vaults': {
    address: '/northwind/administration/vaults',
    drawn: (page) => page.getByRole('table'),
  },
  '/$organization/administration/vaults/$vault': {
    address: '/northwind/administration/vaults',
    onwards: (page) => page.getByRole('table').getByRole('link').first().click(),
    drawn: (page) => page.getByText(en.vaultAccess.personalCannot),
  },
  '/$organization/administration/recovery-key': headed(
    '/northwind/administration/recovery-key',
    en.recoveryKey.title,
  ),
  '/$organization/administration/rules': {
    address: '/northwind/administration/rules',
    drawn: (page) => page.getByRole('radio').first(),
  },
  '/$organization/administration/addresses': {
    address: '/northwind/administration/addresses',
    drawn: (page) => page.getByText(en.addresses.emptyTitle),
  },
  '/$organization/administration/check': {
    address: '/northwind/administration/check',
    drawn: (page) => page.getByRole('textbox', { name: en.checkAccess.form.address }),
  },
  '/$organization/administration/history': {
    address: '/northwind/administration/history',
    drawn: (page) => page.getByRole('table'),
  },
  '/$organization/administration/access-log': {
    address: '/northwind/administration/access-log',
    drawn: (page) => page.getByRole('table'),
  },
};

/** Goes somewhere without loading the page anew, which would lock it. */
async function goWithin(page: Page, address: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState({}, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, address);
}

const pictureOf = (address: string) => address.slice(1).replaceAll('/', '-') || 'home';

it('declares a visit for every route of the router, and none else', () => {
  const visits = Object.keys({ ...signedOut, ...signedIn });
  const routes = Object.keys(createAppRouter().routesByPath);
  expect(unvisited(routes, visits)).toEqual([]);
  expect(unvisited([...routes, '/new-page'], visits)).toEqual(['/new-page is visited by nothing']);
});

pages('every page is drawn and accessible', async ({ seat, server }) => {
  const maya = await seat('Maya');
  const { page, look } = maya;
  for (const { address, drawn } of Object.values(signedOut)) {
    await page.goto(address);
    await drawn(page).waitFor();
    await look(pictureOf(address));
  }
  await signUpAs(maya, server, password);
  await createPage.open(page);
  await createPage.fill(page, 'Northwind Shipping', 'northwind');
  await createPage.submit(page);
  await passKit(page);
  for (const [route, { address, onwards, drawn }] of Object.entries(signedIn)) {
    await goWithin(page, address);
    await onwards?.(page);
    await drawn(page).waitFor();
    await look(pictureOf(onwards === undefined ? address : route.replaceAll('$', '')));
  }
});

pages('so are the pages that stand in place of one', async ({ seat }) => {
  const { page, email, look } = await seat('Maya');
  await signInWith(page, email, password);
  await page.getByText(en.vault.emptyTitle).waitFor();
  await goWithin(page, '/nobody-is-here');
  await page.getByText('invitation_required', { exact: true }).waitFor();
  await look('denied');
  await goWithin(page, '/help/guides/no-such-guide');
  await page.getByRole('heading', { name: en.notFound.title }).waitFor();
  await look('not-found');
  await page.goto('/northwind');
  await page.getByRole('heading', { name: en.locked.title }).waitFor();
  await look('locked');
  await unlockWith(page, password);
  await page.getByText(en.vault.emptyTitle).waitFor();
  for (const [open, name] of [
    [() => page.keyboard.press('?'), 'keys'],
    [() => page.keyboard.press('ControlOrMeta+k'), 'palette'],
    [() => page.getByRole('button', { name: en.vault.newVault }).click(), 'new-vault'],
  ] as const) {
    await open();
    await page.getByRole('dialog').waitFor();
    await look(name);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  await page.keyboard.press('n');
  await page.getByRole('heading', { name: en.vault.add }).waitFor();
  await look('add-entry');
});

pages('a page that cannot be drawn says so, and reloading it is enough once it can', async ({ seat }) => {
  const { page, look, faults } = await seat('Noa');
  // A part of the program that does not arrive, as when the server was updated a moment ago.
  await page.route('**/assets/help-pages-*.js', (route) => route.abort());
  await page.goto('/help');
  await page.getByRole('heading', { name: en.fault.title }).waitFor();
  await look('fault');
  await page.unroute('**/assets/help-pages-*.js');
  await page.getByRole('button', { name: en.fault.reload }).click();
  await page.getByRole('heading', { name: en.help.title, level: 1, exact: true }).waitFor();
  expect(faults.found.length).toBeGreaterThan(0);
  expect(faults.found.filter((fault) => !/help-pages|ERR_FAILED/.test(fault))).toEqual([]);
  (faults.found as string[]).length = 0;
});

pages('without a secure context the page says what it needs', async ({ seat }) => {
  const { page, look, faults } = await seat('Noa');
  const traffic = await recordTraffic();
  const address = traffic.url.replace('localhost', 'plain.example');
  // The operator means https, and somebody types the address without it.
  const server = await startAppServer({ POSTERN_PUBLIC_URL: address.replace('http:', 'https:') });
  traffic.passTo(server.url);
  await page.goto(address);
  await page.getByRole('heading', { name: en.insecure.title }).waitFor();
  await look('needs-https');
  await server.stop();
  await traffic.stop();
  // Of a header that means nothing here the browser complains; of nothing else.
  expect(faults.found.filter((fault) => !fault.includes('Cross-Origin-Opener-Policy'))).toEqual([]);
  (faults.found as string[]).length = 0;
});
