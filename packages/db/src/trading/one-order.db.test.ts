import { qty } from '@ultrathink/domain/engine/core/testing';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { expect, test } from 'vitest';
import { aLedShard, anActor, openTestDatabase } from '../../testing/index.ts';
import { read } from '../read.ts';
import { findOrder } from './index.ts';

const own = await openTestDatabase();

test('an order is read with the decisions and the receipt of its record, byte for byte', async () => {
  const { shard, journal, engine } = await aLedShard(own);
  const orders = ['0.01', '25'].map((orderQty) => engine.order({ orderQty: qty(orderQty) }));
  expect(await journal.append(orders)).toEqual({ ok: true, value: null });
  const [kept] = await own.sql<{ bytes: number; whole: number }>(
    `select max(length(checks)) as bytes, max(length(snapshot)) as whole
     from trading.decision join trading.receipt using (shard, sequence) where shard = ${shard}`,
  );
  for (const { record } of orders) {
    const event = record.events.find(({ type }) => type === 'OrderDecided');
    if (event?.type !== 'OrderDecided') throw new Error('Nothing was decided.');
    const { clOrdId, decisions, receipt } = event.decision;
    const found = await read(own.as('app_staff'), anActor(), (tx) =>
      findOrder(tx, clOrdId as ClOrdId),
    );
    const told = found?.decisions.map(({ decidedId, checks }) => ({ clOrdId: decidedId, checks }));
    expect(told).toEqual(decisions.map(({ clOrdId: id, checks }) => ({ clOrdId: id, checks })));
    expect(found?.receipts).toEqual([{ at: event.at, ...receipt }]);
    // Each stands in full once, in the record.
    expect(kept?.bytes).toBeLessThan(JSON.stringify(decisions[0]?.checks).length / 1.5);
    expect(kept?.whole).toBeLessThan(receipt?.snapshot.length ?? 0);
  }
});

test('what an older program kept in full is read as it stands', async () => {
  const { journal, engine } = await aLedShard(own);
  const decided = engine.order();
  expect(await journal.append([decided])).toEqual({ ok: true, value: null });
  const event = decided.record.events.find(({ type }) => type === 'OrderDecided');
  if (event?.type !== 'OrderDecided') throw new Error('Nothing was decided.');
  const { clOrdId, decisions, receipt } = event.decision;
  await own.sql(`set session_replication_role = replica;
    update trading.receipt set snapshot = $$${receipt?.snapshot}$$ where cl_ord_id = '${clOrdId}';
    update trading.decision set checks = $$${JSON.stringify(decisions[0]?.checks)}$$
      where cl_ord_id = '${clOrdId}' and ordinal = 0`);
  const found = await read(own.as('app_staff'), anActor(), (tx) => findOrder(tx, clOrdId));
  expect(found?.decisions[0]?.checks).toEqual(decisions[0]?.checks);
  expect(found?.receipts[0]?.snapshot).toBe(receipt?.snapshot);
});
