/** The README's pictures, taken by `npm run pictures`: each page in both themes, on a wide screen. */

import { ROOT } from '../fixtures/env.ts';
import { open, settled, THEMES } from '../fixtures/look.ts';
import { expect, test } from '../fixtures/test.ts';

const PAGES = [
  { name: 'landing', path: '/' },
  { name: 'operations', path: '/operations' },
  { name: 'desk', path: '/desk' },
  { name: 'styleguide', path: '/styleguide' },
] as const;

const SIZE = { width: 1440, height: 900 };

for (const { name, path } of PAGES) {
  test(`${name} is pictured as it is`, async ({ page }) => {
    await page.setViewportSize(SIZE);
    await open(page, path);
    await expect(page.getByRole('main')).toBeVisible();
    if (name === 'operations') await someHistory(page);
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme });
      await settled(page);
      await page.screenshot({ path: `${ROOT}docs/pictures/${name}-${theme}.png` });
    }
  });
}

/** Live figures start empty; a picture of them is taken once there is a line to see. */
async function someHistory(page: import('@playwright/test').Page): Promise<void> {
  await expect(page.getByText(/^Live/).first()).toBeVisible();
}
