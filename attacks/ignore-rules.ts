import { finishSignIn } from '@postern/contract';
import { mustBeOk } from '@postern/core';
import { drawSecret, type SigningSeed, signingKeyFromSeed } from '@postern/crypto';
import { memberOf as memberView } from '../packages/client/test/team.ts';
import type { Scene } from './harness/attack.ts';
import { MisbehavingServer } from './harness/misbehaving-server.ts';
import { aColleague } from './scene/colleague.ts';
import {
  aDevice,
  addEntry,
  address,
  aServer,
  loginOf,
  mayasNewDevice,
  mayasPlace,
} from './scene/mayas-place.ts';
import { showEvents, signAnyway, takeKeys } from './scene/rogue-events.ts';

const office = '203.0.113.7';
const home = '198.51.100.20';

/** As the proxy in front of the server says where requests come from. */
const from =
  (placeNow: () => string): typeof fetch =>
  (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('x-forwarded-for', placeNow());
    return fetch(input, { ...init, headers });
  };

/**
 * Maya lets people in from the office only, and turns the command line off for Leo. Leo comes from home, with the command
 * line. The server lets him pass.
 */
export async function ignoreRules(scene: Scene) {
  const server = await aServer(scene, { POSTERN_TRUSTED_PROXIES: '127.0.0.1/32' });
  const place = await mayasPlace(scene, scene.watch(from(() => office)), server);
  const { desk, vault } = place;
  const bank = await addEntry(
    place,
    loginOf('Bank', { password: scene.plant("the bank's password", 'osprey-41-lantern') }),
  );
  const given = { grants: [{ vault, given: 'reader' as const }] };
  let leosPlace = office;
  const leo = await aColleague(place, 'leo', given, new MisbehavingServer(from(() => leosPlace)));
  const { people, rules } = desk.client.administration;
  mustBeOk(await rules.allowAddresses([{ label: 'Office', range: '203.0.113.0/24', untilMs: null }]));
  mustBeOk(await rules.set({ addressListOn: true }));
  const { id } = await memberView(desk, leo.email);

  const denialOf = async () => mustBeOk(await leo.desk.client.organization.enter(address)).denial?.code;
  leosPlace = home;
  const denials = [await denialOf()];
  mustBeOk(await people.setClients([id], { allowed: [], denied: ['cli'] }));
  leosPlace = office;
  denials.push(await denialOf());

  // For its own gate the server swaps where he comes from, and with what.
  const evil = scene.misbehave(from(() => office));
  const client = { kind: 'extension', version: '0.1.0' };
  evil.alterRequest(finishSignIn, (body) => ({ ...(body as object), client }));
  const device = await aDevice(scene, server, evil);
  mustBeOk(await device.client.account.signIn(leo.email, leo.password));
  const gate = mustBeOk(await device.client.organization.enter(address));
  return { ...place, device, gate, bank, denials };
}

/** The server makes it look as if Maya had turned her rules off herself: her newest device is shown such an event. */
export async function undoRules(scene: Scene) {
  const place = await mayasPlace(scene);
  const { desk, evil } = place;
  mustBeOk(await desk.client.administration.rules.set({ clientsOff: ['extension'] }));
  const { state } = await takeKeys(place);
  const key = await signingKeyFromSeed(drawSecret<SigningSeed>());
  const undone = await signAnyway({ state, by: state.owner, key }, [
    ['settings_set', { set: { clientsOff: [] } }],
  ]);
  const device = await mayasNewDevice(place);
  showEvents(evil, undone);
  return { ...place, device, entered: await device.client.organization.enter(address) };
}
