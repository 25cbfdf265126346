/**
 * P3: from the click that sends an order to the decision on the screen, by the page's own marks, with
 * the share of each hop: the page until its request leaves, the way to Next and its work, the door's
 * socket, the engine (decision and commit), the page until the answer is in hand, the frame that shows
 * it. Against it, in the same page and in turns, a route of Next that does nothing. A trader signs in
 * and drives the ticket by its keys; every order is a small one far from the market, cancelled after.
 */
import { randomUUIDv7 } from 'node:crypto';
import { expect, type Locator, type Page } from '@playwright/test';
import { type Bar, type BarResult, micros, type Row } from './lib/bar.ts';
import { launchBrowser } from './lib/browser.ts';
import { cookieOf } from './lib/cookie-of.ts';
import { startPlatform } from './lib/platform.ts';
import { spreadOf } from './lib/rounds.ts';

const CLICKS = 30;
const WARM_UP = 3;
const GOAL_ADDED_MS = 3;
const READY_MS = 240_000;
const STEP_MS = 30_000;
/** Of the market: nothing of it is traded, and no collar refuses it. */
const PRICE_SHARE = 0.98;
const INSTRUMENT = 'BTC/USDT';
const CLIENT = 'Northgate';
const NULL_ROUTE = '/api/health/live';

/** Milliseconds of one click, each from the moment before it. */
interface Click {
  readonly leaves: number;
  readonly next: number;
  readonly door: number;
  readonly engine: number;
  readonly reads: number;
  readonly paints: number;
  readonly answered: number;
  readonly painted: number;
}

interface Nothing {
  readonly answered: number;
  readonly painted: number;
}

const HOPS = {
  leaves: 'page: click to request',
  next: 'browser, Next, tRPC, session',
  door: "the door's socket",
  engine: 'engine: decided and durable',
  reads: 'page: answer read',
  paints: 'page: decision painted',
} as const satisfies Partial<Record<keyof Click, string>>;

class Desk {
  readonly #page: Page;
  readonly #ticket: Locator;
  #clicks = 0;

  constructor(page: Page) {
    this.#page = page;
    this.#ticket = page.getByRole('form', { name: 'Order ticket' });
  }

  async open(origin: string): Promise<void> {
    await this.#page.goto(`${origin}/desk/markets`, { timeout: READY_MS });
    const account = this.#ticket.getByRole('combobox', { name: 'Client · account' });
    await account.fill(CLIENT, { timeout: READY_MS });
    await this.#page
      .getByRole('option', { name: new RegExp(`^${CLIENT}`) })
      .first()
      .click();
    await this.#ticket.getByRole('radio', { name: 'Buy' }).click();
    await this.#limit.fill(await this.#price());
  }

  async #price(): Promise<string> {
    const asked = await this.#page.request.get(
      `/api/trpc/markets.listInstruments?input=${encodeURIComponent('{}')}`,
    );
    const { result } = (await asked.json()) as {
      result: { data: { instruments: { instrument: string; quote: Quote }[] } };
    };
    const quote = result.data.instruments.find((one) => one.instrument === INSTRUMENT)?.quote;
    if (quote?.bid == null) throw new Error(`${INSTRUMENT} has no price.`);
    return String(Math.round(Number(quote.bid.price) * PRICE_SHARE));
  }

  get #limit(): Locator {
    return this.#ticket.getByLabel('Limit price');
  }

  get #send(): Locator {
    return this.#ticket.getByRole('button', { name: /Buy [\d.]+ BTC at/ });
  }

  /** Each is another quantity: the same again would be a duplicate. `a` arms, Enter sends. */
  async click(): Promise<Click> {
    this.#clicks += 1;
    const quantity = (0.01 + this.#clicks / 10_000).toFixed(4);
    await this.#ticket.getByLabel('Quantity', { exact: true }).fill(quantity);
    await expect(this.#send).toBeEnabled({ timeout: READY_MS });
    await this.#limit.press('a');
    await expect(this.#ticket.getByText('Armed', { exact: true })).toBeVisible({
      timeout: STEP_MS,
    });
    await this.#page.evaluate(() => {
      performance.clearResourceTimings();
      performance.clearMarks('order-painted');
    });
    await this.#limit.press('Enter');
    await this.#page.waitForFunction(
      () => performance.getEntriesByName('order-painted').length > 0,
      undefined,
      { timeout: STEP_MS },
    );
    return this.#page.evaluate(readClick);
  }

  nothing(): Promise<Nothing> {
    return this.#page.evaluate(askNothing, NULL_ROUTE);
  }

  /** What was placed here: nothing of it stays at a venue. */
  async cancelAll(): Promise<void> {
    const account = new URL(this.#page.url()).searchParams.get('account') ?? '';
    const input = encodeURIComponent(JSON.stringify({ show: 'Working', account, most: 200 }));
    const listed = await this.#page.request.get(`/api/trpc/trading.listOrders?input=${input}`);
    const { result } = (await listed.json()) as {
      result?: { data: { orders: { clOrdId: string }[] } };
    };
    for (const { clOrdId } of result?.data.orders ?? []) {
      await this.#page.request.post('/api/trpc/trading.cancelOrder', {
        headers: { 'x-csrf': '1' },
        data: { idempotencyKey: randomUUIDv7(), clOrdId },
      });
    }
  }
}

