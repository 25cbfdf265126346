import type { Page } from '@playwright/test';
import { axeFindings, lookAt, open, settled, THEMES } from '../fixtures/look.ts';
import { expect, test } from '../fixtures/test.ts';

// A picture of every view is kept anyway; a trace would take longer than the look.
test.use({ trace: 'off', as: 'operations' });

test('a page that is not there says so, and answers 404', async ({ page, noise }, info) => {
  noise.allow(/404/);
  const answer = await open(page, '/nowhere');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await lookAt(page, info, 'not-found');
});

test('who comes from another machine is told that a demo answers its own, with 403', async ({
  page,
  noise,
}, info) => {
  noise.allow(/403/);
  // A forwarding header says that somebody speaks for somebody else.
  await page.setExtraHTTPHeaders({ 'x-forwarded-for': '203.0.113.7' });
  for (const path of ['/client', '/desk', '/compliance', '/operations']) {
    const answer = await open(page, path);
    expect([path, answer?.status()]).toEqual([path, 403]);
  }
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await lookAt(page, info, 'forbidden');
});

test('a page that breaks says that nothing was sent, and offers to try again', async ({
  page,
  noise,
}, info) => {
  noise.allow(/broken by the test/);
  await page.addInitScript(() => {
    Object.defineProperty(Intl.NumberFormat.prototype, 'format', {
      get() {
        throw new Error('broken by the test');
      },
    });
  });
  await page.goto('/operations');
  await expect(page.getByRole('heading', { name: 'This page could not be shown.' })).toBeFocused();
  await expect(page.getByRole('alert').filter({ hasText: 'Nothing was sent' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  await lookAt(page, info, 'broken');
});

/** No figure can be written until the page is healed. */
async function breakFigures(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const { get } = Object.getOwnPropertyDescriptor(Intl.NumberFormat.prototype, 'format') ?? {};
    let broken = true;
    Object.defineProperty(Intl.NumberFormat.prototype, 'format', {
      get() {
        if (broken) throw new Error('broken by the test');
        return get?.call(this);
      },
    });
    Object.assign(globalThis, { heal: () => (broken = false) });
  });
}

const BROKEN = { name: 'This page could not be shown.' } as const;

test('outside the shells too a page that breaks says so, and a second try shows it', async ({
  page,
  noise,
}, info) => {
  noise.allow(/broken by the test/);
  await breakFigures(page);
  await page.goto('/styleguide/figures');
  await expect(page.getByRole('heading', BROKEN)).toBeFocused();
  await lookAt(page, info, 'broken-outside');
  await page.evaluate(() => (globalThis as unknown as { heal: () => void }).heal());
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: 'Figures', level: 1 })).toBeVisible();
});

test('when the page that says so breaks too, one without any layout stands in', async ({
  page,
  noise,
}, info) => {
  noise.allow(/broken by the test/);
  await breakFigures(page);
  // The page that says so can't make its heading, nor when React tries it once more.
  await page.addInitScript(() => {
    const create = document.createElement.bind(document);
    let left = 2;
    document.createElement = (name: string, options?: ElementCreationOptions) => {
      if (name === 'h1' && left > 0) {
        left -= 1;
        throw new Error('broken by the test');
      }
      return create(name, options);
    };
  });
  await page.goto('/styleguide/figures');
  await expect(page.getByRole('heading', BROKEN)).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: 'Nothing was sent' })).toBeVisible();
  // This page is the whole document: fonts and look came with the layout, and went with it.
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  expect(await page.locator('html').getAttribute('class')).toBeNull();
  await expect(page).toHaveTitle('Not shown · Ultrathink');
  await lookAt(page, info, 'broken-wholly');
});

test('palette and keys pass axe while they are open, in both themes', async ({ page }) => {
  await open(page, '/operations');
  for (const keys of ['Control+k', '?']) {
    await page.keyboard.press(keys);
    await expect(page.getByRole('dialog')).toBeVisible();
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme });
      await settled(page);
      expect(await axeFindings(page), `${keys}, ${theme}`).toEqual([]);
    }
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  }
});
