/** The README's pictures, taken by `npm run pictures`: each page in both themes, on a wide screen. */

import { ROOT } from '../fixtures/env.ts';
import { open, settled, THEMES } from '../fixtures/look.ts';
import { expect, test } from '../fixtures/test.ts';

const PAGES = [
  { name: 'landing', path: '/', as: null },
  { name: 'markets', path: '/desk/markets', as: 'desk' },
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

test.describe.configure({ timeout: 3 * HISTORY_MS });

for (const { name, path, as } of PAGES) {
  test.describe(() => {
    test.use({ as });
    test(`${name} is pictured as it is`, async ({ page }) => {
      await page.setViewportSize(SIZE);
      await open(page, path);
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
