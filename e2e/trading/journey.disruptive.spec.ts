/**
 * The main journey: two bitcoins for dollars over three venues by the keyboard, before the eyes of its trader and
 * its client, to books that agree; what was bought is sold where it lies, while the venues fail one after the
 * other; and the pack that proves it. Venues fail for everybody: it runs when nobody else trades.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { decimal, multiply, roundTo, subtract, sum, toText } from '@ultrathink/domain/kernel';
import { verify } from '@ultrathink/verify';
import { ACCOUNTS, DIVIDED_SHARE, DIVIDED_WATCHER } from '../fixtures/accounts.ts';
import { booksOf, moved } from '../fixtures/books.ts';
import { OrderDesk } from '../fixtures/desk.ts';
import { dividedQuantity, freeAt } from '../fixtures/divided.ts';
import { open } from '../fixtures/look.ts';
import {
  accountOf,
  type Execution,
  placed,
  priceOf,
  TRADES_MS,
  units,
  wholeOf,
} from '../fixtures/orders.ts';
import { ask, besides, stateFile, tell } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ as: 'desk' });
test.setTimeout(TRADES_MS + 120_000);

const FILLED_MS = 30_000;
/** A checkpoint is signed each minute, over what was numbered by then. */
const SIGNED_MS = 150_000;
/** A line that broke is tried again after some seconds, and what was missed is compared first. */
const HEALED_MS = 60_000;
const VENUES = ['Binance', 'Coinbase', 'Kraken'] as const;
const idOf = (venue: string) => venue.toLowerCase();

interface Costs {
  readonly costs: {
    readonly filled: string;
    readonly avgPx: string;
    readonly decisionMid: string;
    readonly shortfall: { readonly fees: string; readonly beforeFees: string };
  };
}
interface Trail {
  readonly events: readonly { readonly action: string }[];
  readonly entries: readonly {
    readonly postings: readonly {
      readonly account: string | null;
      readonly asset: string;
      readonly amount: string;
    }[];
  }[];
}
interface Exchanged {
  readonly exchanges: readonly { readonly operation: string; readonly clOrdId: string }[];
}

const filledOf = (executions: readonly Execution[]) =>
  executions.reduce((total, { lastQty }) => total + units(lastQty), 0n);

/** What analysis says of its cost is what its fills come to. */
async function expectCosts({ request }: Page, clOrdId: string, fills: readonly Execution[]) {
  const { data } = await ask<Costs>(request, 'tca.getOrderCosts', { clOrdId });
  const { filled, avgPx, decisionMid, shortfall } = data.costs;
  const notional = sum(
    fills.map(({ lastQty, lastPx }) => multiply(decimal(lastQty), decimal(lastPx))),
  );
  const fees = fills.map(({ lastPx, fee }) => {
    const price = fee?.asset === 'USDT' ? '1' : lastPx;
    return multiply(decimal(fee?.amount ?? '0'), decimal(price));
  });
  const paper = multiply(decimal(filled), decimal(decisionMid));
  const cents = (value: Parameters<typeof roundTo>[0]) => toText(roundTo(value, 6, 'HalfEven'));
  expect(units(filled)).toBe(filledOf(fills));
  expect(cents(multiply(decimal(avgPx), decimal(filled)))).toBe(cents(notional));
  expect(cents(decimal(shortfall.beforeFees))).toBe(cents(subtract(notional, paper)));
  expect(cents(decimal(shortfall.fees))).toBe(cents(sum(fees)));
}

/** The trail has each fill once, and its entries come to what the ledger has of the account. */
async function trailOf({ request }: Page, clOrdId: string, account: string) {
  const { data } = await ask<Trail>(request, 'trading.getOrderTrail', { clOrdId });
  const postings = data.entries.flatMap((entry) => entry.postings);
  const of = (asset: string) =>
    postings
      .filter((posting) => posting.account === account && posting.asset === asset)
      .reduce((total, { amount }) => total + units(amount), 0n);
  const fills = data.events.filter(({ action }) => action === 'trading.bookFill').length;
  return { fills, base: of('BTC'), quote: of('USDT') };
}

let journey: string | undefined;

