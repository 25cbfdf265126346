/** The ticket: keys alone, an answer that is lost, what is refused, sums; nothing of it fills. */
import type { Page } from '@playwright/test';
import { ACCOUNTS } from '../fixtures/accounts.ts';
import { OrderDesk } from '../fixtures/desk.ts';
import { lookAt, open } from '../fixtures/look.ts';
import { accountOf, priceOf, TRADES_MS } from '../fixtures/orders.ts';
import { ask, newKey, tell } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ as: 'desk' });
// One trader, one account: what one test places, another would count.
test.describe.configure({ mode: 'serial' });

const DONE_MS = 30_000;

interface Listing {
  readonly clOrdId: string;
  readonly orderQty: string;
}

interface Listed {
  readonly orders: readonly Listing[];
}

async function working(desk: OrderDesk, quantity: string): Promise<readonly Listing[]> {
  const account = await accountOf(desk.page.request, ACCOUNTS.rests);
  const { data } = await ask<Listed>(desk.page.request, 'trading.listOrders', {
    show: 'Working',
    account,
    most: 200,
  });
  return data.orders.filter(({ orderQty }) => orderQty === quantity);
}

/** Of a size that no other order has, and without a nought at its end. */
const ownQuantity = () => `0.0${1_001 + 2 * (Date.now() % 4_499)}`;

async function deskOf(page: Page): Promise<OrderDesk> {
  const desk = new OrderDesk(page);
  await desk.visit(ACCOUNTS.rests);
  return desk;
}

test('by the keyboard alone an order is written, previewed, armed, disarmed, armed again, sent, found and canceled', async ({
  page,
}) => {
  test.setTimeout(TRADES_MS + 60_000);
  const { keyboard } = page;
  const desk = await deskOf(page);
  const quantity = ownQuantity();
  await desk.write(quantity, await priceOf(page.request, 0.97));
  await expect(desk.ticket.getByRole('region', { name: 'Route' }).getByRole('list')).toContainText(
    /Binance|Coinbase|Kraken/,
  );
  await expect(desk.ticket.getByRole('region', { name: 'Checks' })).toContainText(
    /\d+ of \d+ pass/,
  );
  await keyboard.press('a');
  await expect(desk.armed).toBeVisible();
  await keyboard.press('Escape');
  await expect(desk.armed).toHaveCount(0);
  await keyboard.press('a');
  await keyboard.press('Enter');
  await expect(desk.sent.getByText('New', { exact: true })).toBeVisible({ timeout: DONE_MS });

  const [order] = await working(desk, quantity);
  const name = order?.clOrdId.slice(-8) ?? 'none';
  await open(page, '/desk/orders');
  const grid = page.getByRole('treegrid', { name: 'Working orders' });
  await expect(grid.getByText(name, { exact: true })).toBeVisible({ timeout: DONE_MS });
  await keyboard.press('/');
  await keyboard.type(name);
  await desk.tabTo(grid, 40);
  await keyboard.press('Home');
  await keyboard.press(' ');
  await keyboard.press('x');
  const cancel = page.getByRole('alertdialog');
  await expect(cancel).toContainText(/Cancel (the|one|1) order/i);
  await desk.tabTo(cancel.getByRole('button', { name: 'Cancel the order' }));
  await keyboard.press('Enter');
  const told = page.getByRole('dialog', { name: 'Every order was answered' });
  await expect(told.getByText(/Asked at \d|Canceled/)).toBeVisible({ timeout: DONE_MS });
  await keyboard.press('Escape');
  await expect(told).toBeHidden();
  await expect(grid.getByText(name, { exact: true })).toBeHidden({ timeout: DONE_MS });
});

