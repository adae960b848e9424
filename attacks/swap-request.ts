import { type AccessRequest, readRequest } from '@postern/contract';
import { type AccountId, type MemberId, mustBeOk, parseEmail } from '@postern/core';
import { until } from '../packages/client/test/people.ts';
import { createVault, memberOf } from '../packages/client/test/team.ts';
import type { Scene } from './harness/attack.ts';
import { aColleague } from './scene/colleague.ts';
import { address, mayasPlace } from './scene/mayas-place.ts';

const shownPlace = '198.51.100.9';
export const otherPlace = '192.0.2.66';

/**
 * Leo, who reads Maya's vault, asks to edit it. Maya opens his request; when she clicks, the server tells of Kim, of another
 * vault or of another network address, and then whatever her client signs is stored.
 */
export async function swapRequest(scene: Scene) {
  const place = await mayasPlace(scene);
  const { evil, desk, vault, server } = place;
  const [leo, kim] = [await aColleague(place, 'leo'), await aColleague(place, 'kim')];
  const other = await createVault(desk, 'Payroll');
  const idOf = async (email: string): Promise<MemberId> => (await memberOf(desk, email)).id;
  mustBeOk(
    await desk.client.administration.vaultAccess.grant(vault, [
      { grantee: { kind: 'member', id: await idOf(leo.email) }, given: 'reader' },
    ]),
  );
  const { rules } = desk.client.administration;
  mustBeOk(await rules.allowAddresses([{ range: '127.0.0.1', label: 'Office', untilMs: null }]));
  mustBeOk(await rules.set({ addressListOn: true }));
  await until(
    leo.desk.client,
    ({ entered }) => entered?.open?.vaults.some(({ id }) => id === vault) ?? false,
  );
  const about = { kind: 'vault' as const, vault, right: 'edit' };
  const { request } = mustBeOk(
    await leo.desk.client.requests.ask.ask(address, { code: 'permission_missing', about, note: '' }),
  );

  const { inbox } = desk.client.requests;
  const tell = (lie: (told: AccessRequest) => object) =>
    evil.behave().alter(readRequest, (told) => ({ ...told, ...lie(told) }));
  const from = (told: AccessRequest, at: string) => ({ ...told, attempt: { ...told.attempt, address: at } });
  tell((told) => from(told, shownPlace));
  const opened = mustBeOk(await inbox.open(request));
  const { id: account } = await server.running.platform.db.kysely
    .selectFrom('accounts')
    .select('id')
    .where('email', '=', mustBeOk(parseEmail(kim.email)))
    .executeTakeFirstOrThrow();

  /** Maya clicks on what she was shown, while the server tells this. */
  const settle = {
    ofKim: async () => {
      tell((told) => ({ ...from(told, shownPlace), account: account as AccountId, email: kim.email }));
      return inbox.settle(opened, [{ remedy: 'grant_permission', permission: 'edit' }]);
    },
    ofOtherVault: async () => {
      tell((told) => ({ ...from(told, shownPlace), about: { ...about, vault: other } }));
      return inbox.settle(opened, [{ remedy: 'grant_permission', permission: 'edit' }]);
    },
    ofOtherPlace: async () => {
      tell((told) => from(told, otherPlace));
      return inbox.settle(opened, [{ remedy: 'allow_address_for_a_day' }]);
    },
  };
  return { ...place, leo, kim, other, opened, settle };
}
