/** What people decide for the engine, in a browser: what holds, who agreed to it, and a stop. */
import { lookAt, open } from '../fixtures/look.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ as: 'compliance' });

test('a scope tells its limits, who proposed them and who agreed', async ({ page }) => {
  await open(page, '/compliance/limits');
  const grid = page.getByRole('grid', { name: 'Limits' });
  await expect(grid.getByText('The whole firm')).toBeVisible();
  await page.goto('/compliance/limits?scope=firm%3Afirm');
  const drawer = page.getByRole('dialog', { name: /The whole firm/ });
  await expect(drawer.getByText('Leila Haddad')).toBeVisible();
  await expect(drawer.getByText('Marek Nowak')).toBeVisible();
  await expect(drawer.getByRole('row', { name: /Order value\b.*1,000,000/ })).toBeVisible();
});

test('ASVS 2.3.5 one person stops trading for a client, in two steps, and the engine says so', async ({
  page,
}) => {
  const why = `A drill ${Date.now()}.`;
  await open(page, '/compliance/trading');
  await page.getByRole('button', { name: 'Stop trading' }).click();
  const sheet = page.getByRole('dialog', { name: 'Kill switch' });
  await sheet.getByRole('radio', { name: /One client/ }).click();
  await sheet.getByRole('combobox', { name: 'Client' }).click();
  await page.getByRole('option', { name: 'Rosamund Elmsworth' }).click();
  await sheet.getByRole('combobox', { name: 'How far' }).click();
  await page.getByRole('option', { name: 'Reduce only' }).click();
  await sheet.getByLabel('Why').fill(why);
  await sheet.getByRole('button', { name: 'Continue' }).click();
  // A press is no hold: nothing has happened.
  const confirm = page.getByRole('dialog', { name: 'Reduce only: Rosamund Elmsworth' });
  const hold = confirm.getByRole('button', { name: /Hold to stop/ });
  await hold.click();
  await expect(hold).toBeVisible();
  await hold.focus();
  await page.keyboard.down('Enter');
  await expect(hold).toBeHidden();
  await page.keyboard.up('Enter');
  await page.keyboard.press('Escape');
  await expect(
    page.getByRole('grid', { name: 'Stops and resumptions' }).getByText(why),
  ).toBeVisible();
  // As the engine told it, a moment later.
  const levels = page.getByRole('grid', { name: 'Levels' });
  await expect(levels.getByText('Rosamund Elmsworth')).toBeVisible({ timeout: 20_000 });
});

test('a client tells its terms, and of each account the mandate and the traders', async ({
  page,
}) => {
  await open(page, '/compliance/clients');
  await page.getByRole('link', { name: 'Halden Capital Partners' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Halden Capital Partners');
  const account = page.getByRole('region', { name: 'Account Master' });
  await expect(account.getByText(/Priya Raman/)).toBeVisible();
  await expect(account.getByText('binance, coinbase, kraken')).toBeVisible();
});

for (const name of ['limits', 'trading', 'restrictions', 'clients', 'tiers'] as const) {
  test(`${name} reads well in both themes at three widths`, async ({ page }, info) => {
    test.slow();
    await open(page, `/compliance/${name}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await lookAt(page, info, `controls-${name}`);
  });
}