test('an order whose answer is lost is asked for after a reload with the same key, and placed once', async ({
  page,
  noise,
}) => {
  noise.allow(/ERR_FAILED/);
  const desk = await deskOf(page);
  const quantity = ownQuantity();
  await desk.fill('Buy', quantity, await priceOf(page.request, 0.97));
  await expect(desk.send).toBeEnabled({ timeout: TRADES_MS });
  const keys: string[] = [];
  // However often a slow machine asks before the reload, every answer is lost until the page stands again.
  let isLost = true;
  page.once('domcontentloaded', () => {
    isLost = false;
  });
  await page.route('**/trading.placeOrder*', async (route) => {
    const { idempotencyKey } = route.request().postDataJSON() as { idempotencyKey: string };
    keys.push(idempotencyKey);
    if (!isLost) return route.continue();
    // The platform gets it, and its answer never comes back.
    await route.fetch();
    await route.abort();
  });
  await desk.send.press('Enter');
  await desk.send.press('Enter');
  await expect(desk.sent).toContainText('Unconfirmed');
  await expect(desk.send).toBeDisabled();
  await page.reload();
  await expect(desk.sent.getByText('New', { exact: true })).toBeVisible({ timeout: DONE_MS });
  expect(keys.length).toBeGreaterThan(1);
  expect(new Set(keys).size).toBe(1);
  const orders = await working(desk, quantity);
  expect(orders).toHaveLength(1);
  const [order] = orders;
  const canceled = { clOrdId: order?.clOrdId, idempotencyKey: newKey() };
  expect((await tell(page.request, 'trading.cancelOrder', canceled)).status).toBe(200);
  await expect(desk.sent.getByText('Canceled', { exact: true })).toBeVisible({ timeout: DONE_MS });
});

test('a double click arms and does not send, and a level of the book fills in the ticket alone', async ({
  page,
}) => {
  const desk = await deskOf(page);
  const book = page.getByRole('listbox', { name: /Levels of the book/ });
  await book.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(desk.ticket.getByRole('radio', { name: 'Sell' })).toBeChecked();
  await expect(desk.limit).not.toHaveValue('');
  await expect(desk.quantity).toBeFocused();
  await desk.fill('Buy', '0.05', await priceOf(page.request, 0.97));
  await expect(desk.send).toBeEnabled({ timeout: TRADES_MS });
  let asked = 0;
  page.on('request', (request) => {
    if (request.url().includes('trading.placeOrder')) asked += 1;
  });
  await desk.send.dblclick();
  await expect(desk.armed).toBeVisible();
  expect(asked).toBe(0);
});

test('an order that is refused says why and what would pass, and that can be sent; the desk reads well', async ({
  page,
}, info) => {
  test.slow();
  const desk = await deskOf(page);
  await desk.fill('Buy', '9', await priceOf(page.request, 0.99));
  const refused = desk.ticket.getByRole('region', { name: 'Refused' });
  await expect(refused).toContainText(/Order value: over its limit/, { timeout: DONE_MS });
  await expect(desk.send).toBeDisabled();
  await refused.getByRole('button', { name: /BTC$/ }).click();
  await expect(desk.quantity).not.toHaveValue(/^9/);
  await expect(desk.send).toBeEnabled({ timeout: DONE_MS });
  await lookAt(page, info, 'desk');
});

test('a sum in quote asset is rounded down to the lot, and says by which price', async ({
  page,
}) => {
  const desk = await deskOf(page);
  await desk.limit.fill('30000');
  await desk.ticket.getByLabel('Notional').fill('1000');
  await expect(desk.quantity).toHaveValue('0.03333');
  await expect(
    desk.ticket.getByText(/0\.03333 BTC, converted at 30,000\.00, the limit/),
  ).toBeVisible();
  await page.reload();
  await expect(desk.quantity).toHaveValue('0.03333');
});

test('an order reads well in both themes at three widths', async ({ page }, info) => {
  test.slow();
  const { data } = await ask<Listed>(page.request, 'trading.listOrders', {
    show: 'Ended',
    most: 1,
  });
  await open(page, `/desk/orders/${data.orders[0]?.clOrdId}`);
  await expect(page.getByRole('list', { name: 'Timeline' })).toContainText('Checked');
  await lookAt(page, info, 'order');
});
