import { createMemoryStore, type OpenedRequest } from '@postern/client';
import { refuseGeneration } from '@postern/contract';
import { mustBeOk } from '@postern/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import { linkUnheard } from './link-unheard.ts';
import { confirmKit, type Device, lineTo, startDevice, until } from './people.ts';
import { pairPhone, startPhone } from './phones.ts';
import { addEntry, createVault, memberOf, password, startMember, startOwner, titlesWith } from './team.ts';

const address = 'northwind';
const email = (name: string) => `${name}@northwind.example`;
const newPassword = 'another lantern 83 orchard';

let server: TestServer;
let maya: Device;
let dana: Device;
let ines: Device;
const devices: Device[] = [];

const inside = (device: Device) => until(device.client, ({ entered }) => entered?.open !== undefined);
const denied = (device: Device, code: string) =>
  until(device.client, ({ entered }) => entered?.gate.denial?.code === code);
const denial = (device: Device) => device.client.snapshot().entered?.gate.denial;

/** A device on which somebody has just begun anew, without any key of before. */
async function forget(name: string, send?: typeof fetch): Promise<Device> {
  const device = await startDevice(server, createMemoryStore(), send);
  devices.push(device);
  const { forgotPassword } = device.client;
  mustBeOk(await forgotPassword.begin(email(name)));
  mustBeOk(await forgotPassword.enterCode(email(name), server.codeFor(email(name))));
  mustBeOk(await forgotPassword.startOver(newPassword));
  mustBeOk(await device.client.organization.enter(address));
  return device;
}

/** Another device of somebody who has begun anew on one. */
async function signInAgain(name: string, refused?: string): Promise<Device> {
  const device = await startDevice(server);
  devices.push(device);
  mustBeOk(await device.client.account.signIn(email(name), newPassword));
  const entered = await device.client.organization.enter(address);
  if (refused === undefined) mustBeOk(entered);
  else expect(entered).toMatchObject({ code: refused });
  return device;
}

/** Asks to be invited again; the words that the page shows. */
async function ask(device: Device): Promise<readonly string[]> {
  const code = denial(device)?.code;
  if (code === undefined) throw new Error('nothing was denied');
  mustBeOk(await device.client.requests.ask.ask(address, { code, note: '' }));
  const shown = mustBeOk(await device.client.relink.words(address));
  expect(shown.count).toBe(true);
  expect(shown.words).toHaveLength(6);
  return shown.words;
}

async function requestOf(fixer: Device, name: string): Promise<OpenedRequest> {
  const { inbox } = fixer.client.requests;
  const { rows } = mustBeOk(await inbox.list('open'));
  const row = rows.find((one) => one.email === email(name));
  if (row === undefined) throw new Error(`${name} asks for nothing`);
  return mustBeOk(await inbox.open(row.request));
}

async function reinvite(fixer: Device, name: string, words: readonly string[]) {
  const opened = await requestOf(fixer, name);
  return fixer.client.requests.inbox.settle(opened, [{ remedy: 'reinvite_member', words }]);
}

/** Answers once these vaults are there by name, which their keys open. */
const vaultsAre = (device: Device, ...names: readonly string[]) =>
  until(device.client, ({ entered }) => {
    const vaults = entered?.open?.vaults ?? [];
    const shown = vaults.map(({ name, kind }) => (kind === 'personal' ? kind : name));
    return names.every((name) => shown.includes(name));
  });

beforeAll(async () => {
  server = await startTestServer({ POSTERN_SIGNUP: 'open' });
  maya = await startOwner(server, email('maya'), address);
  dana = await startMember(server, maya, email('dana'), { role: 'administrator' });
  ines = await startMember(server, maya, email('ines'), { permissions: ['members.manage'] });
  mustBeOk(await maya.client.administration.people.addCustodian((await memberOf(maya, email('dana'))).id));
  devices.push(maya, dana, ines);
});
afterAll(async () => {
  for (const device of devices) await device.client.close();
  await server.stop();
});

