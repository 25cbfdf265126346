import { lookAt, open } from '../fixtures/look.ts';
import { expect, test } from '../fixtures/test.ts';

const PAGES = [
  '/',
  '/sign-in',
  '/client',
  '/desk',
  '/compliance',
  '/operations',
  '/offline',
] as const;

// A picture of every view is kept anyway; a trace would take longer than the look.
test.use({ trace: 'off' });

for (const path of PAGES) {
  test(`${path} reads well in both themes at three widths`, async ({ page }, info) => {
    await open(page, path);
    await expect(page.getByRole('main')).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await lookAt(page, info, path === '/' ? 'landing' : path.slice(1));
  });
}
