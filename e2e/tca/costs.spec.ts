/** What trading cost: the page of the desk, narrowed by its address. */
import { lookAt, open } from '../fixtures/look.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ as: 'desk' });

const READ_MS = 30_000;

test('costs are told against each order’s decision, by venue and by group, and narrow by the address', async ({
  page,
}, testInfo) => {
  test.slow();
  await open(page, '/desk/tca?period=30d');
  const figures = page.getByRole('region', { name: 'Costs of the span' });
  await expect(figures).toContainText('Implementation shortfall');
  await expect(figures.getByText(/orders?$/).first()).toBeVisible({ timeout: READ_MS });

  await page.getByRole('radio', { name: 'Side' }).click();
  await expect(page).toHaveURL(/group=Side/);
  await expect(page.getByRole('grid', { name: 'Costs by group' })).toBeVisible();
  await expect(page.getByRole('grid', { name: 'Venues' })).toContainText('Answer p50');

  await page.getByRole('combobox', { name: 'Both sides' }).click();
  await page.getByRole('option', { name: 'Sells' }).click();
  await expect(page).toHaveURL(/side=Sell/);
  await lookAt(page, testInfo, 'costs');
});