/** Somebody with a vault that the owner shares, and an entry in their personal vault. */
async function member(name: string): Promise<Device> {
  const vault = await createVault(maya, `Dock of ${name}`, 'Gate code');
  const device = await startMember(server, maya, email(name), {
    grants: [{ vault, given: 'editor' }],
  });
  devices.push(device);
  const personal = device.client.snapshot().entered?.open?.vaults.find(({ kind }) => kind === 'personal');
  if (personal === undefined) throw new Error('no personal vault');
  await addEntry(device, personal.id, 'My own');
  return device;
}

describe('a member who began anew without keys', () => {
  it('is invited again by a custodian who hears the words, and has everything back', async () => {
    await member('leo');
    const before = await memberOf(maya, email('leo'));
    const leo = await forget('leo');
    expect(leo.client.snapshot().entered?.gate).toMatchObject({
      allowed: false,
      member: before.id,
      denial: { code: 'relink_required' },
    });
    // Whoever asks why not is told as well, though nothing in the ledger says so.
    const { checkAccess } = dana.client.administration;
    const who = { member: before.id };
    const why = mustBeOk(await checkAccess.check({ who, clientKind: 'web' }));
    expect(why.checks.filter(({ outcome }) => outcome === 'blocked')).toMatchObject([
      { step: 13, denial: { code: 'relink_required' } },
    ]);
    const words = await ask(leo);
    const opened = await requestOf(dana, 'leo');
    expect(opened.offers).toMatchObject([
      { remedy: 'reinvite_member', ends: 'relink_required', effect: { waits: 0 } },
    ]);
    const settled = mustBeOk(await reinvite(dana, 'leo', words));
    expect(settled).toMatchObject({ undo: undefined, stillBlocked: [], request: { state: 'granted' } });
    await inside(leo);
    const open = leo.client.snapshot().entered?.open;
    await vaultsAre(leo, 'Dock of leo', 'personal');
    for (const { id, kind } of open?.vaults ?? []) {
      await titlesWith(leo.client, id, kind === 'personal' ? 'My own' : 'Gate code');
    }
    expect(await memberOf(maya, email('leo'))).toMatchObject({ id: before.id, role: before.role });
    expect(leo.client.snapshot().organizations).toMatchObject([{ address }]);
    const now = mustBeOk(await checkAccess.check({ who, clientKind: 'web' }));
    expect(now.checks.find(({ step }) => step === 13)).toMatchObject({ outcome: 'pass' });
    // Everybody who shares a vault is told, once.
    await until(maya.client, ({ entered }) => (entered?.open?.ledgerSeq ?? 0) >= (open?.ledgerSeq ?? 0));
    const changed = mustBeOk(await maya.client.relink.keysChanged());
    expect(changed).toMatchObject([{ email: email('leo'), by: email('dana'), sharedVaults: 1 }]);
    mustBeOk(await maya.client.relink.noteKeysChanged(changed[0]?.seq ?? 0));
    expect(mustBeOk(await maya.client.relink.keysChanged())).toEqual([]);
    expect(mustBeOk(await ines.client.relink.keysChanged())).toEqual([]);
  });

  it('is let in by who manages members, and waits for who holds the vaults', async () => {
    await member('kim');
    const kim = await forget('kim');
    const tablet = await signInAgain('kim');
    const words = await ask(kim);
    const opened = await requestOf(ines, 'kim');
    expect(opened.offers).toMatchObject([{ remedy: 'reinvite_member', effect: { handedOver: 0, waits: 2 } }]);
    mustBeOk(await reinvite(ines, 'kim', words));
    await Promise.all([denied(kim, 'keys_pending'), denied(tablet, 'keys_pending')]);
    expect(denial(kim)?.params.names).toContain(email('maya'));
    mustBeOk(await kim.client.requests.ask.ask(address, { code: 'keys_pending', note: '' }));
    const asked = await requestOf(maya, 'kim');
    expect(asked.offers).toMatchObject([{ remedy: 'confirm_words', effect: { handedOver: 2 } }]);
    const { inbox } = maya.client.requests;
    const own = kim.client.snapshot().account?.fingerprintWords ?? [];
    const guessed = own.map(() => 'acorn');
    expect(await inbox.settle(asked, [{ remedy: 'confirm_words', words: guessed }])).toMatchObject({
      code: 'words_wrong',
    });
    mustBeOk(await inbox.settle(asked, [{ remedy: 'confirm_words', words: own }]));
    await Promise.all([inside(kim), inside(tablet)]);
    await vaultsAre(kim, 'Dock of kim', 'personal');
  });

  it('has words that nobody finds by trying, and draws others', async () => {
    await member('noor');
    const noor = await forget('noor');
    const words = await ask(noor);
    const opened = await requestOf(dana, 'noor');
    const tried = async (typed: readonly string[]) => {
      const settled = await dana.client.requests.inbox.settle(opened, [
        { remedy: 'reinvite_member', words: typed },
      ]);
      return settled.ok ? 'let in' : settled.code;
    };
    const wrong = words.map(() => 'acorn');
    expect(await tried(wrong)).toBe('words_wrong');
    // Mistyped ones count as well, though nothing has to be worked out to know them wrong.
    const [first = '', ...rest] = words;
    const mistyped = [`${first}x`, ...rest];
    for (let time = 0; time < 3; time++) expect(await tried(mistyped)).toBe('words_wrong');
    expect(await tried(rest)).toBe('words_used_up');
    expect(await tried(words)).toBe('words_used_up');
    const drawn = mustBeOk(await noor.client.relink.drawWords(address));
    expect(drawn).toMatchObject({ count: true });
    expect(drawn.words).not.toEqual(words);
    expect(await reinvite(dana, 'noor', words)).toMatchObject({ code: 'words_wrong' });
    mustBeOk(await reinvite(dana, 'noor', drawn.words));
    await inside(noor);
  });

  it('goes on after its device was started anew, with the words of before', async () => {
    await member('sam');
    const first = await forget('sam');
    const words = await ask(first);
    const sam = await first.restart();
    devices.push(sam);
    mustBeOk(await sam.client.account.unlock(newPassword));
    mustBeOk(await sam.client.organization.enter(address));
    await denied(sam, 'relink_required');
    expect(mustBeOk(await sam.client.relink.words(address)).words).toEqual(words);
    mustBeOk(await reinvite(dana, 'sam', words));
    await inside(sam);
  });

  it('is inside on every device that waits, whichever words were read out', async () => {
    await member('yara');
    const laptop = await forget('yara');
    const [tablet, desktop] = [await signInAgain('yara'), await signInAgain('yara')];
    // The page on the tablet shows words of its own, which nobody has asked with; the desktop has none.
    expect(mustBeOk(await tablet.client.relink.words(address)).count).toBe(undefined);
    const words = await ask(laptop);
    mustBeOk(await reinvite(dana, 'yara', words));
    await Promise.all([laptop, tablet, desktop].map(inside));
    for (const { client } of [laptop, tablet, desktop]) expect(client.snapshot().alarm).toBeUndefined();
    await vaultsAre(tablet, 'Dock of yara', 'personal');
  });

  it('is let in on a device that showed no words', async () => {
    await member('nils');
    const nils = await forget('nils');
    const words = await ask(nils);
    // Nothing of the account stays on the device.
    await nils.client.account.signOut();
    mustBeOk(await reinvite(dana, 'nils', words));
    const other = await signInAgain('nils');
    await inside(other);
    expect(other.client.snapshot().alarm).toBeUndefined();
    await vaultsAre(other, 'Dock of nils', 'personal');
  });

  it('asks again where a colleague let them in without the words, and is inside by those of a custodian', async () => {
    const vault = await createVault(maya, 'Keys of the dock', 'Gate code');
    const { vaultAccess } = maya.client.administration;
    const { id } = await memberOf(maya, email('ines'));
    const grantee = { kind: 'member' as const, id };
    mustBeOk(await vaultAccess.grant(vault, [{ grantee, given: 'editor' }]));
    devices.push(await startMember(server, maya, email('uma'), { grants: [{ vault, given: 'editor' }] }));
    await vaultsAre(ines, 'Keys of the dock');
    const uma = await forget('uma');
    await ask(uma);
    await linkUnheard(ines, email('uma'));
    const { entered } = await until(uma.client, ({ alarm }) => alarm?.code === 'relink_proof_wrong');
    expect(entered).toMatchObject({
      open: undefined,
      gate: {
        allowed: false,
        denial: { code: 'relink_unproven', params: { names: [email('ines')] }, fixers: ['custodian'] },
      },
    });
    const words = await ask(uma);
    // The gate would let her in, and that ends neither what she asks for nor the alarm.
    expect(await uma.client.organization.enter(address)).toMatchObject({ code: 'relink_proof_wrong' });
    expect(uma.client.snapshot()).toMatchObject({
      alarm: { code: 'relink_proof_wrong' },
      entered: {
        open: undefined,
        requests: [{ code: 'relink_unproven', state: 'open' }, { state: 'granted' }],
      },
    });
    // Whoever linked without words is not asked again.
    expect(mustBeOk(await ines.client.requests.inbox.list('open')).rows).toEqual([]);
    const opened = await requestOf(dana, 'uma');
    expect(opened).toMatchObject({
      code: 'relink_unproven',
      linkedBy: { by: email('ines') },
      offers: [{ remedy: 'reinvite_member', ends: 'relink_unproven', refused: undefined }],
    });
    mustBeOk(await reinvite(dana, 'uma', words));
    await inside(uma);
    expect(uma.client.snapshot().alarm).toBeUndefined();
    await vaultsAre(uma, 'Keys of the dock', 'personal');
  });

  it('draws other words where those that were heard are on no device any more', async () => {
    await member('zoe');
    // What this laptop seals is taken, and lost with a backup that is restored before it.
    const restored: typeof fetch = async (input, init) =>
      init?.method === 'PUT' && String(input).endsWith('/api/account/state')
        ? new Response('{}', { headers: { 'content-type': 'application/json' } })
        : lineTo(server)(input, init);
    const laptop = await forget('zoe', restored);
    const words = await ask(laptop);
    await laptop.client.close();
    mustBeOk(await reinvite(dana, 'zoe', words));
    const zoe = await signInAgain('zoe', 'relink_words_elsewhere');
    expect(denial(zoe)).toMatchObject({ code: 'relink_unproven', params: { names: [] } });
    expect(zoe.client.snapshot().alarm).toBeUndefined();
    mustBeOk(await reinvite(dana, 'zoe', await ask(zoe)));
    await inside(zoe);
    await vaultsAre(zoe, 'Dock of zoe', 'personal');
  });

  it('is inside by older words, where other ones were drawn while a fixer heard them', async () => {
    await member('elio');
    const elio = await forget('elio');
    const words = await ask(elio);
    const opened = await requestOf(dana, 'elio');
    const { inbox } = dana.client.requests;
    // Dana's device has the request as it was; what her server says of it comes late.
    let asShown: unknown;
    dana.between((at, answer) => {
      if (!at.endsWith(`/requests/${opened.request}`)) return answer;
      asShown ??= answer;
      return asShown;
    });
    const again = await inbox.open(opened.request);
    mustBeOk(await elio.client.relink.drawWords(address));
    mustBeOk(await inbox.settle(mustBeOk(again), [{ remedy: 'reinvite_member', words }]));
    dana.between(undefined);
    await inside(elio);
    expect(elio.client.snapshot().alarm).toBeUndefined();
  });

  it('is linked once when two help at the same time', async () => {
    await member('tess');
    const tess = await forget('tess');
    const words = await ask(tess);
    const [one, other] = await Promise.all([requestOf(maya, 'tess'), requestOf(dana, 'tess')]);
    const choice = [{ remedy: 'reinvite_member' as const, words }];
    const settled = await Promise.all([
      maya.client.requests.inbox.settle(one, choice),
      dana.client.requests.inbox.settle(other, choice),
    ]);
    expect(settled.filter(({ ok }) => ok)).toHaveLength(1);
    expect(settled.find(({ ok }) => !ok)).toMatchObject({ code: 'request_settled' });
    await inside(tess);
  });

  it('is not linked under keys that the earlier ones have refused', async () => {
    await member('ravi');
    const thief = await forget('ravi');
    const words = await ask(thief);
    const opened = await requestOf(dana, 'ravi');
    const ravi = await startDevice(server);
    devices.push(ravi);
    mustBeOk(await ravi.client.account.signIn(email('ravi'), password, 'former'));
    expect(mustBeOk(await ravi.client.forgotPassword.refuseWaiting())).toEqual({ untold: [] });
    mustBeOk(await ravi.client.organization.enter(address));
    await inside(ravi);
    const settled = await dana.client.requests.inbox.settle(opened, [{ remedy: 'reinvite_member', words }]);
    expect(settled.ok).toBe(false);
    expect(await memberOf(dana, email('ravi'))).toMatchObject({ link: 'linked' });
    await inside(ravi);
  });

  it('tells the organization of a refusal that was stopped right after the server had heard it', async () => {
    await member('tilde');
    await forget('tilde');
    let isClosed = false;
    const send: typeof fetch = async (input, init) => {
      if (isClosed) throw new TypeError('the tab is closed');
      const answer = await lineTo(server)(input, init);
      isClosed = String(input).endsWith(refuseGeneration.path);
      return answer;
    };
    const tilde = await startDevice(server, createMemoryStore(), send);
    mustBeOk(await tilde.client.account.signIn(email('tilde'), password, 'former'));
    expect(await tilde.client.forgotPassword.refuseWaiting()).toEqual({
      ok: true,
      value: { untold: [address] },
    });
    const { id } = await memberOf(dana, email('tilde'));
    const seq = dana.client.snapshot().entered?.open?.ledgerSeq ?? 0;
    isClosed = false;
    const again = await tilde.restart();
    devices.push(again);
    mustBeOk(await again.client.account.unlock(password));
    await until(dana.client, ({ entered }) => (entered?.open?.ledgerSeq ?? 0) > seq);
    const [last] = mustBeOk(await dana.client.administration.people.history(id));
    expect(last).toMatchObject({ type: 'relink_refuse', by: email('tilde') });
    mustBeOk(await again.client.organization.enter(address));
    await inside(again);
  });

  it('tells an organization that knows keys of before those that were replaced since', async () => {
    await member('vera');
    await forget('vera');
    const { people } = dana.client.administration;
    const { id } = await memberOf(dana, email('vera'));
    mustBeOk(await people.disable([id]));
    const vera = await startDevice(server);
    devices.push(vera);
    mustBeOk(await vera.client.account.signIn(email('vera'), password, 'former'));
    expect(mustBeOk(await vera.client.forgotPassword.refuseWaiting())).toEqual({ untold: [address] });
    mustBeOk(await vera.client.account.confirmIdentity(password));
    expect(mustBeOk(await vera.client.keyStorage.replaceKeys(password))).toMatchObject({
      organizations: [{ address, code: 'member_disabled' }],
    });
    mustBeOk(await people.enable([id]));
    const seq = dana.client.snapshot().entered?.open?.ledgerSeq ?? 0;
    await vera.client.account.lock();
    mustBeOk(await vera.client.account.unlock(password));
    await until(dana.client, ({ entered }) => (entered?.open?.ledgerSeq ?? 0) > seq);
    const [last] = mustBeOk(await people.history(id));
    expect(last).toMatchObject({ type: 'relink_refuse', by: email('vera') });
    mustBeOk(await vera.client.organization.enter(address));
    await inside(vera);
  });

  it('comes back with the keys of before where an organization had taken those that are refused', async () => {
    const before = await member('asta');
    // Another organization knows the keys of before alone, so that the new ones wait.
    mustBeOk(await before.client.organization.create('Tern', 'tern'));
    await confirmKit(before, 'tern');
    const stranger = await forget('asta');
    mustBeOk(await reinvite(dana, 'asta', await ask(stranger)));
    await inside(stranger);
    const asta = await startDevice(server);
    mustBeOk(await asta.client.account.signIn(email('asta'), password, 'former'));
    expect(mustBeOk(await asta.client.forgotPassword.refuseWaiting())).toEqual({ untold: [address] });
    mustBeOk(await asta.client.organization.enter(address));
    const words = await ask(asta);
    // Who manages members without custody is told who can.
    expect((await requestOf(ines, 'asta')).offers).toMatchObject([
      { remedy: 'reinvite_member', refused: 'rights_not_covered' },
    ]);
    mustBeOk(await reinvite(dana, 'asta', words));
    await inside(asta);
    await vaultsAre(asta, 'Dock of asta', 'personal');
    const { id } = await memberOf(dana, email('asta'));
    const seq = dana.client.snapshot().entered?.open?.ledgerSeq ?? 0;
    // The others are refused there as well, now that these can say so.
    const again = await asta.restart();
    devices.push(again);
    mustBeOk(await again.client.account.unlock(password));
    await until(dana.client, ({ entered }) => (entered?.open?.ledgerSeq ?? 0) > seq);
    expect(mustBeOk(await dana.client.administration.people.history(id))[0]).toMatchObject({
      type: 'relink_refuse',
    });
    mustBeOk(await again.client.organization.enter(address));
    await inside(again);
  });

  it('is told so where the keys were on a phone alone, and comes back the same way', async () => {
    const before = await member('omar');
    await pairPhone(before, await startPhone(server), 'Phone of Omar');
    const { keyStorage } = before.client;
    const stored = mustBeOk(await keyStorage.read()).methods.find(({ kind }) => kind === 'password');
    if (stored === undefined) throw new Error('the password stores no keys');
    mustBeOk(await keyStorage.remove(stored.id, password));
    const omar = await forget('omar');
    expect(denial(omar)).toMatchObject({
      code: 'phone_unpaired',
      params: { names: ['maya', 'dana', 'ines'].map(email) },
      remedies: ['ask_new_invitation', 'follow_forgot_phone'],
    });
    mustBeOk(await reinvite(dana, 'omar', await ask(omar)));
    await inside(omar);
  });
});

describe('an owner who began anew without keys', () => {
  it('is invited again by a custodian, and by nobody else', async () => {
    await createVault(maya, 'Owner only', 'Deed');
    const again = await forget('maya');
    expect(denial(again)).toMatchObject({
      code: 'recovery_code_or_invitation_required',
      params: { names: [email('dana')] },
      fixers: ['self', 'custodian'],
    });
    const words = await ask(again);
    const seen = await requestOf(ines, 'maya');
    expect(seen.offers).toMatchObject([
      { remedy: 'reinvite_member', refused: 'rights_not_covered', effect: { custodians: [email('dana')] } },
    ]);
    mustBeOk(await reinvite(dana, 'maya', words));
    await inside(again);
    const open = again.client.snapshot().entered?.open;
    expect(open?.isOwner).toBe(true);
    await vaultsAre(again, 'Owner only', 'personal');
    // The organization key came along: the owner hands over again what others wait for.
    expect(await memberOf(again, email('maya'))).toMatchObject({ custodian: true });
  });
});