test('by the keyboard alone bitcoin, two of it at the prices a demo begins with, is bought over three venues, seen live by its client, and the books agree', async ({
  page,
  browser,
}) => {
  const { request } = page;
  const desk = new OrderDesk(page);
  await desk.visit(ACCOUNTS.divided);
  const account = desk.account();
  const client = await besides(browser, DIVIDED_WATCHER, '/client/orders');
  const before = await booksOf(request, account);
  const limit = await priceOf(request, 1.02);
  const quantity = await dividedQuantity(request, account, limit);
  await desk.write(quantity, limit);
  await expect(desk.ticket.getByRole('region', { name: 'You pay, all in' })).toContainText(
    /Venue fees[\s\S]+bps[\s\S]*Commission[\s\S]+bps/,
  );
  const route = desk.ticket.getByRole('region', { name: 'Route' }).getByRole('list');
  for (const venue of VENUES) await expect(route).toContainText(venue);
  await expect(desk.ticket.getByRole('region', { name: 'Checks' })).toContainText(
    /\d+ of \d+ pass/,
  );
  await page.keyboard.press('a');
  await expect(desk.armed).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(desk.armed).toHaveCount(0);
  await page.keyboard.press('a');
  await page.keyboard.press('Enter');
  await expect(desk.sent.getByText('Filled', { exact: true })).toBeVisible({ timeout: FILLED_MS });
  // Nobody has touched the other browser.
  const told = client.getByText(`Bought ${quantity} BTC`).first();
  await expect(told).toBeVisible({ timeout: FILLED_MS });
  const marks = await page.evaluate(() =>
    ['order-click', 'order-answer', 'order-painted'].map(
      (name) => performance.getEntriesByName(name).at(-1)?.startTime ?? 0,
    ),
  );
  expect(marks[0]).toBeGreaterThan(0);
  expect(marks).toEqual([...marks].sort((a, b) => a - b));

  const clOrdId = await desk.placed();
  const { executions } = await wholeOf(request, clOrdId);
  expect(filledOf(executions)).toBe(units(quantity));
  expect([...new Set(executions.map(({ venue }) => venue))].sort()).toEqual(VENUES.map(idOf));
  const trail = await trailOf(page, clOrdId, account);
  expect(trail.fills).toBe(executions.length);
  const { base, quote } = trail;
  expect(base).toBeGreaterThan(0n);
  // Ledger, position and gain are three readings of the same entries.
  const change = async () => moved(before, await booksOf(request, account));
  await expect
    .poll(change, { timeout: FILLED_MS })
    .toEqual({ base, quote, position: base, cash: quote });
  await expectCosts(page, clOrdId, executions);

  await client.goto(`/client/orders/${clOrdId}`);
  await open(page, `/desk/orders/${clOrdId}`);
  for (const each of [page, client]) {
    const fills = each.getByRole('table', { name: 'Fills' }).locator('tbody').getByRole('row');
    await expect(fills).toHaveCount(executions.length);
  }
  await expect(page.getByRole('region', { name: 'Decision' })).toContainText('Allow');
  const timeline = page.getByRole('list', { name: 'Timeline' });
  await expect(timeline).toContainText('Committed');
  await expect(timeline).toContainText(`Filled ${quantity} of ${quantity} BTC`);
  await expect(timeline).toContainText('Posted and settled');
  await expect(page.getByRole('region', { name: 'TCA' })).toContainText('Implementation shortfall');
  await page.getByRole('radio', { name: 'Postings' }).click();
  await expect(page.getByRole('table', { name: 'Postings' })).toContainText('BTC');
  await page.getByRole('button', { name: 'Replay' }).click();
  await expect(page.getByText(/decisions replayed byte for byte/)).toBeVisible({
    timeout: FILLED_MS,
  });
  await client.context().close();
  journey = clOrdId;
});

/** Venues are broken and mended by hand, on the page for it. */
class BreakIt {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async turn(venue: string, fault: string, isOn: boolean): Promise<void> {
    const one = this.page.getByRole('group', { name: venue }).getByRole('switch', { name: fault });
    await one.click();
    await expect(one).toBeChecked({ checked: isOn });
  }

  get mend(): Locator {
    return this.page.getByRole('button', { name: 'Mend all' });
  }
}

const cellOf = (page: Page, venue: string) => page.locator(`[data-strip-cell="Venue ${venue}"]`);
const UP = /\d ms|Up/;

/**
 * Who is down while a venue loses an answer, so that the order has to go there: Binance is dearer than nobody,
 * and without a venue that trades dollars nobody knows what a limit in dollars leaves.
 */
const DOWN = {
  Binance: ['Coinbase'],
  Coinbase: ['Binance', 'Kraken'],
  Kraken: ['Binance', 'Coinbase'],
} as const;

