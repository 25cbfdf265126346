/** An order from the ticket to the books: previewed, armed, sent once, filled at venues, refused. */
import type { Locator, Page } from '@playwright/test';
import { type Divided, divided } from '../fixtures/divided.ts';
import { lookAt, open } from '../fixtures/look.ts';
import { ask, newKey, tell } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ as: 'desk' });
// One trader, one account: what one test places, another would count.
test.describe.configure({ mode: 'serial' });

/** Venues are connected a minute and a half after the first start of all: two people agree to each key. */
const TRADES_MS = 180_000;
const DONE_MS = 15_000;
/** What rests takes an account that has some everywhere. */
const RESTED = 'Halden Capital Partners · Master';
const VENUES = ['Binance', 'Coinbase', 'Kraken'];

interface Money {
  readonly account: string;
  readonly asset: string;
  readonly balance: string;
}

/** Whole units of 10^-8: money is no float, here neither. */
function units(text: string): bigint {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const size = BigInt(whole + fraction.slice(0, 8).padEnd(8, '0'));
  return text.startsWith('-') ? -size : size;
}

class OrderDesk {
  readonly page: Page;
  readonly ticket: Locator;
  /** What became of the order that was sent last. */
  readonly sent: Locator;

  constructor(page: Page) {
    this.page = page;
    this.ticket = page.getByRole('form', { name: 'Order ticket' });
    this.sent = this.ticket.getByRole('region', { name: 'Order sent' });
  }

  async visit(name = RESTED): Promise<void> {
    await open(this.page, '/desk/markets');
    const account = this.ticket.getByRole('combobox', { name: 'Client · account' });
    await account.fill(name.slice(0, 10));
    await this.page.getByRole('option', { name }).click();
    await expect(account).toHaveValue(name);
  }

  get quantity(): Locator {
    return this.ticket.getByLabel('Quantity', { exact: true });
  }

  get limit(): Locator {
    return this.ticket.getByLabel('Limit price');
  }

  async fill(side: 'Buy' | 'Sell', quantity: string, price: string): Promise<void> {
    await this.ticket.getByRole('radio', { name: side }).click();
    await this.quantity.fill(quantity);
    await this.limit.fill(price);
  }

  get send(): Locator {
    return this.ticket.getByRole('button', { name: /(Buy|Sell) [\d.]+ BTC at/ });
  }

  get armed(): Locator {
    return this.ticket.getByText('Armed', { exact: true });
  }

  /** `a` in a figure arms, Enter sends. */
  async armAndSend(): Promise<void> {
    await expect(this.send).toBeEnabled({ timeout: TRADES_MS });
    await this.limit.press('a');
    await expect(this.armed).toBeVisible();
    await this.limit.press('Enter');
    await expect(this.sent).toBeVisible();
  }

  /** The order that was sent last, opened beside the blotter. */
  async placed(): Promise<string> {
    await this.sent.getByRole('button', { name: 'Open' }).click();
    await expect(this.page).toHaveURL(/order=/);
    return new URL(this.page.url()).searchParams.get('order') ?? '';
  }

  async working(quantity: string): Promise<readonly Listing[]> {
    const { data } = await ask<{ readonly orders: readonly Listing[] }>(
      this.page.request,
      'trading.listOrders',
      { show: 'Working', account: this.account(), most: 200 },
    );
    return data.orders.filter(({ orderQty }) => orderQty === quantity);
  }

  async cancel(clOrdId: string): Promise<void> {
    const idempotencyKey = newKey();
    const { status } = await tell(this.page.request, 'trading.cancelOrder', {
      clOrdId,
      idempotencyKey,
    });
    expect(status).toBe(200);
  }

  /** So many times what is asked for BTC/USDT now, whole. */
  async price(times: number): Promise<string> {
    const { data } = await ask<Listed>(this.page.request, 'markets.listInstruments', {});
    const quote = data.instruments.find(({ instrument }) => instrument === 'BTC/USDT')?.quote;
    if (quote?.ask == null) throw new Error('BTC/USDT has no price.');
    return String(Math.round(Number(quote.ask.price) * times));
  }

  async funds(asset: string, account: string): Promise<bigint> {
    const { data } = await ask<{ readonly funds: readonly Money[] }>(
      this.page.request,
      'trading.listFunds',
      { account },
    );
    return data.funds
      .filter((row) => row.asset === asset)
      .reduce((sum, { balance }) => sum + units(balance), 0n);
  }

