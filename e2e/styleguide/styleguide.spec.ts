import { lookAt } from '../fixtures/look.ts';
import { expect, test } from '../fixtures/test.ts';
import { styleguideSections } from './sections.ts';

const sections = styleguideSections();

test('the style guide links every sheet of its registry', async ({ page }) => {
  await page.goto('/styleguide');
  const links = page.locator('main a[href^="/styleguide/"]');
  const linked = await links.evaluateAll((all) =>
    all.map((link) => new URL((link as HTMLAnchorElement).href).pathname.split('/').at(-1)),
  );
  expect([...new Set(linked)].sort()).toEqual([...sections].sort());
});

test('the style guide reads well in both themes at three widths', async ({ page }, info) => {
  await page.goto('/styleguide');
  await lookAt(page, info, 'styleguide');
});

for (const section of sections) {
  test(`${section} reads well in both themes at three widths`, async ({ page }, info) => {
    await page.goto(`/styleguide/${section}`);
    await expect(page.getByRole('main')).toBeVisible();
    await lookAt(page, info, `styleguide-${section}`);
  });
}
