import { afterAll, beforeAll } from 'vitest';
import { startTestServer } from '../apps/server/test/support/test-server.ts';
import { wayBack } from './harness/way-back.ts';
import type { PersonKind } from './rows.ts';
import {
  joined,
  madeCustodian,
  type Organization,
  Place,
  type Somebody,
  theOwner,
} from './scene/somebody.ts';
import {
  givenUp,
  invitedByCustodian,
  phoneGivesBack,
  phoneIsReplaced,
  recoveredByKit,
} from './scene/ways.ts';

const aPlace = async () => new Place(await startTestServer({ POSTERN_SIGNUP: 'open' }));
let place: Place;
beforeAll(async () => {
  place = await aPlace();
});
afterAll(() => place.stop());

/** Who is there beside the owner. */
const others: { readonly [Kind in PersonKind]?: (of: Organization) => Promise<Somebody | undefined> } = {
  'sole owner': async () => undefined,
  'owner with a custodian': async (of) => {
    const dana = await joined(of, 'dana', { role: 'administrator' });
    await madeCustodian(of, dana);
    return dana;
  },
  'owner with a manager': async (of) => joined(of, 'ines', { permissions: ['members.manage'] }),
};

for (const [who, come] of Object.entries(others) as [PersonKind, (typeof others)[PersonKind] & object][]) {
  const begin = async (at = place) => {
    const of = await at.organization();
    const other = await come(of);
    return { of, other, owner: await theOwner(of) };
  };
  wayBack(who, 'password', async () => {
    const { of, owner } = await begin();
    return phoneGivesBack(of, owner);
  });
  wayBack(who, 'phone', async () => {
    const { of, owner } = await begin();
    return phoneIsReplaced(of, owner);
  });
  const custodian = who === 'owner with a custodian';
  const code = custodian ? 'recovery_code_or_invitation_required' : 'recovery_code_required';
  wayBack(who, 'both', async () => {
    const { of, owner, other } = await begin();
    return custodian && other !== undefined
      ? invitedByCustodian(of, owner, other, code)
      : recoveredByKit(of, owner, code);
  });
  wayBack(who, 'everything but the kit', async () => {
    const { of, owner } = await begin();
    await owner.desk.client.close();
    return recoveredByKit(of, owner, code);
  });
  wayBack(who, 'everything', async () => {
    const elsewhere = custodian ? undefined : await aPlace();
    const { of, owner, other } = await begin(elsewhere);
    await owner.desk.client.close();
    if (elsewhere === undefined) return invitedByCustodian(of, owner, other ?? of.owner, code);
    const back = await givenUp(of, code, other === undefined ? [owner] : [owner, other]);
    await elsewhere.stop();
    return back;
  });
}