  async position(account: string): Promise<bigint> {
    const { data } = await ask<{ readonly positions: readonly Position[] }>(
      this.page.request,
      'trading.listPositions',
      { account },
    );
    const own = data.positions.find(({ instrument }) => instrument === 'BTC/USDT');
    return units(own?.quantity ?? '0');
  }

  /** The account that the ticket is for, as its address has it. */
  account(): string {
    return new URL(this.page.url()).searchParams.get('account') ?? '';
  }
}

interface Listing {
  readonly clOrdId: string;
  readonly orderQty: string;
}

interface Position {
  readonly instrument: string;
  readonly quantity: string;
}

interface Listed {
  readonly instruments: readonly {
    readonly instrument: string;
    readonly quote: { readonly ask: { readonly price: string } | null } | null;
  }[];
}

interface Whole {
  readonly order: { readonly cumQty: string; readonly ordStatus: string };
  readonly executions: readonly {
    readonly lastQty: string;
    readonly lastPx: string;
    readonly fee: { readonly amount: string; readonly asset: string } | null;
  }[];
}

/** What the account has now, and what fills have changed of it, exactly. */
function changeOf(executions: Whole['executions'], asset: string, sign: bigint): bigint {
  return executions.reduce((sum, { lastQty, fee }) => {
    const paid = fee?.asset === asset ? units(fee.amount) : 0n;
    return sum + sign * units(lastQty) - paid;
  }, 0n);
}

async function filledOrder(desk: OrderDesk, quantity: string): Promise<Whole['executions']> {
  await expect(desk.sent.getByText('Filled', { exact: true })).toBeVisible({ timeout: DONE_MS });
  const clOrdId = await desk.placed();
  const { data } = await ask<Whole>(desk.page.request, 'trading.getOrder', { clOrdId });
  const filled = data.executions.reduce((sum, { lastQty }) => sum + units(lastQty), 0n);
  expect(filled).toBe(units(quantity));
  return data.executions;
}

let chosen: Divided;

test('by the keyboard alone an order is written, previewed, armed, sent and filled, and the books agree', async ({
  page,
}) => {
  test.setTimeout(TRADES_MS + 60_000);
  const desk = new OrderDesk(page);
  chosen = await divided(page.request, VENUES.length, await desk.price(1.03));
  await desk.visit(chosen.name);
  const account = desk.account();
  const before = await desk.funds('BTC', account);
  const held = await desk.position(account);
  const price = await desk.price(1.02);
  await page.locator('main').focus();
  await page.keyboard.press('b');
  await expect(desk.quantity).toBeFocused();
  await page.keyboard.type(chosen.quantity);
  await desk.limit.focus();
  await page.keyboard.type(price);
  await expect(desk.send).toBeEnabled({ timeout: TRADES_MS });
  await expect(desk.ticket.getByRole('region', { name: 'You pay, all in' })).toContainText(
    /Venue fees[\s\S]+bps[\s\S]*Commission[\s\S]+bps/,
  );
  const route = desk.ticket.getByRole('region', { name: 'Route' }).getByRole('list');
  const words = (await route.textContent()) ?? '';
  const routed = VENUES.filter((venue) => words.includes(venue));
  expect(routed).toEqual(VENUES);
  const checks = desk.ticket.getByRole('region', { name: 'Checks' });
  await expect(checks).toContainText(/\d+ of \d+ pass/);
  await page.keyboard.press('a');
  await expect(desk.armed).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(desk.armed).toHaveCount(0);
  await page.keyboard.press('a');
  await page.keyboard.press('Enter');
  const executions = await filledOrder(desk, chosen.quantity);
  const marks = await page.evaluate(() =>
    ['order-click', 'order-answer', 'order-painted'].map(
      (name) => performance.getEntriesByName(name).at(-1)?.startTime ?? 0,
    ),
  );
  expect(marks[0]).toBeGreaterThan(0);
  expect(marks).toEqual([...marks].sort((a, b) => a - b));
  const after = before + changeOf(executions, 'BTC', 1n);
  await expect.poll(() => desk.funds('BTC', account), { timeout: DONE_MS }).toBe(after);
  // A position is what the ledger has of it, fees of the base asset taken off.
  const traded = held + changeOf(executions, 'BTC', 1n);
  await expect.poll(() => desk.position(account), { timeout: DONE_MS }).toBe(traded);
});

