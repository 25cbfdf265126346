/** An order watched as it fills, by its trader and by its client, and the pack that proves it to both. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { verify } from '@ultrathink/verify';
import { lookAt, open } from '../fixtures/look.ts';
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
import { ask, stateFile, tell } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ as: 'desk' });
// Faults at a venue are everybody's.
test.describe.configure({ mode: 'serial' });

const FILLED_MS = 20_000;
/** A checkpoint is signed each minute, over what was numbered by then. */
const SIGNED_MS = 150_000;

const timeline = (page: Page) => page.getByRole('list', { name: 'Timeline' });

/** What the verifier says of a file, without the platform. */
function said(file: string) {
  const { code, lines } = verify([file]);
  return { code, text: lines.join('\n') };
}

test('an order fills before the eyes of its trader and its client, the books agree, and its pack verifies offline', async ({
  page,
  browser,
}, info) => {
  test.setTimeout(TRADES_MS + SIGNED_MS + 120_000);
  const { request } = page;
  const account = await accountOf(request, 'Northgate');
  const orderQty = '0.05';
  const clOrdId = await placed(request, { account, orderQty, price: await priceOf(request, 0.97) });
  await open(page, `/desk/orders/${clOrdId}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`Buy ${orderQty}`);
  await expect(timeline(page)).toContainText('Committed');
  await expect(page.getByRole('region', { name: 'Decision' })).toContainText('Allow');
  const client = await browser.newContext({ storageState: stateFile('client') });
  const watching = await client.newPage();
  await open(watching, `/client/orders/${clOrdId}`);
  await expect(watching.getByText('Working, 0%')).toBeVisible();

  const before = await fundsOf(request, account, 'BTC');
  await amended(request, clOrdId, { orderQty, price: () => priceOf(request, 1.02) });
  await expect(timeline(page)).toContainText(/Filled 0\.05 of 0\.05 BTC/, { timeout: FILLED_MS });
  await expect(watching.getByText('Bought 0.05 BTC').first()).toBeVisible({ timeout: FILLED_MS });
  await expect(timeline(page)).toContainText('Posted and settled');

  const { order, executions } = await wholeOf(request, clOrdId);
  expect(order.ordStatus).toBe('Filled');
  const filled = executions.reduce((sum, { lastQty }) => sum + units(lastQty), 0n);
  expect(filled).toBe(units(orderQty));
  const after = before + bought(executions, 'BTC');
  await expect.poll(() => fundsOf(request, account, 'BTC')).toBe(after);
  const fills = page.getByRole('table', { name: 'Fills' }).locator('tbody').getByRole('row');
  await expect(fills).toHaveCount(executions.length);
  await expect(page.getByRole('region', { name: 'TCA' })).toContainText('Implementation shortfall');
  await page.getByRole('radio', { name: 'Postings' }).click();
  await expect(page.getByRole('table', { name: 'Postings' })).toContainText('BTC');

  await page.getByRole('button', { name: 'Replay' }).click();
  await expect(page.getByText(/decisions made again, each the same to the byte/)).toBeVisible({
    timeout: FILLED_MS,
  });

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

  const own = await ask<{ readonly kind: string; readonly text: string }>(
    client.request,
    'trading.getEvidencePack',
    { clOrdId },
  );
  const mine = info.outputPath('own.evidence.jsonl');
  writeFileSync(mine, own.data.text);
  expect(said(mine).text).toMatch(/are held back[\s\S]*Verified\./);
  await client.close();
});

interface Exchanged {
  readonly exchanges: readonly { readonly operation: string; readonly clOrdId: string }[];
}

for (const venue of ['binance', 'coinbase', 'kraken'] as const) {
  test(`an order whose answer is lost at ${venue} is sent no second time, is filled once, and the books agree`, async ({
    page,
  }) => {
    test.setTimeout(TRADES_MS + 120_000);
    const { request } = page;
    const account = await accountOf(request, 'Ostrava');
    expect((await tell(request, 'demo.breakVenue', { venue, fault: 'AnswersLost' })).status).toBe(
      200,
    );
    try {
      const price = await priceOf(request, 1.02);
      const before = await fundsOf(request, account, 'BTC');
      const clOrdId = await placed(request, { account, orderQty: '0.05', price });
      await open(page, `/desk/orders/${clOrdId}`);
      const settled = async () => {
        const { order } = await wholeOf(request, clOrdId);
        return [order.ordStatus, order.unconfirmedSince];
      };
      await expect.poll(settled, { timeout: 60_000 }).toEqual(['Filled', null]);
      const { executions } = await wholeOf(request, clOrdId);
      const filled = executions.reduce((sum, { lastQty }) => sum + units(lastQty), 0n);
      expect(filled).toBe(units('0.05'));
      const after = before + bought(executions, 'BTC');
      await expect.poll(() => fundsOf(request, account, 'BTC')).toBe(after);
      await expect(timeline(page)).toContainText(/Filled 0\.05 of 0\.05 BTC/);
      const { data } = await ask<Exchanged>(request, 'trading.getOrderEvidence', { clOrdId });
      const sent = data.exchanges.filter(({ operation }) => operation === 'order.place');
      const children = sent.map((exchange) => exchange.clOrdId);
      expect(new Set(children).size).toBe(children.length);
      await page.getByRole('button', { name: 'Venue evidence' }).click();
      await expect(page.getByRole('dialog')).toContainText('[masked]');
    } finally {
      await tell(request, 'demo.mendVenues', { venue });
    }
  });
}

test('reads well in both themes at three widths', async ({ page }, info) => {
  test.slow();
  const { data } = await ask<{ readonly orders: readonly { readonly clOrdId: string }[] }>(
    page.request,
    'trading.listOrders',
    { show: 'Ended', most: 1 },
  );
  await open(page, `/desk/orders/${data.orders[0]?.clOrdId}`);
  await expect(timeline(page)).toContainText('Checked');
  await lookAt(page, info, 'order');
});
