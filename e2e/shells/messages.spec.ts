import { axeFindings, lookAt, open } from '../fixtures/look.ts';
import { expect, test } from '../fixtures/test.ts';

// A picture of every view is kept anyway; a trace would take longer than the look.
test.use({ trace: 'off' });

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

for (const theme of ['light', 'dark'] as const) {
  test(`palette and keys pass axe while they are open, ${theme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme });
    await open(page, '/desk');
    for (const keys of ['Control+k', '?']) {
      await page.keyboard.press(keys);
      await expect(page.getByRole('dialog')).toBeVisible();
      expect(await axeFindings(page), keys).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toBeHidden();
    }
  });
}
