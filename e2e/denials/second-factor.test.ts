import { remedy } from '@postern/access';
import { mustBeOk } from '@postern/core';
import type { Page } from 'playwright-core';
import { AuthenticatorApp } from '../../apps/server/test/support/authenticator-app.ts';
import type { Device } from '../../packages/client/test/people.ts';
import { password, startMember } from '../../packages/client/test/team.ts';
import { en } from '../../packages/ui/src/text/en.ts';
import { addPasskeyDevice } from '../app/passkey-device.ts';
import { administrationPage, rulesPage } from '../pages/administration.ts';
import { secondFactorPage, secondFactorStep } from '../pages/second-factor.ts';
import { signInAt } from '../pages/sign-in.ts';
import { row, type Stage } from './row.ts';
import { inside } from './scene.ts';

const { rules, secondFactor } = en;

/** What was required last, by the page of whoever requires it. */
const required = new WeakMap<Page, keyof typeof rules.secondFactor.levels>();

/** From now on and without grace. */
async function require(fixer: Page, level: 'none' | 'any' | 'phishing_resistant') {
  if (required.get(fixer) === level) return;
  required.set(fixer, level);
  await administrationPage.open(fixer, 'rules');
  await rulesPage.requireSecondFactor(fixer, level);
}

/** Whoever requires a second factor of others has one. */
async function givePasskey(fixer: Page) {
  await addPasskeyDevice(fixer);
  await secondFactorPage.open(fixer);
  await fixer.getByRole('button', { name: secondFactor.setUp }).click();
  await secondFactorPage.addPasskey(fixer);
  await secondFactorPage.takeBackupCodes(fixer);
  await fixer.getByRole('link', { name: en.frame.home }).click();
  await fixer.getByRole('link', { name: 'Northwind' }).first().click();
  await inside(fixer);
}

interface Armed {
  readonly email: string;
  readonly app: AuthenticatorApp;
  readonly backupCode: string;
}

/** A member with an authenticator app and backup codes, whose first device is put away. */
async function startArmed({ peoples, owner }: Stage, email: string): Promise<Armed> {
  const { client } = await startMember(peoples, owner, email);
  const { secretB32 } = mustBeOk(await client.secondFactor.beginTotp());
  const app = new AuthenticatorApp(secretB32, Date.now);
  mustBeOk(await client.secondFactor.finishTotp('Phone', app.code()));
  const [backupCode = ''] = mustBeOk(await client.secondFactor.makeBackupCodes());
  await client.close();
  return { email, app, backupCode };
}

interface Cast {
  readonly ana: Device;
  readonly ivo: Device;
  readonly ben: string;
  readonly kim: Armed;
  readonly lou: Armed;
}

/** Those who were inside before anything was required of them. */
const casts = new WeakMap<Device, Promise<Cast>>();
function castOf(stage: Stage): Promise<Cast> {
  const cast = casts.get(stage.owner) ?? startCast(stage);
  casts.set(stage.owner, cast);
  return cast;
}

async function startCast(stage: Stage): Promise<Cast> {
  const { peoples, owner, fixer } = stage;
  const armed = givePasskey(fixer);
  const ben = await startMember(peoples, owner, 'ben@northwind.example');
  await ben.client.close();
  const cast = {
    ana: await startMember(peoples, owner, 'ana@northwind.example'),
    ivo: await startMember(peoples, owner, 'ivo@northwind.example'),
    ben: 'ben@northwind.example',
    kim: await startArmed(stage, 'kim@northwind.example'),
    lou: await startArmed(stage, 'lou@northwind.example'),
  };
  await armed;
  return cast;
}

async function signInWithApp(page: Page, { email, app }: Armed) {
  await signInAt(page, 'northwind', email, password);
  await secondFactorStep.giveCode(page, secondFactor.step.appCode, app.code(1));
}

/** Adds an authenticator app on a device that is put away then. */
async function addAppOn({ client }: Device): Promise<AuthenticatorApp> {
  const { secretB32 } = mustBeOk(await client.secondFactor.beginTotp());
  const app = new AuthenticatorApp(secretB32, Date.now);
  mustBeOk(await client.secondFactor.finishTotp('Phone', app.code()));
  await client.close();
  return app;
}

