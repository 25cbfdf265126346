/** The engine's process ends in the middle of orders: the page says so, nothing is lost, it goes on by itself. */
import { ACCOUNTS } from '../fixtures/accounts.ts';
import { open } from '../fixtures/look.ts';
import {
  accountOf,
  amended,
  bought,
  fundsOf,
  placed,
  priceOf,
  TRADES_MS,
  units,
  wholeOf,
} from '../fixtures/orders.ts';
import { ask, tell } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ as: 'desk' });

/** Its supervisor starts it again, it reads its journal, and every venue account reconciles first. */
const BACK_MS = 90_000;

const VENUES = ['binance', 'coinbase', 'kraken'] as const;

test('kill -9 of the engine while one order works and another is on its way: said, nothing lost, and both fill, the other by itself', async ({
  page,
  noise,
}) => {
  test.setTimeout(TRADES_MS + 2 * BACK_MS);
  noise.allow(/ 503 |503 \(/);
  const { request } = page;
  const account = await accountOf(request, ACCOUNTS.watched);
  const orderQty = '0.02';
  const clOrdId = await placed(request, { account, orderQty, price: await priceOf(request, 0.97) });
  await open(page, `/desk/orders/${clOrdId}`);
  const timeline = page.getByRole('list', { name: 'Timeline' });
  await expect(timeline).toContainText('New at');
  const before = await fundsOf(request, account, 'BTC');

  // Whatever a venue makes of it, its answer takes longer than the engine has left.
  for (const venue of VENUES) await tell(request, 'demo.breakVenue', { venue, fault: 'Slow' });
  const price = await priceOf(request, 1.02);
  const { data } = await ask<{ readonly enginePid: number | null }>(request, 'demo.breakage');
  let onItsWay = '';
  try {
    onItsWay = await placed(request, { account, orderQty: '0.03', price });
    expect((await tell(request, 'demo.killEngine', { pid: data.enginePid })).status).toBe(200);
  } finally {
    await tell(request, 'demo.mendVenues', { venue: null, fault: null });
  }
  await expect(page.getByLabel('Control strip')).toContainText('Not connected');
  // What was read stays, and the order is what it was: it works at its venue without us.
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`Buy ${orderQty}`);
  expect((await wholeOf(request, clOrdId)).order.ordStatus).toBe('New');

  await expect(page.getByLabel('Control strip')).not.toContainText('Not connected', {
    timeout: BACK_MS,
  });
  const otherStatus = async () => (await wholeOf(request, onItsWay)).order.ordStatus;
  await expect.poll(otherStatus, { timeout: BACK_MS }).toBe('Filled');
  await amended(request, clOrdId, { orderQty, price: () => priceOf(request, 1.02) });
  await expect(timeline).toContainText(/Filled 0\.02 of 0\.02 BTC/, { timeout: BACK_MS });
  const { order, executions } = await wholeOf(request, clOrdId);
  expect([order.ordStatus, units(order.cumQty)]).toEqual(['Filled', units(orderQty)]);
  const other = await wholeOf(request, onItsWay);
  expect(units(other.order.cumQty)).toBe(units('0.03'));
  const after = before + bought([...executions, ...other.executions], 'BTC');
  await expect.poll(() => fundsOf(request, account, 'BTC')).toBe(after);
});
