import type { ClOrdId } from '@ultrathink/domain/trading';
import { expect, it } from 'vitest';
import { KnownOrders } from './known-orders.ts';

const id = (n: number) => `mine-${n}` as ClOrdId;

it('Orders are known by either id, and the one that was not told of for longest is forgotten', () => {
  const known = new KnownOrders();
  for (let n = 0; n < 20_000; n += 1) known.set(id(n), `venue-${n}`);
  known.set(id(0), 'venue-0');
  known.set(id(20_000), 'venue-20000');
  expect(known.orderIdOf(id(0))).toBe('venue-0');
  expect(known.clOrdIdOf('venue-20000')).toBe(id(20_000));
  expect([known.orderIdOf(id(1)), known.clOrdIdOf('venue-1')]).toEqual([null, null]);
});