row('mfa_required', 'signed in before the app was set up, asked for its code', async (stage) => {
  const { seat, fixer, refused, remedied } = stage;
  const { ana } = await castOf(stage);
  const { page, look } = await seat('Ana');
  await signInAt(page, 'northwind', 'ana@northwind.example', password);
  await inside(page);
  const app = await addAppOn(ana);
  await require(fixer, 'any');
  await refused(page);
  await look('factor-required');
  await remedied(page, () => secondFactorStep.giveCode(page, secondFactor.step.appCode, app.code(1)));
});

row('mfa_required', 'the phone with the app is lost, exempted for a day', async (stage) => {
  const { seat, fixer, refused, asked, granted } = stage;
  const { ivo } = await castOf(stage);
  const { page, email } = await seat('Ivo');
  await require(fixer, 'none');
  await signInAt(page, 'northwind', email, password);
  await inside(page);
  await addAppOn(ivo);
  await require(fixer, 'any');
  await refused(page);
  await asked({ page, email });
  await granted(page);
});

row('mfa_enrollment_required', 'shut out while inside, exempted for a day', async (stage) => {
  const { member, fixer, refused, asked, granted } = stage;
  await castOf(stage);
  await require(fixer, 'any');
  await refused(member.page, { acceptedFactors: 'any' });
  await asked(member);
  await granted(member.page);
});

row('mfa_enrollment_required', 'without a factor, set up on the spot', async (stage) => {
  const { seat, fixer, refused, remedied } = stage;
  const { ben } = await castOf(stage);
  await require(fixer, 'any');
  const { page, look } = await seat('Ben');
  await signInAt(page, 'northwind', ben, password);
  await refused(page, { acceptedFactors: 'any' });
  await look('enrollment-required');
  await page.getByRole('button', { name: remedy('set_up_second_factor').label, exact: true }).click();
  await secondFactorPage.addApp(page);
  await remedied(page, async () => void (await secondFactorPage.takeBackupCodes(page)));
});

row('mfa_too_weak', 'with an app where a passkey is wanted, which is set up there', async (stage) => {
  const { seat, fixer, refused, remedied } = stage;
  const { kim } = await castOf(stage);
  await require(fixer, 'phishing_resistant');
  const { page, look } = await seat('Kim');
  await signInWithApp(page, kim);
  await refused(page, { acceptedFactors: 'phishing_resistant' });
  await page.getByText(en.gate.accepted.phishing_resistant).waitFor();
  await look('too-weak');
  await addPasskeyDevice(page);
  await page.getByRole('button', { name: remedy('set_up_second_factor').label, exact: true }).click();
  await remedied(page, () => secondFactorPage.addPasskey(page));

  // With the passkey at hand, signed in by a backup code: there it can be given.
  await page.getByRole('button', { name: /^Account menu of / }).click();
  await page.getByRole('menuitem', { name: en.frame.signOut, exact: true }).click();
  await page.getByRole('button', { name: /^Account menu of / }).waitFor({ state: 'detached' });
  await signInAt(page, 'northwind', kim.email, password);
  await secondFactorStep.turnTo(page, 'backup');
  await secondFactorStep.giveCode(page, secondFactor.step.backupCode, kim.backupCode);
  await refused(page, { acceptedFactors: 'phishing_resistant' });
  await look('a-stronger-one-at-hand');
  await remedied(page, () => secondFactorStep.usePasskey(page));
});

row('mfa_too_weak', 'with an app where a passkey is wanted, exempted for a day', async (stage) => {
  const { seat, fixer, refused, asked, granted } = stage;
  const { lou } = await castOf(stage);
  await require(fixer, 'phishing_resistant');
  const { page } = await seat('Lou');
  await signInWithApp(page, lou);
  await refused(page, { acceptedFactors: 'phishing_resistant' });
  await asked({ page, email: lou.email });
  await granted(page);
});
