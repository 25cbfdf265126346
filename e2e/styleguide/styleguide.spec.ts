import { lookAt, open } from '../fixtures/look.ts';
import { expect, test } from '../fixtures/test.ts';
import { styleguideSections } from './sections.ts';

// A picture of every view is kept anyway; a trace would take longer than the look.
test.use({ trace: 'off' });

const sections = styleguideSections();

test('the style guide links every sheet of its registry', async ({ page }) => {
  await open(page, '/styleguide');
  const links = page.locator('main a[href^="/styleguide/"]');
  const linked = await links.evaluateAll((all) =>
    all.map((link) => new URL((link as HTMLAnchorElement).href).pathname.split('/').at(-1)),
  );
  expect([...new Set(linked)].sort()).toEqual([...sections].sort());
});

test('the style guide reads well in both themes at three widths', async ({ page }, info) => {
  await open(page, '/styleguide');
  await lookAt(page, info, 'styleguide');
});

/** Some at a time: what a browser has fetched for one it has for the next. */
const TOGETHER = 4;

for (let first = 0; first < sections.length; first += TOGETHER) {
  const some = sections.slice(first, first + TOGETHER);
  test(`${some.join(', ')} read well in both themes at three widths`, async ({ page }, info) => {
    test.slow();
    for (const section of some) {
      await open(page, `/styleguide/${section}`);
      await expect(page.getByRole('main')).toBeVisible();
      await lookAt(page, info, `styleguide-${section}`);
    }
  });
}
