/** Positions and P&L of the desk: valued live, grouped, held against limits, closed by the ticket. */
import { lookAt, open } from '../fixtures/look.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ as: 'desk' });

const READ_MS = 30_000;

test('positions are valued at prices with their age, grouped, added up, and lead to the ticket that closes them', async ({
  page,
}, testInfo) => {
  test.slow();
  await open(page, '/desk/positions');
  const figures = page.getByRole('region', { name: 'Positions in figures' });
  await expect(figures).toContainText('Exposure, gross');
  await expect(figures.getByText(/open positions?/)).toBeVisible({ timeout: READ_MS });

  const positions = page.getByRole('grid', { name: 'Positions' });
  const first = positions.getByRole('row').nth(1);
  await expect(first).toContainText(/\d s|\d ms/, { timeout: READ_MS });
  await expect(positions.getByRole('row').last()).toContainText('Total');
  const close = positions.getByRole('link', { name: /^Close / }).first();
  await expect(close).toHaveAttribute(
    'href',
    /\/desk\/markets\?instrument=.+&side=(Buy|Sell)&qty=[\d.]+&account=.+&reduceOnly=1/,
  );

  await page.getByRole('radio', { name: 'By asset' }).click();
  await expect(page).toHaveURL(/by=asset/);
  await expect(page.getByRole('grid', { name: 'By asset' }).getByRole('row').nth(1)).toBeVisible();

  await page.getByRole('radio', { name: 'By strategy' }).click();
  const strategies = page.getByRole('grid', { name: 'By strategy' });
  await expect(strategies.getByText('by hand').first()).toBeVisible({ timeout: READ_MS });

  const limits = page.getByRole('region', { name: 'Limits in use' });
  await expect(limits.getByRole('meter').first()).toBeVisible({ timeout: READ_MS });

  await page.getByRole('radio', { name: 'Table' }).click();
  await expect(page.getByRole('columnheader', { name: 'Day' })).toBeVisible({ timeout: READ_MS });
  await lookAt(page, testInfo, 'positions');
});
