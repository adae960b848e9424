import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { en } from '../packages/ui/src/text/en.ts';
import { flow, type Person } from './app/flow.ts';
import type { AppServer } from './app/start-server.ts';
import { administrationPage, membersPage } from './pages/administration.ts';
import { invitationPage, invitePerson, openInvitations } from './pages/invitation.ts';
import { createPage, passKit } from './pages/organization.ts';
import { unlockWith } from './pages/sign-in.ts';
import { signUpAs, signUpPage } from './pages/sign-up.ts';

const password = 'harbour quilt lantern moss';
const { invitation, member, members } = en;
const inside = (page: Page) => page.getByRole('region', { name: en.vault.panes.list }).waitFor();

const signUp = async ({ page, email }: Person, server: AppServer) => {
  await signUpPage.keepAddress(page, email);
  await signUpPage.giveCode(page, await server.mailedCode(email));
  await signUpPage.choosePassword(page, password);
};

flow(
  'Noa comes in by a link, Pim by six words, and Ines once her words were compared',
  async ({ seat, server }) => {
    const maya = await seat('Maya');
    await signUpAs(maya, server, password);
    await createPage.open(maya.page);
    await createPage.fill(maya.page, 'Northwind Shipping', 'northwind');
    await createPage.submit(maya.page);
    await passKit(maya.page);

    await openInvitations(maya.page);
    const noa = await seat('Noa');
    const handed = await invitePerson(maya.page, noa.email, 'link');
    await invitationPage.open(noa.page, handed.link);
    await noa.page.getByRole('heading', { name: invitation.signInTitle }).waitFor();
    await noa.look('signed-out');
    await invitationPage.toSignUp(noa.page);
    await signUp(noa, server);
    // Having signed up for it, she has said that she wants to join.
    await inside(noa.page);
    expect(new URL(noa.page.url()).pathname).toBe('/northwind');

    // Words come beside a mail that alone opens nothing.
    const pim = await seat('Pim');
    const told = await invitePerson(maya.page, pim.email, 'words');
    expect(told.words).toHaveLength(6);
    await invitationPage.open(pim.page, told.link);
    await invitationPage.toSignUp(pim.page);
    await signUp(pim, server);
    await pim.page.getByRole('heading', { name: invitation.title('Northwind Shipping') }).waitFor();
    await pim.look('words-asked');
    await invitationPage.typeWords(pim.page, [...told.words].reverse());
    await pim.page.getByRole('alert').waitFor();
    await invitationPage.typeWords(pim.page, told.words);
    await inside(pim.page);

    // Noa's link was for her alone; whoever is a member already learns that they are.
    await invitationPage.open(pim.page, handed.link);
    await unlockWith(pim.page, password);
    await pim.page.getByRole('heading', { name: invitation.memberTitle }).waitFor();
    await pim.look('a-member-already');

    // Of a mail alone the server knows the secret too: nothing is opened before somebody has compared words.
    const ines = await seat('Ines');
    const mailed = await invitePerson(maya.page, ines.email, 'mail');
    await invitationPage.open(ines.page, mailed.link);
    await invitationPage.toSignUp(ines.page);
    await signUp(ines, server);
    const own = ines.page.getByRole('list', { name: invitation.ownWords }).getByRole('listitem');
    await own.first().waitFor();
    await ines.look('keys-on-their-way');
    const read = await own.allInnerTexts();
    await administrationPage.open(maya.page, 'members');
    await maya.page.getByRole('button', { name: new RegExp(`^${members.facets.pending}`) }).click();
    await membersPage.member(maya.page, ines.email);
    await maya.look('words-typed');
    await membersPage.confirmWords(maya.page, [...read].reverse());
    await maya.page.getByRole('alert').waitFor();
    await membersPage.confirmWords(maya.page, read);
    await inside(ines.page);
    await maya.page.getByText(member.linked).waitFor();
  },
);
