/** The firm's connections to its venues, and a key on its way to the worker. */
import type { Page } from '@playwright/test';
import { lookAt, open } from '../fixtures/look.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ as: 'operations' });

const UP_MS = 30_000;

async function openVenues(page: Page, query = ''): Promise<void> {
  await open(page, `/operations/venues${query}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('All 3 venues are up.', {
    timeout: UP_MS,
  });
}

test('says in one sentence how the venues are, and of each of them why', async ({ page }) => {
  await openVenues(page);
  await page.getByRole('grid', { name: 'Venues' }).getByText('Kraken').click();
  const drawer = page.getByRole('dialog', { name: 'Venue' });
  await expect(drawer.getByRole('heading', { name: 'Kraken' })).toBeVisible();
  await expect(drawer.getByRole('table', { name: 'Latency by request' })).toBeVisible();
  await expect(drawer.getByRole('list', { name: /States of the venue/ })).toContainText('Up');
  await expect(page).toHaveURL(/venue=kraken/);
});

test('what each venue offers was asked of it, per instrument', async ({ page }) => {
  await openVenues(page);
  const matrix = page.getByRole('grid', { name: 'Capabilities' });
  await expect(matrix.getByRole('row').nth(1)).toContainText('GTC');
});

test('ASVS 13.3.1 a venue key leaves this browser sealed: no request has its secret', async ({
  page,
  noise,
}) => {
  // A sign-in that is older than a minute is no proof: the act is refused once and then proven.
  noise.allow(/403.*venues\.submitKey/);
  noise.allow(/status of 403.*venues\.submitKey/);
  const secret = `the-secret-${Date.now()}-of-a-venue`;
  const sent: string[] = [];
  page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
  await openVenues(page, '?connect=new');
  const drawer = page.getByRole('dialog', { name: 'Connect a venue' });
  await drawer.getByLabel('Name of the account').fill(`Trial ${Date.now()}`);
  await drawer.getByRole('button', { name: 'Go on' }).click();
  await drawer.getByLabel('Name of the key').fill('First');
  await drawer.getByLabel('API key').fill(`key-${Date.now()}-of-nobody`);
  await drawer.getByLabel('Secret key').fill(secret);
  await drawer.getByRole('button', { name: 'Seal and enter it' }).click();
  const proof = page.getByRole('dialog', { name: /Enter the key First/ });
  await expect(proof.or(drawer.getByText('The worker opens it'))).toBeVisible();
  expect(sent.some((one) => one.includes(secret))).toBe(false);
});

test('reads well in both themes at three widths', async ({ page }, info) => {
  test.slow();
  await openVenues(page);
  await expect(page.getByRole('button', { name: 'Connect a venue' })).toBeVisible();
  await lookAt(page, info, 'venues');
});
