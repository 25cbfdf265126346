/** The blotter: orders with their children, changed in place, cancelled in bulk, kept as a view, as CSV. */
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { ACCOUNTS } from '../fixtures/accounts.ts';
import { lookAt, open } from '../fixtures/look.ts';
import { accountOf, placed, priceOf, TRADES_MS } from '../fixtures/orders.ts';
import { besides } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ as: 'desk' });

const DONE_MS = 30_000;
/** Of the same desk. */
const MANAGER = 'clara.moretti@aldermoor.example';

/** Rests below the market: so many hundredths of what is asked, whole. Told by the end of its name. */
async function rest({ request }: Page, hundredths: number): Promise<string> {
  const account = await accountOf(request, ACCOUNTS.rests);
  const price = await priceOf(request, hundredths / 100);
  return (await placed(request, { account, orderQty: '0.01', price })).slice(-8);
}

class Blotter {
  readonly page: Page;
  readonly grid: Locator;

  constructor(page: Page) {
    this.page = page;
    this.grid = page.getByRole('treegrid', { name: 'Working orders' });
  }

  /** The order's own row; its children's ids end otherwise. */
  row(order: string): Locator {
    return this.grid.getByRole('row').filter({ has: this.page.getByText(order, { exact: true }) });
  }

  /** The row the keyboard stands on, moved to this order. */
  async go(order: string): Promise<void> {
    await this.grid.focus();
    await this.page.keyboard.press('Home');
    for (let tries = 0; tries < 200; tries += 1) {
      const here = await this.row(order).getAttribute('data-active');
      if (here !== null) return;
      await this.page.keyboard.press('j');
    }
    throw new Error(`The keyboard does not reach ${order}.`);
  }
}

test('an order is unfolded, changed where it stands, found in a saved view and a file, and cancelled with another', async ({
  page,
  browser,
}, testInfo) => {
  test.setTimeout(TRADES_MS + 60_000);
  await open(page, '/desk/orders');
  const first = await rest(page, 96);
  const second = await rest(page, 95);
  const blotter = new Blotter(page);
  await expect(blotter.row(second)).toBeVisible({ timeout: DONE_MS });

  // What its venue was sent stands under it, and folds away by the keyboard.
  await blotter.go(second);
  const row = blotter.row(second);
  await expect(row).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('ArrowLeft');
  await expect(row).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('ArrowRight');
  await expect(row).toHaveAttribute('aria-expanded', 'true');

  // Changed in place: the difference first, then the question.
  await page.keyboard.press('e');
  const price = page.getByLabel(`Price of order ${second}`);
  await expect(price).toBeFocused();
  await price.fill('1000');
  await price.press('Escape');
  await expect(price).toBeHidden();
  await blotter.go(second);
  await page.keyboard.press('e');
  await page.getByLabel(`OrderQty of order ${second}`).fill('0.008');
  await page.getByLabel(`OrderQty of order ${second}`).press('Enter');
  const question = page.getByRole('dialog', { name: `Change order ${second}` });
  await expect(question).toContainText('0.01 → becomes 0.008');
  // What the engine makes of it, by the code that does it.
  await expect(question.getByRole('list', { name: 'Checks before the order' })).toBeVisible();
  await expect(question).toContainText(/Lost at (Binance|Coinbase|Kraken)/);
  await question.getByRole('button', { name: 'Change the order' }).click();
  await expect(question).toBeHidden({ timeout: DONE_MS });
  await expect(row).toContainText('0.00800', { timeout: DONE_MS });

  // A view is kept for the person, not the browser.
  const name = `Buys ${second}`;
  await page.getByRole('searchbox', { name: 'Find in working orders' }).fill('Buy');
  await page.getByRole('button', { name: /Standard view/ }).click();
  await page.getByRole('menuitem', { name: 'Save as a new view' }).click();
  await page.getByLabel('Name').fill(name);
  await page.getByRole('checkbox', { name: 'Portfolio manager' }).check();
  await page.getByRole('button', { name: 'Save view' }).click();
  await expect(page).toHaveURL(/w-view=buys-/);
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await expect(page.getByRole('button', { name })).toBeVisible({ timeout: DONE_MS });

  // Who it is shared with finds it among theirs, and sees by it what its owner sees.
  const colleague = new Blotter(await besides(browser, MANAGER));
  await open(colleague.page, '/desk/orders');
  await colleague.page.getByRole('button', { name: /Standard view/ }).click();
  await colleague.page.getByRole('menuitem', { name }).click();
  await expect(colleague.page).toHaveURL(/w-view=buys-/);
  await expect(colleague.row(second)).toBeVisible({ timeout: DONE_MS });
  await colleague.page.context().close();

  // The file has what is seen.
  await expect(blotter.row(second)).toBeVisible({ timeout: DONE_MS });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'CSV' }).click(),
  ]);
  const csv = await readFile(await download.path(), 'utf8');
  expect(csv).toContain('Time UTC,Order,Client');
  expect(csv).toContain(second);
  await lookAt(page, testInfo, 'blotter');
  await page.setViewportSize({ width: 1440, height: 900 });

  // Both are cancelled by one question that says how many and where.
  for (const order of [first, second]) {
    await blotter.go(order);
    await page.keyboard.press(' ');
  }
  await page.keyboard.press('x');
  const cancel = page.getByRole('alertdialog');
  await expect(cancel).toContainText(/Cancel 2 orders at \d venues?\?/);
  await cancel.getByRole('button', { name: 'Cancel 2 orders' }).click();
  const told = page.getByRole('dialog', { name: 'Every order was answered' });
  await expect(told.getByText(/Asked at \d|Canceled/)).toHaveCount(2, { timeout: DONE_MS });
  await told.getByRole('button', { name: 'Close' }).last().click();
  await expect(blotter.row(first)).toBeHidden({ timeout: DONE_MS });
  await expect(blotter.row(second)).toBeHidden();
});
