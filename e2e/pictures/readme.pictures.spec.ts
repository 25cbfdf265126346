/** The README's pictures, taken by `npm run pictures`: each page in both themes, on a wide screen. */

import type { Page } from '@playwright/test';
import { ROOT } from '../fixtures/env.ts';
import { open, settled, THEMES } from '../fixtures/look.ts';
import { ask } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';

const PAGES = [
  { name: 'landing', path: '/', as: null },
  { name: 'markets', path: '/desk/markets', as: 'desk' },
  { name: 'positions', path: '/desk/positions', as: 'desk' },
  { name: 'tca', path: '/desk/tca?period=30d', as: 'desk' },
  { name: 'order', path: '/desk/orders/', as: 'desk' },
  { name: 'client', path: '/client', as: 'client' },
  { name: 'venues', path: '/operations/venues?venue=kraken', as: 'operations' },
  { name: 'audit', path: '/compliance/audit', as: 'compliance' },
  { name: 'operations', path: '/operations', as: 'operations' },
  { name: 'styleguide', path: '/styleguide', as: null },
] as const;

const SIZE = { width: 1440, height: 900 };

/** Live figures start empty. A picture of them is taken when there is a line to see. */
const HISTORY_MS = 60_000;

/** The sentence that says that there is something to see; pages without one are what they are at once. */
const READY: Readonly<Record<string, string>> = {
  markets: 'BTC/USDT',
  venues: 'All 3 venues are up.',
  operations: 'Everything runs.',
};

interface Ended {
  readonly orders: readonly { readonly clOrdId: string; readonly ordStatus: string }[];
}

/** An order that has something of everything to show. */
async function newestFilled(page: Page): Promise<string> {
  const { data } = await ask<Ended>(page.request, 'trading.listOrders', { show: 'Ended' });
  return data.orders.find(({ ordStatus }) => ordStatus === 'Filled')?.clOrdId ?? '';
}

test.describe.configure({ timeout: 3 * HISTORY_MS });

for (const { name, path, as } of PAGES) {
  test.describe(() => {
    test.use({ as });
    test(`${name} is pictured as it is`, async ({ page }) => {
      await page.setViewportSize(SIZE);
      await open(page, name === 'order' ? `${path}${await newestFilled(page)}` : path);
      const ready = READY[name];
      if (ready !== undefined) {
        const headline = page.getByRole('heading', { level: 1 });
        await expect(headline).toHaveText(ready, { timeout: HISTORY_MS });
        await page.waitForTimeout(HISTORY_MS);
      }
      for (const theme of THEMES) {
        await page.emulateMedia({ colorScheme: theme });
        await settled(page);
        await page.screenshot({ path: `${ROOT}docs/pictures/${name}-${theme}.png` });
      }
    });
  });
}
