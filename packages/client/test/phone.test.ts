import { type Email, type KeyMethodId, mustBeOk } from '@postern/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openPushService, type PushService } from '../../../apps/server/test/support/push-service.ts';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import { type Device, signUp, startDevice, until } from './people.ts';
import {
  askPhones,
  beginPairing,
  confirmPairing,
  pairPhone,
  startPhone,
  type TestPhone,
  untilPhone,
} from './phones.ts';

const email = 'maya@northwind.example';
const password = 'granite orchard 47 lantern';

let server: TestServer;
let pushes: PushService;
let laptop: Device;
let phone: TestPhone;
const devices: Device[] = [];
const phones: TestPhone[] = [];
const device = async () => {
  const started = await startDevice(server);
  devices.push(started);
  return started;
};
const newPhone = async () => {
  const started = await startPhone(server);
  phones.push(started);
  return started;
};
/** A device that Maya has signed in to and that has no key. */
const keyless = async () => {
  const started = await device();
  mustBeOk(await started.client.account.signIn(email, password));
  expect(started.client.snapshot().phase).toBe('keys-needed');
  return started;
};
const firstRequest = async (on: TestPhone) => {
  const [request] = (await untilPhone(on, ({ requests }) => requests.length > 0)).requests;
  if (request === undefined) throw new Error('nobody asks');
  return request;
};
const over = async ({ client }: Device) => {
  const { approval } = await until(client, (snapshot) => snapshot.approval?.state === 'over');
  return approval?.state === 'over' ? approval.refusal.code : undefined;
};
const logged = async ({ client }: Device) =>
  mustBeOk(await client.account.accessLog()).map(({ kind }) => kind);

beforeAll(async () => {
  pushes = await openPushService();
  server = await startTestServer({ POSTERN_PUSH_PRIVATE: 'allow', POSTERN_SIGNUP: 'open' });
  laptop = await device();
  await signUp(server, laptop, email, password);
  mustBeOk(await laptop.client.organization.create('Northwind', 'northwind'));
});
afterAll(async () => {
  for (const { client } of devices) await client.close();
  for (const { app } of phones) await app.close();
  await server.stop();
  await pushes.close();
});
/** Later than every limit of the test before, and once more it is Maya. */
beforeEach(async () => {
  server.passMs(3600_000);
  mustBeOk(await laptop.client.account.confirmIdentity(password));
});

