/** What a client's own people see: worth, orders in plain words, activity. */
import { lookAt, open } from '../fixtures/look.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ as: 'client' });

const READ_MS = 30_000;

test('a client sees its worth with its time, its limits with their use, and nothing of the desk', async ({
  page,
}, testInfo) => {
  await open(page, '/client');
  await expect(page.getByText(/Net asset value|What has a price/)).toBeVisible({
    timeout: READ_MS,
  });
  await expect(page.getByText(/as of|by prices of/).first()).toBeVisible({ timeout: READ_MS });
  await expect(page.getByRole('region', { name: 'Your limits' })).toBeVisible();
  await expect(page.getByRole('grid', { name: 'Holdings' })).toBeVisible();
  const days = page.getByRole('figure', { name: 'Worth over time' });
  await days.getByRole('radio', { name: 'Table' }).click({ timeout: READ_MS });
  await expect(days.getByRole('columnheader', { name: 'Came in' })).toBeVisible();
  await lookAt(page, testInfo, 'client overview');
});

test('orders are said in plain words, and activity is the ledger’s', async ({ page }, testInfo) => {
  await open(page, '/client/orders');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/working|confirmed/i, {
    timeout: READ_MS,
  });
  await lookAt(page, testInfo, 'client orders');

  await open(page, '/client/activity?show=flows');
  const activity = page.getByRole('grid', { name: 'Activity' });
  await expect(activity.getByText('Deposit').first()).toBeVisible({ timeout: READ_MS });
  await lookAt(page, testInfo, 'client activity');
});
