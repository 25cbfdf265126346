import { open } from '../fixtures/look.ts';
import { expect, test } from '../fixtures/test.ts';

/** Each with somebody whose roles open it. */
const SHELLS = ['client', 'desk', 'compliance', 'operations'] as const;

test.use({ as: 'desk' });

test('Ctrl-K opens the command palette, a choice goes there, and Escape closes it', async ({
  page,
}) => {
  await open(page, '/desk');
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog');
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(palette).toBeHidden();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('security');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/you\/security/);
});

test('? shows the keys', async ({ page }) => {
  await open(page, '/desk');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText(/keys/i);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

for (const shell of SHELLS) {
  const path = `/${shell}`;
  test.describe(() => {
    test.use({ as: shell });
    test(`${path} says DEMO in words and in the tab, is walked with Tab, and the focus is always seen`, async ({
      page,
    }) => {
      await open(page, path);
      await expect(page.getByRole('main')).toBeVisible();
      await expect(page.getByText('DEMO', { exact: true }).first()).toBeVisible();
      await expect(page).toHaveTitle(/^DEMO/);
      const seen: string[] = [];
      for (let stop = 0; stop < 12; stop += 1) {
        await page.keyboard.press('Tab');
        const focus = await page.evaluate(() => {
          const element = document.activeElement;
          if (!(element instanceof HTMLElement) || element === document.body) return undefined;
          const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
          const box = element.getBoundingClientRect();
          return {
            name:
              element.textContent?.trim() || element.getAttribute('aria-label') || element.tagName,
            ring: (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none',
            shown: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
          };
        });
        if (focus === undefined) break;
        expect(focus, `stop ${stop + 1}`).toMatchObject({ ring: true, shown: true });
        seen.push(focus.name);
      }
      expect(seen[0], 'the first stop skips the navigation').toMatch(/skip/i);
      expect(seen.length).toBeGreaterThan(3);
    });
  });
}