describe('Maya’s phone', () => {
  it('is paired by a code that it reads off her laptop, once', async () => {
    phone = await newPhone();
    const text = await beginPairing(laptop);
    expect(phone.app.readCode(`https://postern.example/app/scan#${text}`)).toMatchObject({ kind: 'pairing' });
    expect(phone.app.readCode('https://northwind.example')).toBeUndefined();
    expect(mustBeOk(await phone.app.pair(text, 'Maya’s phone'))).toMatchObject({ email, state: 'waiting' });
    // Somebody else may have seen the code: nothing is added before Maya has compared what both show.
    await until(laptop.client, (snapshot) => snapshot.pairing?.state === 'answered');
    expect(mustBeOk(await laptop.client.phone.phones())).toEqual([]);
    await confirmPairing(laptop, phone);
    const { pairing } = laptop.client.snapshot();
    expect(pairing).toMatchObject({ state: 'paired', label: 'Maya’s phone' });
    mustBeOk(await phone.app.refresh());
    expect(phone.app.snapshot().pairings).toMatchObject([{ email, state: 'paired', hasPush: false }]);
    expect(mustBeOk(await laptop.client.phone.phones())).toMatchObject([
      { label: 'Maya’s phone', unpairedAtMs: undefined, hasPush: false },
    ]);
    expect(await logged(laptop)).toContain('key_method_added');
    expect(await phone.app.pair(await beginPairing(laptop), 'again')).toMatchObject({ code: 'phone_paired' });
  });

  it('refuses by name a code that was answered, cancelled or is none', async () => {
    const second = await newPhone();
    const third = await newPhone();
    const text = await beginPairing(laptop);
    // What the laptop does with the answer waits until the third phone has heard that it came too late.
    laptop.offline(true);
    mustBeOk(await second.app.pair(text, 'Second'));
    expect(await third.app.pair(text, 'Third')).toMatchObject({ code: 'pairing_answered' });
    laptop.offline(false);
    await laptop.client.phone.cancelPairing();
    expect(await third.app.pair(text, 'Third')).toMatchObject({ code: 'pairing_expired' });
    expect(third.app.snapshot().pairings).toEqual([]);
    expect(await third.app.pair('postern-pair-1.AAAA', 'Third')).toMatchObject({ code: 'phone_code_wrong' });
    const expired = await beginPairing(laptop);
    server.passMs(11 * 60_000);
    expect(await third.app.pair(expired, 'Third')).toMatchObject({ code: 'pairing_expired' });
  });

  it('answers the same code with the same key, whatever it heard of its first answer', async () => {
    const second = await newPhone();
    const text = await beginPairing(laptop);
    laptop.offline(true);
    // The answer arrives, and the phone is told that the server failed.
    second.between((path, answer) => (path === '/api/phone/pairing/answer' ? 'unreadable' : answer));
    await expect(second.app.pair(text, 'Second')).resolves.toMatchObject({ ok: false });
    second.between(undefined);
    laptop.offline(false);
    const again = mustBeOk(await second.app.pair(text, 'Second'));
    await confirmPairing(laptop, second);
    expect(laptop.client.snapshot().pairing).toMatchObject({ state: 'paired', method: again.method });
    mustBeOk(await second.app.refresh());
    expect(second.app.snapshot().pairings).toMatchObject([{ state: 'paired', method: again.method }]);
    mustBeOk(await laptop.client.phone.unpair(again.method, password));
  });

  it('opens a new device by scanning its code, where the password brings nothing back', async () => {
    const listed = mustBeOk(await laptop.client.keyStorage.read()).methods;
    const ofPassword = listed.find(({ kind }) => kind === 'password')?.id as KeyMethodId;
    mustBeOk(await laptop.client.keyStorage.remove(ofPassword, password));
    const tablet = await keyless();
    const text = await askPhones(tablet);
    expect(await firstRequest(phone)).toMatchObject({ email, purpose: 'sign_in', address: '127.0.0.1' });
    // A server that names a revision which is not the state's ends this try, and none after it.
    phone.between((path, answer) => {
      if (path !== '/api/phone/account') return answer;
      const { state, ...rest } = answer as { readonly state: { readonly revision: number } };
      return { ...rest, state: { ...state, revision: state.revision + 1000 } };
    });
    expect(await phone.app.approveByCode(text)).toMatchObject({ code: 'opening_failed' });
    phone.between(undefined);
    mustBeOk(await phone.app.approveByCode(text));
    await until(tablet.client, ({ phase }) => phase === 'open');
    expect(tablet.client.snapshot().approval).toEqual({ state: 'approved', provenBy: 'scan' });
    expect(tablet.client.snapshot().organizations).toMatchObject([{ address: 'northwind' }]);
    expect(phone.app.snapshot().requests).toEqual([]);
    expect(await phone.app.approveByCode(text)).toMatchObject({ code: 'approval_expired' });
    expect(await logged(laptop)).toContain('phone_approved');
  });

  it('waits for what a device gives back to a server that was restored from a backup', async () => {
    const { kysely } = server.running.platform.db;
    const backedUp = await kysely
      .selectFrom('accounts')
      .select(['state_revision', 'state_sealed'])
      .where('email', '=', email as Email)
      .executeTakeFirstOrThrow();
    mustBeOk(await laptop.client.organization.create('Globex', 'globex'));
    const approve = async () => {
      const tablet = await keyless();
      const text = await askPhones(tablet);
      await firstRequest(phone);
      return { tablet, text, approved: await phone.app.approveByCode(text) };
    };
    mustBeOk((await approve()).approved);
    await kysely
      .updateTable('accounts')
      .set(backedUp)
      .where('email', '=', email as Email)
      .execute();
    const { tablet, text, approved } = await approve();
    expect(approved).toMatchObject({ code: 'state_older_than_known' });
    await laptop.client.account.lock();
    mustBeOk(await laptop.client.account.unlock(password));
    await vi.waitFor(async () => mustBeOk(await phone.app.approveByCode(text)));
    const { organizations } = await until(tablet.client, ({ phase }) => phase === 'open');
    expect(organizations.map(({ address }) => address).sort()).toEqual(['globex', 'northwind']);
  });

  it('answers in time whatever the clocks of the devices say', async () => {
    const off = (ms: number) => ({ nowMs: () => server.nowMs() + ms });
    const ahead = await startPhone(server, undefined, off(2 * 3600_000));
    phones.push(ahead);
    await pairPhone(laptop, ahead, 'Two hours ahead');
    const behind = await startDevice(server, undefined, undefined, off(-40 * 24 * 3600_000));
    devices.push(behind);
    mustBeOk(await behind.client.account.signIn(email, password));
    const text = await askPhones(behind);
    await firstRequest(ahead);
    mustBeOk(await ahead.app.approveByCode(text));
    await until(behind.client, ({ phase }) => phase === 'open');
    const [paired] = ahead.app.snapshot().pairings;
    mustBeOk(await laptop.client.phone.unpair(paired?.method as KeyMethodId, password));
  });

  it('opens one by six digits, which are typed once', async () => {
    const tablet = await keyless();
    await askPhones(tablet);
    const { id } = await firstRequest(phone);
    expect(await phone.app.approveByDigits(id, '000000')).toMatchObject({ code: 'approval_digits_unready' });
    mustBeOk(await phone.app.beginDigits(id));
    await tablet.client.phone.askByDigits();
    const { approval } = await until(tablet.client, (now) => now.approval?.state === 'digits');
    const digits = approval?.state === 'digits' ? approval.digits : '';
    await untilPhone(phone, ({ requests }) => requests[0]?.state === 'digits');
    mustBeOk(await phone.app.approveByDigits(id, `${digits.slice(0, 3)} ${digits.slice(3)}`));
    // Nothing opens before Maya has read on the phone that it approved.
    await until(tablet.client, (now) => now.approval?.state === 'confirm');
    expect(tablet.client.snapshot().phase).toBe('keys-needed');
    await tablet.client.phone.confirmApproved();
    await until(tablet.client, ({ phase }) => phase === 'open');
    expect(tablet.client.snapshot().approval).toEqual({ state: 'approved', provenBy: 'digits' });

    const other = await keyless();
    await askPhones(other);
    await other.client.phone.askByDigits();
    const again = await firstRequest(phone);
    mustBeOk(await phone.app.beginDigits(again.id));
    const shown = await until(other.client, (now) => now.approval?.state === 'digits');
    const right = shown.approval?.state === 'digits' ? shown.approval.digits : '';
    await untilPhone(phone, ({ requests }) => requests[0]?.state === 'digits');
    const wrong = String((Number(right) + 1) % 1_000_000).padStart(6, '0');
    expect(await phone.app.approveByDigits(again.id, wrong)).toMatchObject({ code: 'approval_digits_wrong' });
    expect(await phone.app.approveByDigits(again.id, right)).toMatchObject({ code: 'approval_expired' });
    expect(await over(other)).toBe('approval_digits_wrong');
  });

  it('is not led from the scan to digits by the server', async () => {
    const tablet = await keyless();
    // The phone approves by the code; the server takes its authentication away and plays the exchange of digits besides.
    tablet.between((path, answer) => {
      if (path !== '/api/phone-approval') return answer;
      const { mac, ...unproven } = answer.answer ?? {};
      return { commitment: 'A'.repeat(43), nonce: 'A'.repeat(43), ...(mac && { answer: unproven }) };
    });
    const text = await askPhones(tablet);
    await firstRequest(phone);
    expect(tablet.client.snapshot().approval).toMatchObject({ state: 'asked', byDigits: false });
    mustBeOk(await phone.app.approveByCode(text));
    expect(await over(tablet)).toBe('approval_answer_wrong');
    expect(tablet.sent.filter((line) => line.includes('/api/phone-approval/reveal'))).toEqual([]);
    expect(tablet.client.snapshot().phase).toBe('keys-needed');
  });

  it('refuses a code of another device than the one that asks', async () => {
    const tablet = await keyless();
    const first = await askPhones(tablet);
    const second = await askPhones(tablet);
    const { id } = await firstRequest(phone);
    expect(phone.app.readCode(second)).toEqual({ kind: 'approval', request: id });
    // The earlier question ended with the next one.
    expect(await phone.app.approveByCode(first)).toMatchObject({ code: 'approval_expired' });
    expect(await phone.app.approveByCode('no code')).toMatchObject({ code: 'phone_code_wrong' });
    mustBeOk(await phone.app.deny(id, false));
    expect(await over(tablet)).toBe('approval_denied');
    expect(tablet.client.snapshot().phase).toBe('keys-needed');
  });

  it('ends the session of whoever asked when it is reported, and Maya is told by mail', async () => {
    const thief = await keyless();
    await askPhones(thief);
    mustBeOk(await phone.app.deny((await firstRequest(phone)).id, true));
    expect(await over(thief)).toBe('approval_denied');
    expect(await thief.client.phone.ask()).toMatchObject({ code: 'sign_in_required' });
    expect(await logged(laptop)).toContain('phone_reported');
    expect(server.mails.at(-1)).toMatchObject({
      to: email,
      subject: 'Somebody asked your phone for the keys of your Postern account',
    });
    expect(server.mails.at(-1)?.text).toContain('Change your password');
  });

  it('lets a question end after five minutes, and by whoever asked', async () => {
    const tablet = await keyless();
    const text = await askPhones(tablet);
    await firstRequest(phone);
    server.passMs(6 * 60_000);
    expect(await phone.app.approveByCode(text)).toMatchObject({ code: 'approval_expired' });
    const again = await askPhones(tablet);
    await untilPhone(phone, ({ requests }) => requests.length === 1);
    // The phone answers before it has heard that nobody waits any more.
    let told: unknown;
    phone.between((path, answer) => {
      if (path !== '/api/phone/approvals') return answer;
      told ??= answer;
      return told;
    });
    mustBeOk(await phone.app.refresh());
    await tablet.client.phone.cancelAsking();
    expect(await phone.app.approveByCode(again)).toMatchObject({ code: 'approval_withdrawn' });
    phone.between(undefined);
    mustBeOk(await phone.app.refresh());
    expect(phone.app.snapshot().requests).toEqual([]);
    expect(tablet.client.snapshot().approval).toBeUndefined();
  });

  it('is told while its app is closed, by a push that says no more than that', async () => {
    const subscription = pushes.subscribe();
    mustBeOk(await phone.app.usePush(subscription));
    expect(mustBeOk(await laptop.client.phone.phones())).toMatchObject([{ hasPush: true }]);
    const tablet = await keyless();
    await askPhones(tablet);
    const push = await pushes.next();
    expect(push.text).toBe('{"kind":"device-asks"}');
    expect(push.publicKey).toBe(mustBeOk(await phone.app.pushKey()));
    expect(push).toMatchObject({ ttl: '300', urgency: 'high', isSigned: true });
    await tablet.client.phone.cancelAsking();
    mustBeOk(await phone.app.stopPush());
    expect(mustBeOk(await laptop.client.phone.phones())).toMatchObject([{ hasPush: false }]);
  });

  it('shares the account with another phone, and a question is answered once', async () => {
    const other = await newPhone();
    await pairPhone(laptop, other, 'Old phone');
    const tablet = await keyless();
    const text = await askPhones(tablet);
    await firstRequest(phone);
    const { id } = await firstRequest(other);
    // This phone is behind: it is told of the question as it was before the other one answered.
    let told: unknown;
    phone.between((path, answer) => {
      if (path !== '/api/phone/approvals') return answer;
      told ??= answer;
      return told;
    });
    mustBeOk(await phone.app.refresh());
    mustBeOk(await other.app.approveByCode(text));
    await until(tablet.client, ({ phase }) => phase === 'open');
    expect(await phone.app.deny(id, true)).toMatchObject({ code: 'approval_answered' });
    phone.between(undefined);
    expect(phone.app.snapshot().requests).toEqual([]);
  });

  it('keeps its key over a restart and gives it up when it is unpaired there', async () => {
    const again = await phone.restart();
    phones.push(again);
    phone = again;
    expect(phone.app.snapshot().pairings).toMatchObject([{ email, state: 'paired' }]);
    const { account } = phone.app.snapshot().pairings[0] ?? {};
    if (account === undefined) throw new Error('nothing is paired');
    mustBeOk(await phone.app.unpair(account));
    expect(phone.app.snapshot().pairings).toEqual([]);
    const [unpaired] = mustBeOk(await laptop.client.phone.phones());
    expect(unpaired).toMatchObject({ label: 'Maya’s phone', unpairedAtMs: expect.any(Number) });
    expect(server.mails.at(-1)?.subject).toBe('A phone was unpaired from your Postern account');
  });

  it('is taken off the account by Maya, too, and then knows that it is lost', async () => {
    const old = phones.find(({ app }) => app.snapshot().pairings.some(({ label }) => label === 'Old phone'));
    const extra = await newPhone();
    await pairPhone(laptop, extra, 'New phone');
    const listed = mustBeOk(await laptop.client.phone.phones());
    const method = listed.find(({ label }) => label === 'Old phone')?.method as KeyMethodId;
    mustBeOk(await laptop.client.phone.unpair(method, password));
    if (old === undefined) throw new Error('the old phone is gone');
    expect(await old.app.refresh()).toMatchObject({ code: 'phone_unknown' });
    expect(old.app.snapshot().pairings).toMatchObject([{ state: 'lost' }]);
    mustBeOk(await extra.app.refresh());
    // The phone that let go is still listed, and brings nothing back: hers is the last way.
    const last = mustBeOk(await laptop.client.phone.phones()).find(
      ({ label }) => label === 'New phone',
    )?.method;
    expect(await laptop.client.phone.unpair(last as KeyMethodId, password)).toMatchObject({
      code: 'key_method_last',
    });
  });

  it('brings Ana’s keys back where she has forgotten her password', async () => {
    const ana = 'ana@northwind.example';
    const desk = await device();
    await signUp(server, desk, ana, password);
    const pocket = await newPhone();
    mustBeOk(await desk.client.organization.create('Harbour', 'harbour'));
    await pairPhone(desk, pocket, 'Ana’s phone');
    const library = await device();
    const { forgotPassword, phone: asking } = library.client;
    expect(await asking.ask()).toMatchObject({ code: 'sign_in_required' });
    mustBeOk(await forgotPassword.begin(ana));
    expect(mustBeOk(await forgotPassword.enterCode(ana, server.codeFor(ana)))).toMatchObject({
      kind: 'keys',
      methods: [{ kind: 'phone', label: 'Ana’s phone' }],
      hasKeys: false,
    });
    const text = await askPhones(library);
    expect(await firstRequest(pocket)).toMatchObject({ email: ana, purpose: 'reset' });
    mustBeOk(await pocket.app.approveByCode(text));
    await until(library.client, ({ approval }) => approval?.state === 'approved');
    expect(mustBeOk(await forgotPassword.resume())).toMatchObject({ kind: 'keys', hasKeys: true });

    // Somebody else who reads her mail: the answer that it was not her ends what they had begun.
    const thief = await device();
    mustBeOk(await thief.client.forgotPassword.begin(ana));
    mustBeOk(await thief.client.forgotPassword.enterCode(ana, server.codeFor(ana)));
    // An older state than the phone has seen is not taken up, to be sealed again as the newest.
    const old = await device();
    old.between((path, answer) => {
      if (path !== '/api/account/password-reset/read') return answer;
      for (const one of answer.generations) one.state.revision = 1;
      return answer;
    });
    mustBeOk(await old.client.forgotPassword.begin(ana));
    mustBeOk(await old.client.forgotPassword.enterCode(ana, server.codeFor(ana)));
    mustBeOk(await pocket.app.approveByCode(await askPhones(old)));
    expect(await over(old)).toBe('state_older_than_known');
    await askPhones(thief);
    mustBeOk(await pocket.app.deny((await firstRequest(pocket)).id, true));
    expect(await over(thief)).toBe('approval_denied');
    expect(mustBeOk(await thief.client.forgotPassword.resume())).toBeUndefined();
    expect(server.mails.at(-1)?.text).toContain('Protect your mailbox');

    // Where keys were begun anew beside hers, the phone says which it brings back: also where the others are served first.
    const anew = await device();
    mustBeOk(await anew.client.forgotPassword.begin(ana));
    mustBeOk(await anew.client.forgotPassword.enterCode(ana, server.codeFor(ana)));
    mustBeOk(await anew.client.forgotPassword.startOver('copper lantern 58 harbour'));
    await pairPhone(anew, await newPhone(), 'Ana’s second phone');
    server.passMs(3600_000);
    const again = await device();
    again.between((path, answer) => {
      if (path === '/api/account/password-reset/read') answer.generations.reverse();
      return answer;
    });
    mustBeOk(await again.client.forgotPassword.begin(ana));
    mustBeOk(await again.client.forgotPassword.enterCode(ana, server.codeFor(ana)));
    mustBeOk(await pocket.app.approveByCode(await askPhones(again)));
    await until(again.client, ({ approval }) => approval?.state === 'approved');

    // And one that has let go of its key is not asked.
    for (const { account } of pocket.app.snapshot().pairings) mustBeOk(await pocket.app.unpair(account));
    expect(mustBeOk(await again.client.forgotPassword.resume())).toMatchObject({ hasKeys: true });
    const late = await device();
    mustBeOk(await late.client.forgotPassword.begin(ana));
    mustBeOk(await late.client.forgotPassword.enterCode(ana, server.codeFor(ana)));
    expect(await late.client.phone.ask()).toMatchObject({ code: 'phone_missing' });
  });

  it('is asked for nothing by an account that has none', async () => {
    const leo = await device();
    await signUp(server, leo, 'leo@northwind.example', password);
    const { keyStorage } = leo.client;
    mustBeOk(
      await keyStorage.addPasskey({
        label: 'Key',
        prf: new Uint8Array(32).fill(7),
        credential: { id: 'AQID', transports: [] },
      }),
    );
    const ofPassword = mustBeOk(await keyStorage.read()).methods[0]?.id as KeyMethodId;
    mustBeOk(await keyStorage.remove(ofPassword, password));
    const tablet = await device();
    mustBeOk(await tablet.client.account.signIn('leo@northwind.example', password));
    expect(await tablet.client.phone.ask()).toMatchObject({ code: 'phone_missing' });
  });
});
