import { mustBeOk, type VaultId } from '@postern/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import type { Device } from './people.ts';
import { addEntry, createVault, invite, memberOf, startMember, startOwner } from './team.ts';

const email = (name: string) => `${name}@quay.example`;

let server: TestServer;
let maya: Device;
let leo: Device;
let wiki: VaultId;
beforeAll(async () => {
  server = await startTestServer();
  maya = await startOwner(server, email('maya'), 'quay');
  leo = await startMember(server, maya, email('leo'));
  wiki = await createVault(maya, 'Wiki', 'Runbook');
});
afterAll(async () => {
  await leo.client.close();
  await maya.client.close();
  await server.stop();
});

const port = () => maya.client.administration.checkAccess;
const checkLeo = async (change: object = {}) => {
  const { id } = await memberOf(maya, email('leo'));
  return mustBeOk(await port().check({ who: { member: id }, clientKind: 'cli', ...change }));
};

describe('checking access against a real server', () => {
  it('tells from where somebody last came, and that they get in', async () => {
    const checked = await checkLeo();
    expect(checked).toMatchObject({
      who: { email: email('leo'), standing: 'active' },
      clientVersion: '0.1.0',
      address: '127.0.0.1',
      rules: 'now',
      verdict: { outcome: 'enters' },
    });
    expect(checked.addressKnownAtMs).toBeTypeOf('number');
  });

  it('names who turned somebody away, and that entry later by the rules of then and of now', async () => {
    const { people } = maya.client.administration;
    const { id } = await memberOf(maya, email('leo'));
    mustBeOk(await people.disable([id]));
    expect(mustBeOk(await leo.client.organization.enter('quay')).allowed).toBe(false);
    const checked = await checkLeo();
    expect(checked.verdict).toMatchObject({ outcome: 'refused', first: { code: 'member_disabled' } });
    expect(checked.checks.find(({ step }) => step === 6)?.setBy.event).toMatchObject({
      by: email('maya'),
      type: 'disable',
    });

    const attempt = mustBeOk(await port().attempts()).find(({ outcome }) => outcome === 'denied');
    expect(attempt).toMatchObject({ email: email('leo'), member: id, code: 'member_disabled' });
    if (attempt === undefined) throw new Error('the denial was not recorded');
    mustBeOk(await people.enable([id]));
    const then = mustBeOk(await port().checkAttempt(attempt.record, 'then'));
    expect(then).toMatchObject({
      rules: 'then',
      verdict: { outcome: 'refused', first: { code: 'member_disabled' }, certain: true },
    });
    const now = mustBeOk(await port().checkAttempt(attempt.record, 'now'));
    expect(now).toMatchObject({
      rules: 'now',
      verdict: { outcome: 'enters' },
      attempt: { record: attempt.record },
    });
  });

  it('says what a rule would do to an address and to somebody without a second factor', async () => {
    const { rules } = maya.client.administration;
    mustBeOk(await rules.allowAddresses([{ range: '127.0.0.0/8', label: 'Here', untilMs: null }]));
    mustBeOk(await rules.set({ addressListOn: true }));
    expect((await checkLeo({ address: '203.0.113.7' })).verdict).toMatchObject({
      first: { code: 'ip_not_allowed' },
    });
    expect((await checkLeo()).checks.find(({ step }) => step === 8)).toMatchObject({
      outcome: 'pass',
      evidence: { listed: { label: 'Here' } },
      setBy: { listedEvent: { by: email('maya') } },
    });
    expect(
      await port().check({ who: { email: email('leo') }, clientKind: 'cli', address: 'here' }),
    ).toMatchObject({
      ok: false,
      field: '/address',
    });
  });

  it('names somebody invited, and somebody nobody knows', async () => {
    await invite(maya, email('noa'));
    const check = async (name: string) =>
      mustBeOk(await port().check({ who: { email: email(name) }, clientKind: 'web' }));
    expect(await check('noa')).toMatchObject({
      who: { standing: 'invited', member: undefined },
      verdict: { first: { code: 'invitation_pending' } },
    });
    expect(await check('nobody')).toMatchObject({
      who: { standing: 'stranger' },
      verdict: { first: { code: 'invitation_required' } },
    });
  });

  it('says who can open a vault and an entry, and through what', async () => {
    const added = await addEntry(maya, wiki, 'Harbour radio');
    const { id } = await memberOf(maya, email('leo'));
    mustBeOk(
      await maya.client.administration.vaultAccess.grant(wiki, [
        { grantee: { kind: 'member', id }, given: 'operator' },
      ]),
    );
    const found = mustBeOk(await port().whoCanOpen(wiki, added.entry));
    expect(found).toMatchObject({ name: 'Wiki', stale: undefined, entry: { title: 'Harbour radio' } });
    expect(found.openers).toMatchObject([
      { email: email('leo'), can: 'opens', ways: [{ kind: 'own', given: 'operator' }] },
      { email: email('maya'), can: 'opens', isSelf: true },
    ]);
    expect(await port().whoCanOpen('none' as VaultId)).toMatchObject({ ok: false, code: 'not_found' });
    expect(mustBeOk(await port().vaults()).map(({ name }) => name)).toContain('Wiki');
  });

  it('is for those who manage members or settings, or read the audit log', async () => {
    mustBeOk(await leo.client.organization.enter('quay'));
    const { checkAccess } = leo.client.administration;
    const refused = { ok: false, code: 'permission_missing' };
    expect(await checkAccess.check({ who: { email: email('maya') }, clientKind: 'web' })).toMatchObject(
      refused,
    );
    expect(await checkAccess.attempts()).toMatchObject(refused);
    expect(await checkAccess.whoCanOpen(wiki)).toMatchObject(refused);
  });

  it('leaves open what a server that is away cannot tell', async () => {
    const who = { email: email('nobody-yet') };
    maya.offline(true);
    const checked = mustBeOk(await port().check({ who, clientKind: 'app' }));
    maya.offline(false);
    expect(checked).toMatchObject({ address: undefined, clientVersion: undefined });
    expect(checked.checks.find(({ step }) => step === 4)).toMatchObject({
      outcome: 'unknown',
      missing: ['suspension'],
    });
  });
});
