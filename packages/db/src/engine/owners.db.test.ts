import type { InputId } from '@ultrathink/domain/engine/core';
import { ALPHA, ALPHA_ACCOUNT } from '@ultrathink/domain/engine/core/testing';
import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { aLedShard, anId, openTestDatabase } from '../../testing/index.ts';
import { OWNERS, openOwners } from './owners.ts';

const own = await openTestDatabase();

it('finds whose an order was by our name of it and by its venue’s, at that account alone', async () => {
  const { journal, engine } = await aLedShard(own);
  const placed = engine.order();
  const sent = placed.effects.flatMap((one) => (one.kind === 'SubmitOrder' ? [one] : []));
  const [first] = sent;
  if (first === undefined) throw new Error('Nothing was sent.');
  const { clOrdId } = first.order;
  const accepted = engine.decide({
    kind: 'Sent',
    id: anId<InputId>(),
    request: 'New',
    clOrdId,
    outcome: { kind: 'Accepted', orderId: 'v-77', report: null, fills: [] },
    evidence: null,
    toWireMs: 1,
    roundTripMs: 1,
  });
  expect(await journal.append([placed, accepted])).toEqual({ ok: true, value: null });
  const owners = openOwners(own.url('engine'));
  onTestFinished(() => owners.close());
  const owner = {
    clOrdId,
    account: engine.named(ALPHA_ACCOUNT),
    client: engine.named(ALPHA),
  };
  const fills = [
    { execId: 'a', clOrdId, orderId: 'other' },
    { execId: 'b', clOrdId: null, orderId: 'v-77' },
    { execId: 'c', clOrdId: 'not-ours', orderId: 'v-78' },
  ];
  expect(await owners.ownersOf(first.venueAccount, fills)).toEqual({ a: owner, b: owner });
  expect(await owners.ownersOf(anId(), fills)).toEqual({});
});

it('looks for neither name among all orders: each has its index', async () => {
  const client = new pg.Client({ connectionString: own.url('engine') });
  await client.connect();
  onTestFinished(() => client.end());
  // Of the few rows of a test any way is a good one: that there is another at all is what counts.
  await client.query('set enable_seqscan = off');
  const fill = [anId(), ['a', 'b'], [anId(), null], ['v-1', 'v-2']];
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain ${OWNERS}`, fill);
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).toContain('order_pkey');
  expect(plan).toMatch(
    /order_venue_name_idx.*\n\s+Index Cond: .*venue_account_id.* AND .*order_id = f\.order_id/,
  );
  expect(plan).not.toContain('Seq Scan on "order"');
});