type Quote = { readonly bid: { readonly price: string } | null } | null;

/** Runs in the page: its own marks, and what the browser and the answer say of the request. */
function readClick() {
  const at = (name: string) => performance.getEntriesByName(name).at(-1)?.startTime ?? Number.NaN;
  const [click, answer, painted] = [at('order-click'), at('order-answer'), at('order-painted')];
  const asked = performance
    .getEntriesByType('resource')
    .filter(({ name }) => name.includes('trading.placeOrder'))
    .at(-1) as PerformanceResourceTiming;
  const told = (hop: string) =>
    asked.serverTiming.find(({ name }) => name === hop)?.duration ?? Number.NaN;
  const way = asked.responseEnd - asked.startTime;
  return {
    leaves: asked.startTime - click,
    next: way - told('door'),
    door: told('door') - told('engine'),
    engine: told('engine'),
    reads: answer - asked.responseEnd,
    paints: painted - answer,
    answered: answer - click,
    painted: painted - click,
  };
}

/** Runs in the page: the same act without anything behind it. */
async function askNothing(path: string) {
  const start = performance.now();
  const answer = await fetch(path, { cache: 'no-store' });
  await answer.json();
  const answered = performance.now() - start;
  await new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  return { answered, painted: performance.now() - start };
}

async function run(): Promise<BarResult> {
  const platform = await startPlatform();
  const { origin } = platform;
  const cookie = await cookieOf(origin, 'desk');
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({
      baseURL: origin,
      viewport: { width: 1440, height: 900 },
    });
    await context.addCookies(
      cookie.split('; ').map((pair) => {
        const at = pair.indexOf('=');
        return { name: pair.slice(0, at), value: pair.slice(at + 1), url: origin };
      }),
    );
    const page = await context.newPage();
    const desk = new Desk(page);
    await desk.open(origin);
    const [clicks, nothings]: [Click[], Nothing[]] = [[], []];
    for (let n = 0; n < WARM_UP + CLICKS; n += 1) {
      const nothing = await desk.nothing();
      const click = await desk.click();
      if (n < WARM_UP) continue;
      nothings.push(nothing);
      clicks.push(click);
    }
    await desk.cancelAll();
    return resultOf(clicks, nothings, origin);
  } finally {
    await browser.close();
  }
}

const US = 1000;
const of = <T>(list: readonly T[], pick: (one: T) => number) => spreadOf(list.map(pick));

function resultOf(
  clicks: readonly Click[],
  nothings: readonly Nothing[],
  origin: string,
): BarResult {
  const whole = of(clicks, ({ painted }) => painted);
  const row = (what: string, pick: (click: Click) => number): Row => {
    const { median, least, most } = of(clicks, pick);
    const share = `${((median / whole.median) * 100).toFixed(0)} %`;
    return { what, cells: [...[median, least, most].map((ms) => micros(ms * US)), share] };
  };
  const bare = (what: string, pick: (one: Nothing) => number): Row => {
    const { median, least, most } = of(nothings, pick);
    return { what, cells: [...[median, least, most].map((ms) => micros(ms * US)), ''] };
  };
  const added = of(
    clicks.map((click, n) => click.answered - (nothings[n]?.answered ?? 0)),
    (ms) => ms,
  );
  return {
    columns: ['p50', 'least', 'most', 'share'],
    rows: [
      row('click to decision painted', ({ painted }) => painted),
      ...Object.entries(HOPS).map(([hop, name]) =>
        row(`  ${name}`, (click) => click[hop as keyof typeof HOPS]),
      ),
      row('click to decision in hand', ({ answered }) => answered),
      bare('a route that does nothing, in hand', ({ answered }) => answered),
      bare('a route that does nothing, painted', ({ painted }) => painted),
    ],
    met: added.median <= GOAL_ADDED_MS,
    verdict:
      `${added.median.toFixed(1)} ms more than a route that does nothing, ` +
      `goal at most ${GOAL_ADDED_MS} ms (p50 of pairs)`,
    settings: { clicks: clicks.length, origin },
    raw: { clicks, nothings },
  };
}

export const bar: Bar = { name: 'P3', title: 'click to decision on the screen', run };
