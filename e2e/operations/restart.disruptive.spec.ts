import { readFileSync } from 'node:fs';
import { DATA_DIR } from '../fixtures/env.ts';
import { open } from '../fixtures/look.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ as: 'operations' });

// Both stop a process of the one platform there is.
test.describe.configure({ mode: 'serial', timeout: 240_000 });

/** The supervisor waits up to 4 s between starts; then engine and page have to find each other. */
const BACK_WITHIN_MS = 60_000;

/** The process that runs now under this name, as its supervisor wrote it down. */
function pidOf(name: string): number {
  const { pid } = JSON.parse(readFileSync(`${DATA_DIR}/run/${name}.json`, 'utf8')) as {
    pid: number;
  };
  return pid;
}

test('a killed engine is said to be gone, its last figures stay, and it is live again by itself', async ({
  page,
  noise,
}) => {
  noise.allow(/ 503 |503 \(/);
  await open(page, '/operations');
  const headline = page.getByRole('heading', { level: 1 });
  const figures = page.getByLabel('The platform in six figures');
  await expect(headline).toHaveText('Everything runs.', { timeout: BACK_WITHIN_MS });
  // It has to have told some, for them to be its last.
  await expect(figures).not.toContainText('Unknown', { timeout: BACK_WITHIN_MS });
  const killed = pidOf('engine');
  process.kill(killed, 'SIGKILL');
  await expect(headline).toHaveText('The engine is not connected.');
  await expect(page.getByLabel('Control strip')).toContainText('Not connected');
  await expect(figures).not.toContainText('Unknown');

  await expect(headline).toHaveText('Everything runs.', { timeout: BACK_WITHIN_MS });
  await page.getByRole('button', { name: 'Ping the engine' }).click();
  await expect(page.getByText(/Engine answered in/)).toBeVisible();
  await expect(page.getByText(`process ${killed}`)).toHaveCount(0);
});

test('a killed web process is said to be lost, and the page comes back without a reload, whole', async ({
  page,
  noise,
}) => {
  noise.allow(/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE/);
  noise.allow(/ 503 |503 \(/);
  await open(page, '/operations');
  const headline = page.getByRole('heading', { level: 1 });
  await expect(headline).toHaveText('Everything runs.', { timeout: BACK_WITHIN_MS });
  await page.evaluate(() => document.body.setAttribute('data-same-page', ''));
  process.kill(pidOf('web'), 'SIGKILL');
  await expect(headline).toHaveText('This page has lost its line to the platform.');
  // What it asks for meanwhile, a part of itself that it has not fetched yet, comes later.
  await page.keyboard.press('?');
  await expect(headline).toHaveText('Everything runs.', { timeout: BACK_WITHIN_MS });
  await expect(page.getByRole('dialog')).toContainText('Keys', { timeout: BACK_WITHIN_MS });
  await expect(page.locator('body[data-same-page]')).toHaveCount(1);
});
