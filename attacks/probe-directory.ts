import { mustBeOk, parseEmail } from '@postern/core';
import { addMember, invite } from '../apps/server/test/support/team.ts';
import { TestMember } from '../apps/server/test/support/test-member.ts';
import { startTestServer } from '../apps/server/test/support/test-server.ts';
import type { Scene } from './harness/attack.ts';
import { anOutsider, type Probe, signedUp } from './scene/outsider.ts';

/**
 * Leo, an outsider with an account of his own, asks about Maya, who is a member of northwind, and about nobody; about
 * northwind, and about an organization that does not exist. Pairs of probes that must not differ.
 */
export async function probeDirectory(scene: Scene): Promise<readonly (readonly [Probe, Probe])[]> {
  const server = await startTestServer({ POSTERN_SIGNUP: 'open' });
  scene.after(server.stop);
  const maya = await signedUp(server, 'maya@northwind.example');
  const northwind = await TestMember.foundReady(server, maya, 'northwind');
  const outsider = await anOutsider(scene, server);
  const { leo, probe } = outsider;
  const enter = (address: string) =>
    probe(`enter ${address}`, async () => {
      // A denial goes into his own log once a minute, whatever it was about.
      server.passMs(61_000);
      const gate = mustBeOk(await leo.organization.enter(address));
      const id = address === northwind.state.address ? northwind.organization : 'A'.repeat(43);
      await outsider.askSignedIn(`/api/organizations/${id}/heads`);
      return gate.denial?.code ?? 'let in';
    });

  /** Asks for an invitation, asks again, and reads what became of it. */
  const asking = (address: string) =>
    probe(`ask at ${address}`, async () => {
      const { ask } = leo.requests;
      const wanted = { code: 'invitation_required', note: 'Let me in' } as const;
      const first = await ask.ask(address, wanted);
      const again = await ask.ask(address, wanted);
      const own = mustBeOk(await ask.own(address));
      return `${first.ok ? 'asked' : first.code}, ${again.ok ? 'asked' : again.code}, ${own.map(({ state }) => state)}`;
    });

  const signIns = [
    await outsider.signIn('maya@northwind.example'),
    await outsider.signIn('nina@northwind.example'),
  ] as const;
  const signUps = [
    await outsider.signUp('maya@northwind.example'),
    await outsider.signUp('nora@northwind.example'),
  ] as const;
  const forgotten = [
    await outsider.forgetPassword('maya@northwind.example'),
    await outsider.forgetPassword('olga@northwind.example'),
  ] as const;
  await outsider.signUpHimself();
  const gates = [await enter(northwind.state.address), await enter('southwind')] as const;
  const asks = [await asking(northwind.state.address), await asking('southwind')] as const;
  return [signIns, signUps, forgotten, gates, asks];
}

/**
 * Leo, who cannot even sign up where people come by invitation, asks about Maya, who is a member of northwind, Dana, who
 * was disabled there, and Ines, who is invited: each beside the same question about nobody.
 */
export async function probeStandings(scene: Scene): Promise<readonly (readonly [Probe, Probe])[]> {
  const server = await startTestServer();
  scene.after(server.stop);
  const maya = await signedUp(server, 'maya@northwind.example');
  const dana = await signedUp(server, 'dana@northwind.example');
  const northwind = await TestMember.foundReady(server, maya, 'northwind');
  const { member } = await addMember(northwind, dana);
  await northwind.mustChange('disable', { heads: [], member });
  await invite(northwind, mustBeOk(parseEmail('ines@northwind.example')));
  const { signIn, signUp, ask } = await anOutsider(scene, server);
  const nobody = {
    signIn: await signIn('nina@northwind.example'),
    signUp: await signUp('nina@northwind.example'),
  };
  const pairs: (readonly [Probe, Probe])[] = [];
  for (const name of ['maya', 'dana', 'ines']) {
    const email = `${name}@northwind.example`;
    pairs.push([await signIn(email), nobody.signIn], [await signUp(email), nobody.signUp]);
  }
  // Nobody is told anything of an organization without a session.
  pairs.push([await ask('/api/gate/northwind'), await ask('/api/gate/southwind')]);
  const heads = (organization: string) => ask(`/api/organizations/${organization}/heads`);
  pairs.push([await heads(northwind.organization), await heads('A'.repeat(43))]);
  return pairs;
}
