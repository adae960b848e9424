import { mustBeOk } from '@postern/core';
import { invite, memberOf, password, startPerson } from '../../packages/client/test/team.ts';
import { en } from '../../packages/ui/src/text/en.ts';
import { administrationPage, invitationsPage, membersPage } from '../pages/administration.ts';
import { requestsPage } from '../pages/requests.ts';
import { signInAt } from '../pages/sign-in.ts';
import { row } from './row.ts';

const { members } = en;

row('member_disabled', 'shut out while inside, enabled again', async (stage) => {
  const { member, fixer, refused, asked, granted } = stage;
  await administrationPage.open(fixer, 'members');
  await administrationPage.select(fixer, member.email);
  await membersPage.press(fixer, members.disable);
  await refused(member.page);
  await member.look('disabled');
  await asked(member);
  await granted(member.page);
});

row('member_expired', 'ended while inside, and extended', async (stage) => {
  const { member, owner, refused, asked, granted } = stage;
  const { id } = await memberOf(owner, member.email);
  const endedAtMs = Date.now() + 1_500;
  mustBeOk(await owner.client.administration.people.setEnd([id], endedAtMs));
  await refused(member.page, { endedAtMs });
  await asked(member);
  await granted(member.page);
});

row('invitation_required', 'a stranger, invited', async (stage) => {
  const { seat, peoples, fixer, refused, asked, remedied } = stage;
  const pim = await seat('Pim');
  await (await startPerson(peoples, pim.email)).client.close();
  await signInAt(pim.page, 'northwind', pim.email, password);
  await refused(pim.page);
  await pim.look('invitation-required');
  await asked(pim);
  await requestsPage.invite(fixer);
  await invitationsPage.byLink(fixer);
  await remedied(
    pim.page,
    () => invitationsPage.invite(fixer),
    async () => {
      // The page says by itself that an invitation waits; its link was handed over.
      await pim.page.getByText('invitation_pending', { exact: true }).waitFor();
      await invitationsPage.follow(pim.page, await invitationsPage.link(fixer), password);
    },
  );
  await invitationsPage.leaveLinks(fixer);
});

row('invitation_pending', 'invited without the link, sent again', async (stage) => {
  const { seat, peoples, owner, fixer, refused, asked, remedied } = stage;
  const noa = await seat('Noa');
  await (await startPerson(peoples, noa.email)).client.close();
  await invite(owner, noa.email);
  await signInAt(noa.page, 'northwind', noa.email, password);
  await refused(noa.page);
  await noa.look('invitation-pending');
  await asked(noa);
  await remedied(
    noa.page,
    () => requestsPage.resend(fixer),
    async () => invitationsPage.follow(noa.page, await invitationsPage.link(fixer), password),
  );
  await invitationsPage.leaveLinks(fixer);
});

row('invitation_expired', 'too late, sent again', async (stage) => {
  const { seat, peoples, owner, fixer, refused, asked, remedied } = stage;
  const kim = await seat('Kim');
  await (await startPerson(peoples, kim.email)).client.close();
  const lastsMs = 500;
  await invite(owner, kim.email, { expiresInDays: lastsMs / 86_400_000 });
  await signInAt(kim.page, 'northwind', kim.email, password);
  await refused(kim.page, { endedAtMs: Date.now() });
  await asked(kim);
  await remedied(
    kim.page,
    () => requestsPage.resend(fixer),
    async () => {
      await kim.page.getByText('invitation_pending', { exact: true }).waitFor();
      await invitationsPage.follow(kim.page, await invitationsPage.link(fixer), password);
    },
  );
  await invitationsPage.leaveLinks(fixer);
});
