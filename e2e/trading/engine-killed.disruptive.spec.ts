/** The engine's process ends while an order works: the page says so, nothing is lost, it goes on by itself. */
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

test('kill -9 of the engine while an order works: said, nothing lost, and it fills after that', async ({
  page,
  noise,
}) => {
  test.setTimeout(TRADES_MS + 2 * BACK_MS);
  noise.allow(/ 503 |503 \(/);
  const { request } = page;
  const account = await accountOf(request, 'Northgate');
  const orderQty = '0.02';
  const clOrdId = await placed(request, { account, orderQty, price: await priceOf(request, 0.97) });
  await open(page, `/desk/orders/${clOrdId}`);
  const timeline = page.getByRole('list', { name: 'Timeline' });
  await expect(timeline).toContainText('New at');
  const before = await fundsOf(request, account, 'BTC');

  const { data } = await ask<{ readonly enginePid: number | null }>(request, 'demo.breakage');
  expect((await tell(request, 'demo.killEngine', { pid: data.enginePid })).status).toBe(200);
  await expect(page.getByLabel('Control strip')).toContainText('Not connected');
  // What was read stays, and the order is what it was: it works at its venue without us.
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`Buy ${orderQty}`);
  expect((await wholeOf(request, clOrdId)).order.ordStatus).toBe('New');

  await expect(page.getByLabel('Control strip')).not.toContainText('Not connected', {
    timeout: BACK_MS,
  });
  await amended(request, clOrdId, { orderQty, price: () => priceOf(request, 1.02) });
  await expect(timeline).toContainText(/Filled 0\.02 of 0\.02 BTC/, { timeout: BACK_MS });
  const { order, executions } = await wholeOf(request, clOrdId);
  expect([order.ordStatus, units(order.cumQty)]).toEqual(['Filled', units(orderQty)]);
  const after = before + bought(executions, 'BTC');
  await expect.poll(() => fundsOf(request, account, 'BTC')).toBe(after);
});
