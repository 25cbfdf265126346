import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { open } from '../fixtures/look.ts';
import { expect, test } from '../fixtures/test.ts';

const TABLE = '/styleguide/table';

const blotter = (page: Page): Locator => page.getByRole('treegrid', { name: 'Working orders' });
const bodyRows = (table: Locator): Locator => table.locator('tbody').getByRole('row');

/** The texts of one column, top to bottom, by the words of its head. */
async function columnTexts(table: Locator, head: string): Promise<string[]> {
  const heads = await table.getByRole('columnheader').allInnerTexts();
  const at = heads.findIndex((text) => text.trim().startsWith(head));
  expect(at, `a column ${head}`).toBeGreaterThanOrEqual(0);
  const cells = bodyRows(table).locator(`:nth-child(${at + 1})[role="gridcell"]`);
  return (await cells.allInnerTexts()).map((text) => text.trim());
}

test('sort and filter stand in the address: reload, back and a copied address bring them back', async ({
  page,
}) => {
  await open(page, TABLE);
  const table = blotter(page);
  await table.getByRole('button', { name: 'Client' }).click();
  await expect(page).toHaveURL(/sort=client/);
  const sorted = await columnTexts(table, 'Client');
  await page.getByRole('searchbox', { name: /Find in working orders/ }).fill('osprey');
  await expect(page).toHaveURL(/q=osprey/);
  await expect(bodyRows(table)).toHaveCount(1);
  const address = page.url();

  await page.reload();
  await expect(bodyRows(table)).toHaveCount(1);
  await expect(page.getByRole('searchbox', { name: /Find in working orders/ })).toHaveValue(
    'osprey',
  );

  const elsewhere = await page.context().newPage();
  await open(elsewhere, address.replace('&q=osprey', '').replace('q=osprey&', ''));
  expect(await columnTexts(blotter(elsewhere), 'Client')).toEqual(sorted);
});

test('a sorted column is really in order, and says so to assistive technology', async ({
  page,
}) => {
  await open(page, `${TABLE}?sort=-quantity`);
  const table = blotter(page);
  const head = table.getByRole('columnheader', { name: 'Quantity' });
  await expect(head).toHaveAttribute('aria-sort', 'descending');
  const quantities = (await columnTexts(table, 'Quantity')).map((text) =>
    Number(text.replaceAll(',', '')),
  );
  const parents = quantities.filter((_, index) => index !== quantities.indexOf(450));
  expect(parents).toEqual([...parents].sort((a, b) => b - a));
});

test('CSV holds the rows and columns that are seen, and nothing a spreadsheet would run', async ({
  page,
}) => {
  await open(page, `${TABLE}?q=btc`);
  const table = blotter(page);
  const seen = await columnTexts(table, 'Order');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV' }).first().click();
  const text = readFileSync(await (await download).path(), 'utf8').replace(/^\ufeff/, '');
  const [head = '', ...lines] = text.trim().split(/\r?\n/);
  expect(head).toContain('Quantity');
  expect(lines).toHaveLength(seen.length);
  for (const id of seen) expect(text).toContain(id);
  expect(text).not.toMatch(/(^|,)[=+@]/m);
});

test('the keyboard alone walks the rows, selects one and opens it', async ({ page }) => {
  await open(page, TABLE);
  const table = blotter(page);
  await table.focus();
  for (const key of ['j', 'j', 'k', 'x']) await page.keyboard.press(key);
  await expect(bodyRows(table).first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^Opened O-\d+/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(bodyRows(table).first()).toHaveAttribute('aria-selected', 'false');
});

test('figures are tabular, right aligned, and never with a hyphen for a minus', async ({
  page,
}) => {
  await open(page, '/styleguide/figures');
  const hyphens = await page.evaluate(() =>
    [...document.querySelectorAll('main *')]
      .filter((element) => element.children.length === 0)
      .map((element) => element.textContent ?? '')
      .filter((text) => /^-\d[\d,.]*\s*(%|bps|USD|BTC|ETH|points)?$/.test(text.trim())),
  );
  expect(hyphens).toEqual([]);
  await open(page, TABLE);
  const styles = await bodyRows(blotter(page))
    .first()
    .locator('[data-right]')
    .evaluateAll((cells) =>
      cells.map((cell) => {
        const { textAlign, fontVariantNumeric } = getComputedStyle(cell);
        return {
          end: /right|end/.test(textAlign),
          tabular: /tabular-nums/.test(fontVariantNumeric),
        };
      }),
    );
  expect(styles.length).toBeGreaterThan(2);
  expect(styles.every(({ end, tabular }) => end && tabular)).toBe(true);
});

test('100,000 rows keep their place in the page: only those in sight are in the document', async ({
  page,
}) => {
  await open(page, '/styleguide/table-100k');
  const table = page.getByRole('grid').or(page.getByRole('treegrid')).first();
  await expect(table).toHaveAttribute('aria-rowcount', /^100[,.]?0\d\d$/);
  expect(await bodyRows(table).count()).toBeLessThan(200);
  await table.focus();
  await page.keyboard.press('End');
  await expect(bodyRows(table).last()).toHaveAttribute('aria-rowindex', '100001');
});

test('the row that the keyboard comes to stands wholly in sight, from above and from below', async ({
  page,
}) => {
  await open(page, '/styleguide/table-100k');
  const table = page.getByRole('grid').or(page.getByRole('treegrid')).first();
  await table.focus();
  const active = table.locator('[data-active]');
  // Head and totals stay where they are and cover what scrolls beneath them.
  const head = await table.locator('thead').boundingBox();
  const totals = await table.locator('tfoot').boundingBox();
  const [top, foot] = [(head?.y ?? 0) + (head?.height ?? 0), totals?.y ?? 0];
  const { height = 1 } = (await bodyRows(table).first().boundingBox()) ?? {};
  // Beyond what is in sight, and as far back.
  const presses = Math.ceil((foot - top) / height) + 2;
  for (const key of ['j', 'k']) {
    for (let press = 0; press < presses; press += 1) await page.keyboard.press(key);
    await expect(active).toHaveCount(1);
    const row = await active.boundingBox();
    expect(row?.y).toBeGreaterThanOrEqual(top - 1);
    expect((row?.y ?? 0) + (row?.height ?? 0)).toBeLessThanOrEqual(foot + 1);
  }
});

test('row height is a choice that stays', async ({ page }) => {
  await open(page, TABLE);
  const height = async () => (await bodyRows(blotter(page)).first().boundingBox())?.height ?? 0;
  expect(Math.round(await height())).toBe(28);
  await page.getByRole('radio', { name: 'Comfortable' }).first().click();
  await expect.poll(async () => Math.round(await height())).toBe(40);
  await page.reload();
  await expect.poll(async () => Math.round(await height())).toBe(40);
});
