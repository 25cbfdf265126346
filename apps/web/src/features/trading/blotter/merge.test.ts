import type { OrderView } from '@ultrathink/domain/engine';
import { describe, expect, it } from 'vitest';
import type { FundsRow, OrderRow } from '../model.ts';
import { isOutdated, type Told, withBalances, withOrderView, withTold } from './merge.ts';

const AT = '2026-11-21T09:41:07.204Z';
const row = (clOrdId: string, change: Partial<OrderRow> = {}) =>
  ({
    ...{ clOrdId, ordStatus: 'New', cumQty: '0', leavesQty: '2', avgPx: null, orderQty: '2' },
    ...{ price: '65000', stopPx: null, unconfirmedSince: null },
    ...change,
  }) as OrderRow;
const view = (clOrdId: string, change: Partial<OrderView> = {}) =>
  ({
    ...{ clOrdId, level: 'Parent', parentClOrdId: null, ordStatus: 'New', cumQty: '0' },
    ...{ leavesQty: '2', avgPx: null, orderQty: '2', price: '65000', stopPx: null },
    ...{ unconfirmed: [], at: AT },
    ...change,
  }) as unknown as OrderView;
const told = (...views: readonly OrderView[]): Told => new Map(views.map((v) => [v.clOrdId, v]));

describe('a list with what was told since', () => {
  it('has the figures of the notice, of parents and of children', () => {
    const page = { orders: [row('a'), row('b')], children: [row('a.1')], isMore: false };
    const half = { ordStatus: 'PartiallyFilled', cumQty: '1', leavesQty: '1' } as const;
    const next = withTold(page, told(view('a', half), view('a.1', { ...half, level: 'Child' })));
    expect(next.orders.map(({ cumQty }) => cumQty)).toEqual(['1', '0']);
    expect(next.children.map(({ cumQty }) => cumQty)).toEqual(['1']);
    expect(next.orders[1]).toBe(page.orders[1]);
    expect(next.isMore).toBe(false);
  });

  it('is the same where nothing of it is new, so that nothing flashes', () => {
    const page = { orders: [row('a')], children: [] };
    expect(withTold(page, told(view('a'), view('elsewhere')))).toBe(page);
  });

  it('keeps the clock of a doubt that was known, and stops it once it is settled', () => {
    const doubtful = withOrderView(row('a'), view('a', { unconfirmed: ['New'] }));
    expect(doubtful.unconfirmedSince).toBe(AT);
    const later = view('a', { unconfirmed: ['New'], at: '2026-11-21T09:41:09.000Z' as never });
    expect(withOrderView(doubtful, later)).toBe(doubtful);
    expect(withOrderView(doubtful, view('a')).unconfirmedSince).toBeNull();
  });

  it('is read again for an order it does not have and for one that ended, and for no other', () => {
    const pages = [{ orders: [row('a')], children: [row('a.1')] }];
    const child = { level: 'Child', parentClOrdId: 'a' } as unknown as Partial<OrderView>;
    const outdated = (one: OrderView) => isOutdated(pages, told(one));
    expect(outdated(view('a', { ordStatus: 'PartiallyFilled' }))).toBe(false);
    expect(outdated(view('a', { ordStatus: 'Canceled' }))).toBe(true);
    expect(outdated(view('b'))).toBe(true);
    expect(outdated(view('a.2', child))).toBe(true);
    const others = { level: 'Child', parentClOrdId: 'z' } as unknown as Partial<OrderView>;
    expect(outdated(view('z.1', others))).toBe(false);
  });

  it('has balances by account, place and asset', () => {
    const funds = { account: 'x', placeId: 'p', asset: 'BTC', balance: '3', held: '0' } as FundsRow;
    const moved = { account: 'x', place: 'p', asset: 'BTC', total: '2', held: '1' } as never;
    const rows = [funds, { ...funds, asset: 'USDT' }];
    const next = withBalances(rows, [moved]);
    expect(next.map(({ balance, held }) => [balance, held])).toEqual([
      ['2', '1'],
      ['3', '0'],
    ]);
    expect(withBalances(next, [moved])).toBe(next);
  });
});
