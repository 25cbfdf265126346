/** What the market says, live: instruments, books, candles, and what a size costs at each venue. */
import type { Page } from '@playwright/test';
import { lookAt, open } from '../fixtures/look.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ as: 'desk' });

const instruments = (page: Page) =>
  page.getByRole('list', { name: 'Instruments' }).getByRole('button');

/** The venues answer, their books come and the first bars are read. */
const FIRST_PRICE_MS = 30_000;

async function openMarket(page: Page, path: string): Promise<void> {
  await open(page, path);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible({ timeout: FIRST_PRICE_MS });
  await expect(page.getByText('No price')).toHaveCount(0, { timeout: FIRST_PRICE_MS });
}

test('the price of an instrument moves by itself, without a question being asked again', async ({
  page,
}) => {
  await openMarket(page, '/desk/markets');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('BTC/USDT');
  const price = page.locator('header data').first();
  const before = await price.getAttribute('value');
  await expect(price).not.toHaveAttribute('value', before ?? '', { timeout: FIRST_PRICE_MS });
});

test('an instrument is found by typing and by the keyboard, and stands in the address', async ({
  page,
}) => {
  await openMarket(page, '/desk/markets');
  await page.keyboard.press('/');
  await page.keyboard.type('eth eur');
  await expect(instruments(page)).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/instrument=ETH\/EUR/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('ETH/EUR');
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('ETH/EUR');
});

test('each venue has its own book, and what a size costs is compared with fees', async ({
  page,
}) => {
  await openMarket(page, '/desk/markets?book=venues&view=venues');
  for (const venue of ['Binance', 'Coinbase', 'Kraken']) {
    await expect(page.getByRole('region', { name: `Book of ${venue}` })).toBeVisible();
  }
  const compared = page.getByRole('table', { name: 'Venues compared' });
  await expect(compared.getByRole('row')).toHaveCount(4, { timeout: FIRST_PRICE_MS });
  await expect(page.getByText(/Buying 1\S* BTC over all venues/)).toBeVisible();
  const venues = page.getByRole('region', { name: 'Venues compared' });
  await venues.getByRole('radio', { name: 'Sell' }).click();
  await expect(page.getByText(/Selling 1\S* BTC over all venues/)).toBeVisible();
  await page.getByRole('radio', { name: 'Depth' }).click();
  await expect(page.getByRole('figure', { name: 'Market' })).toBeVisible();
});

test('reads well in both themes at three widths', async ({ page }, info) => {
  test.slow();
  await openMarket(page, '/desk/markets?view=venues');
  await expect(page.getByRole('table', { name: 'Venues compared' })).toBeVisible();
  await lookAt(page, info, 'markets');
});
