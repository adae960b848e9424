import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { en } from '../packages/ui/src/text/en.ts';
import { expectAccessible } from './app/expect-accessible.ts';
import { flow } from './app/flow.ts';
import { takeScreenshots } from './app/screenshots.ts';
import { startAppServer } from './app/start-server.ts';
import { signUpAs } from './pages/sign-up.ts';

const { account, locked, passwordBack } = en;
const earlier = 'harbour quilt lantern moss';
const newer = 'anchor velvet 12 sparrow';

flow('a server restored from a backup gets the newer password back from the device', async ({ browser }) => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-restored-'));
  const data = join(folder, 'data');
  const backup = join(folder, 'backup');
  let server = await startAppServer({ POSTERN_DATA: data });
  const { port } = new URL(server.url);
  const start = () => startAppServer({ POSTERN_DATA: data, POSTERN_PORT: port });
  const context = await browser.newContext({ baseURL: server.url, reducedMotion: 'reduce' });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  try {
    await signUpAs({ page, email: 'maya@northwind.example' }, server, earlier);
    await server.stop();
    cpSync(data, backup, { recursive: true });
    server = await start();

    await page.getByRole('button', { name: /^Account menu of / }).click();
    await page.getByRole('menuitem', { name: en.frame.account, exact: true }).click();
    await page.getByRole('button', { name: account.changePassword }).click();
    await page.getByLabel(account.currentPassword, { exact: true }).fill(earlier);
    await page.getByLabel(account.newPassword, { exact: true }).fill(newer);
    await page.getByLabel(en.signUp.repeat).fill(newer);
    await page.getByRole('button', { name: account.changePassword }).click();
    await page.getByLabel(account.currentPassword, { exact: true }).waitFor({ state: 'detached' });

    await server.stop();
    rmSync(data, { recursive: true });
    cpSync(backup, data, { recursive: true });
    server = await start();
    await page.goto('/');
    const unlock = async (password: string) => {
      await page.getByLabel(locked.password, { exact: true }).fill(password);
      await page.getByRole('button', { name: locked.submit, exact: true }).click();
    };
    // The server calls the newer one wrong; whatever it says, the way back is on this very page.
    await unlock(newer);
    await page.getByRole('button', { name: passwordBack.offer }).click();
    await expectAccessible(page);
    await takeScreenshots(page, 'restored-server', 'password-back');
    const give = async (mine: string, known: string) => {
      await page.getByLabel(passwordBack.password, { exact: true }).fill(mine);
      await page.getByLabel(passwordBack.earlier, { exact: true }).fill(known);
      await page.getByRole('button', { name: passwordBack.submit }).click();
    };
    await give('not the newer one', earlier);
    await page.getByText(passwordBack.wrongPassword).waitFor();
    await give(newer, 'not the earlier one');
    await page.getByText(passwordBack.wrongEarlier).waitFor();
    await give(newer, earlier);
    await page.getByRole('heading', { name: en.home.title }).waitFor();

    await page.reload();
    await unlock(earlier);
    await page.getByRole('alert').waitFor();
    await unlock(newer);
    await page.getByRole('heading', { name: en.home.title }).waitFor();
  } finally {
    await context.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