for (const venue of VENUES) {
  test(`${venue} loses the answer to an order with ${DOWN[venue].join(' and ')} down: said, sent no second time, filled once, and all heal by themselves`, async ({
    page,
    browser,
  }) => {
    const { request } = page;
    const account = await accountOf(request, ACCOUNTS.divided);
    const free = await freeAt(request, account, 'USDT');
    const missing = DIVIDED_SHARE - (free.find((row) => row.venue === idOf(venue))?.free ?? 0);
    const limit = await priceOf(request, 0.98);
    // What was bought there, so that the next run finds the money where it was.
    const lots = Math.floor((missing / Number(limit)) * 1_000);
    const orderQty = String(Math.min(Math.max(lots, 50), 2_400) / 1_000);

    const operations = await browser.newContext({ storageState: stateFile('operations') });
    const breaking = new BreakIt(await operations.newPage());
    await open(breaking.page, '/operations/break');
    try {
      for (const other of DOWN[venue]) await breaking.turn(other, 'Down', true);
      await breaking.turn(venue, 'Answers to orders lost', true);
      for (const other of DOWN[venue]) {
        await expect(cellOf(breaking.page, other)).not.toContainText(UP, { timeout: HEALED_MS });
      }
      await expect(cellOf(breaking.page, venue)).toContainText(UP);
      const before = await booksOf(request, account);
      const clOrdId = await placed(request, { account, side: 'Sell', orderQty, price: limit });
      await open(page, `/desk/orders/${clOrdId}`);
      const timeline = page.getByRole('list', { name: 'Timeline' });
      await expect(timeline).toContainText('without an answer');
      await expect(timeline).toContainText(`Filled ${orderQty} of ${orderQty} BTC`, {
        timeout: HEALED_MS,
      });
      const settled = async () => {
        const { order } = await wholeOf(request, clOrdId);
        return [order.ordStatus, order.unconfirmedSince];
      };
      await expect.poll(settled, { timeout: FILLED_MS }).toEqual(['Filled', null]);
      const { executions } = await wholeOf(request, clOrdId);
      expect(filledOf(executions)).toBe(units(orderQty));
      expect([...new Set(executions.map((one) => one.venue))]).toEqual([idOf(venue)]);
      const { data } = await ask<Exchanged>(request, 'trading.getOrderEvidence', { clOrdId });
      const sent = data.exchanges.filter(({ operation }) => operation === 'order.place');
      const children = sent.map((exchange) => exchange.clOrdId);
      expect(new Set(children).size).toBe(children.length);
      const { base, quote } = await trailOf(page, clOrdId, account);
      const change = async () => moved(before, await booksOf(request, account));
      await expect
        .poll(change, { timeout: FILLED_MS })
        .toEqual({ base, quote, position: base, cash: quote });
      await page.getByRole('button', { name: 'Venue evidence' }).click();
      await expect(page.getByRole('dialog')).toContainText('[masked]');
      await breaking.mend.click();
      await expect(breaking.mend).toBeDisabled();
    } finally {
      await tell(request, 'demo.mendVenues', { venue: null, fault: null });
    }
    for (const each of VENUES) {
      await expect(cellOf(breaking.page, each)).toContainText(UP, { timeout: HEALED_MS });
    }
    await operations.close();
  });
}

/** What the verifier says of a file, without the platform. */
function said(file: string) {
  const { code, lines } = verify([file]);
  return { code, text: lines.join('\n') };
}

test('the pack of the order verifies offline for its trader and its client, and not once a price in it is another', async ({
  page,
  browser,
}, info) => {
  const clOrdId = journey ?? '';
  const { executions } = await wholeOf(page.request, clOrdId);
  await open(page, `/desk/orders/${clOrdId}`);
  const taken = page.waitForEvent('download', { timeout: SIGNED_MS });
  await page.getByRole('button', { name: 'Evidence pack' }).click();
  const file = info.outputPath('order.evidence.jsonl');
  await (await taken).saveAs(file);
  const whole = said(file);
  expect(whole.text).toContain('Verified.');
  expect(whole.code).toBe(0);
  expect(whole.text).toContain(`Executions: ${executions.length}`);
  writeFileSync(file, readFileSync(file, 'utf8').replace('"lastPx":"', '"lastPx":"1'));
  expect(said(file).text).toMatch(/First bad: line \d+ \(Execution\)/);
  await expect(page.getByRole('region', { name: 'Proof' })).toContainText('Verified', {
    timeout: SIGNED_MS,
  });

  const client = await besides(browser, DIVIDED_WATCHER);
  const path = 'trading.getEvidencePack';
  const own = await ask<{ readonly text: string }>(client.request, path, { clOrdId });
  const mine = info.outputPath('own.evidence.jsonl');
  writeFileSync(mine, own.data.text);
  expect(said(mine).text).toMatch(/are held back[\s\S]*Verified\./);
  await client.context().close();
});
