import type { InputId } from '@ultrathink/domain/engine/core';
import { ALPHA, ALPHA_ACCOUNT } from '@ultrathink/domain/engine/core/testing';
import { expect, it, onTestFinished } from 'vitest';
import { aLedShard, anId, openTestDatabase } from '../../testing/index.ts';
import { openOwners } from './index.ts';

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