test('what was bought is sold again, at the market as it is', async ({ page }) => {
  const desk = new OrderDesk(page);
  await desk.visit(chosen.name);
  const account = desk.account();
  const before = await desk.funds('BTC', account);
  await desk.fill('Sell', chosen.quantity, await desk.price(0.98));
  await desk.armAndSend();
  const executions = await filledOrder(desk, chosen.quantity);
  const after = before + changeOf(executions, 'BTC', -1n);
  await expect.poll(() => desk.funds('BTC', account), { timeout: DONE_MS }).toBe(after);
});

test('an order whose answer is lost is asked for after a reload with the same key, and placed once', async ({
  page,
  noise,
}) => {
  noise.allow(/ERR_FAILED/);
  const desk = new OrderDesk(page);
  await desk.visit(RESTED);
  // Of a size that no other order has.
  const quantity = `0.0${1_000 + (Date.now() % 8_999)}`;
  await desk.fill('Buy', quantity, await desk.price(0.97));
  await expect(desk.send).toBeEnabled({ timeout: TRADES_MS });
  const keys: string[] = [];
  await page.route('**/trading.placeOrder*', async (route) => {
    const { idempotencyKey } = route.request().postDataJSON() as { idempotencyKey: string };
    keys.push(idempotencyKey);
    // The platform gets it, and its answer never comes back.
    await route.fetch();
    await route.abort();
  });
  await desk.send.press('Enter');
  await desk.send.press('Enter');
  await expect(desk.sent).toContainText('Unconfirmed');
  await expect(desk.send).toBeDisabled();
  await page.unroute('**/trading.placeOrder*');
  page.on('request', (request) => {
    if (!request.url().includes('trading.placeOrder')) return;
    keys.push((request.postDataJSON() as { idempotencyKey: string }).idempotencyKey);
  });
  await page.reload();
  await expect(desk.sent.getByText('New', { exact: true })).toBeVisible({ timeout: DONE_MS });
  expect(keys.length).toBeGreaterThan(1);
  expect(new Set(keys).size).toBe(1);
  const orders = await desk.working(quantity);
  expect(orders).toHaveLength(1);
  await desk.cancel(orders[0]?.clOrdId ?? '');
  await expect(desk.sent.getByText('Canceled', { exact: true })).toBeVisible({ timeout: DONE_MS });
});

test('a double click arms and does not send, and a level of the book fills in the ticket alone', async ({
  page,
}) => {
  const desk = new OrderDesk(page);
  await desk.visit(RESTED);
  const book = page.getByRole('listbox', { name: /Levels of the book/ });
  await book.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(desk.ticket.getByRole('radio', { name: 'Sell' })).toBeChecked();
  await expect(desk.limit).not.toHaveValue('');
  await expect(desk.quantity).toBeFocused();
  await desk.fill('Buy', '0.05', await desk.price(0.97));
  await expect(desk.send).toBeEnabled({ timeout: TRADES_MS });
  let asked = 0;
  page.on('request', (request) => {
    if (request.url().includes('trading.placeOrder')) asked += 1;
  });
  await desk.send.dblclick();
  await expect(desk.armed).toBeVisible();
  expect(asked).toBe(0);
});

test('an order that is refused says why and what would pass, and that can be sent', async ({
  page,
}) => {
  const desk = new OrderDesk(page);
  await desk.visit(RESTED);
  await desk.fill('Buy', '9', await desk.price(0.99));
  const refused = desk.ticket.getByRole('region', { name: 'Refused' });
  await expect(refused).toContainText(/Order value: over its limit/, { timeout: DONE_MS });
  await expect(desk.send).toBeDisabled();
  await refused.getByRole('button', { name: /BTC$/ }).click();
  await expect(desk.quantity).not.toHaveValue(/^9/);
  await expect(desk.send).toBeEnabled({ timeout: DONE_MS });
});

test('a sum in quote asset is rounded down to the lot, and says by which price', async ({
  page,
}) => {
  const desk = new OrderDesk(page);
  await desk.visit(RESTED);
  await desk.limit.fill('30000');
  await desk.ticket.getByLabel('Notional').fill('1000');
  await expect(desk.quantity).toHaveValue('0.03333');
  await expect(
    desk.ticket.getByText(/0\.03333 BTC, converted at 30,000\.00, the limit/),
  ).toBeVisible();
  await page.reload();
  await expect(desk.quantity).toHaveValue('0.03333');
});

test('the desk reads well in both themes at three widths', async ({ page }, info) => {
  test.slow();
  const desk = new OrderDesk(page);
  await desk.visit(RESTED);
  await desk.fill('Buy', '0.05', await desk.price(0.97));
  await expect(desk.send).toBeEnabled({ timeout: TRADES_MS });
  await lookAt(page, info, 'desk');
});
