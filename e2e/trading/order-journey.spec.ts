/** An order from the ticket to the books: previewed, armed, sent, filled at venues, canceled, refused. */
import type { Locator, Page } from '@playwright/test';
import { lookAt, open } from '../fixtures/look.ts';
import { ask } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ as: 'desk' });
// One trader, one account: what one test places, another would count.
test.describe.configure({ mode: 'serial' });

/** Venues are connected a minute and a half after the first start of all: two people agree to each key. */
const TRADES_MS = 180_000;
const DONE_MS = 15_000;
/** It has so little at each venue that no two of them can take the whole of it. */
const ACCOUNT = 'Ostrava Mutual Insurance · General account';
const QUANTITY = '2.4';
/** What it has of BTC when a platform begins. */
const OPENING = '3';
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
  readonly drawer: Locator;

  constructor(page: Page) {
    this.page = page;
    this.ticket = page.getByRole('form', { name: 'Order ticket' });
    this.drawer = page.getByRole('dialog', { name: 'Order' });
  }

  async visit(): Promise<void> {
    await open(this.page, '/desk/orders');
    const account = this.ticket.getByRole('combobox', { name: 'Client · account' });
    await account.fill('Ostrava Mutual');
    await this.page.getByRole('option', { name: ACCOUNT }).click();
    await expect(account).toHaveValue(ACCOUNT);
  }

  async fill(side: 'Buy' | 'Sell', quantity: string, price: string): Promise<void> {
    await this.ticket.getByRole('radio', { name: side }).click();
    await this.ticket.getByLabel('OrderQty').fill(quantity);
    await this.ticket.getByLabel('Limit price').fill(price);
  }

  get send(): Locator {
    return this.ticket.getByRole('button', { name: /(Buy|Sell) [\d.]+ BTC/ });
  }

  /** Enter arms, Enter again sends. */
  async armAndSend(): Promise<void> {
    await expect(this.send).toBeEnabled({ timeout: TRADES_MS });
    await this.send.press('Enter');
    await expect(this.ticket.getByText('Armed', { exact: true })).toBeVisible();
    await this.send.press('Enter');
    await expect(this.drawer).toBeVisible();
  }

  part(name: string): Promise<void> {
    return this.drawer.getByRole('radio', { name: new RegExp(`^${name}`) }).click();
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
  await expect(desk.drawer.getByText('Filled', { exact: true }).first()).toBeVisible({
    timeout: DONE_MS,
  });
  const clOrdId = new URL(desk.page.url()).searchParams.get('order');
  const { data } = await ask<Whole>(desk.page.request, 'trading.getOrder', { clOrdId });
  const filled = data.executions.reduce((sum, { lastQty }) => sum + units(lastQty), 0n);
  expect(filled).toBe(units(quantity));
  await expect(
    desk.drawer.getByRole('table', { name: 'Fills' }).locator('tbody').getByRole('row'),
  ).toHaveCount(data.executions.length);
  return data.executions;
}

test('an order is previewed, armed and sent by the keyboard, fills at three venues, and the books agree', async ({
  page,
}) => {
  test.setTimeout(TRADES_MS + 60_000);
  const desk = new OrderDesk(page);
  await desk.visit();
  const account = desk.account();
  const before = await desk.funds('BTC', account);
  const held = await desk.position(account);
  await desk.fill('Buy', QUANTITY, await desk.price(1.02));
  await expect(desk.send).toBeEnabled({ timeout: TRADES_MS });
  const route = desk.ticket.getByRole('region', { name: 'Route' });
  await expect(route.getByRole('list')).toContainText(/takes|rests/);
  const words = (await route.getByRole('list').textContent()) ?? '';
  const routed = VENUES.filter((venue) => words.includes(venue));
  // Money gathers where it was sold: on a platform that was tested before, fewer venues may do.
  expect(routed.length).toBeGreaterThanOrEqual(before === units(OPENING) ? VENUES.length : 1);
  await expect(desk.ticket.getByRole('region', { name: 'Checks' })).toContainText(
    /\d+ of \d+ pass/,
  );
  await desk.armAndSend();
  const executions = await filledOrder(desk, QUANTITY);
  const after = before + changeOf(executions, 'BTC', 1n);
  await expect.poll(() => desk.funds('BTC', account), { timeout: DONE_MS }).toBe(after);
  // A position counts what was traded: a fee in its base asset is a cost of it.
  const traded = held + units(QUANTITY);
  await expect.poll(() => desk.position(account), { timeout: DONE_MS }).toBe(traded);
  await desk.part('Children');
  for (const venue of routed) {
    await expect(desk.drawer.getByRole('table', { name: 'Children' })).toContainText(venue);
  }
  await desk.part('Checks');
  await expect(desk.drawer.getByRole('table', { name: 'Checks' })).toContainText('Price collar');
  await desk.part('Route');
  await expect(desk.drawer.getByRole('table', { name: /What else/ })).toContainText('alone');
});

test('what was bought is sold again, at the market as it is', async ({ page }) => {
  const desk = new OrderDesk(page);
  await desk.visit();
  const account = desk.account();
  const before = await desk.funds('BTC', account);
  await desk.fill('Sell', QUANTITY, await desk.price(0.98));
  await desk.armAndSend();
  const executions = await filledOrder(desk, QUANTITY);
  const after = before + changeOf(executions, 'BTC', -1n);
  await expect.poll(() => desk.funds('BTC', account), { timeout: DONE_MS }).toBe(after);
});

test('Escape disarms, and an order that rests is canceled', async ({ page }) => {
  const desk = new OrderDesk(page);
  await desk.visit();
  await desk.fill('Buy', '0.05', await desk.price(0.97));
  await expect(desk.send).toBeEnabled({ timeout: TRADES_MS });
  await desk.send.press('Enter');
  await expect(desk.ticket.getByText('Armed', { exact: true })).toBeVisible();
  await desk.send.press('Escape');
  await expect(desk.ticket.getByText('Armed', { exact: true })).toHaveCount(0);
  await desk.armAndSend();
  await expect(desk.drawer.getByText('New', { exact: true }).first()).toBeVisible({
    timeout: DONE_MS,
  });
  await desk.drawer.getByRole('button', { name: 'Cancel the order' }).click();
  await expect(desk.drawer.getByText('Canceled', { exact: true }).first()).toBeVisible({
    timeout: DONE_MS,
  });
});

test('an order that is refused names the check that refuses it, and can not be sent', async ({
  page,
}) => {
  const desk = new OrderDesk(page);
  await desk.visit();
  await desk.fill('Buy', '9', await desk.price(0.99));
  await expect(desk.ticket.getByText(/Risk refused it: .*Order value/)).toBeVisible({
    timeout: DONE_MS,
  });
  await expect(desk.send).toBeDisabled();
});

test('reads well in both themes at three widths', async ({ page }, info) => {
  test.slow();
  const desk = new OrderDesk(page);
  await desk.visit();
  await desk.fill('Buy', '0.05', await desk.price(0.97));
  await expect(desk.send).toBeEnabled({ timeout: TRADES_MS });
  await lookAt(page, info, 'orders');
});
