/** What the venue really said, and what its pages say that it says. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromEpochMs, toText, unwrap } from '@ultrathink/domain/kernel';
import { referenceFolder } from '@ultrathink/scripts/reference-data';
import { describe, expect, it } from 'vitest';
import { parseBalancePage, parseOrder, parseOrderPage } from './parse-account.ts';
import { parseCandles, parseTrades, readMarketContents } from './parse-market.ts';
import { parseProducts } from './parse-products.ts';
import { readUserContents } from './parse-user.ts';
import { BTC_USD, contents, idOf, plain, time } from './testing.ts';

const folder = join(referenceFolder(), 'data/venue-payloads/coinbase');
const recorded = (file: string) => readFileSync(join(folder, file), 'utf8');

describe.skipIf(!existsSync(folder))(
  'Recorded messages (found under REFERENCE_DATA, skipped where there are none)',
  () => {
    it('products: steps, minimums, and that BTC-USDC has the book of BTC-USD', () => {
      const { listed, refused } = unwrap(parseProducts(recorded('http_products.json')));
      expect(refused).toEqual([]);
      expect(listed.map(({ symbol, bookSymbol }) => [symbol, bookSymbol])).toEqual([
        ['BTC-USD', 'BTC-USD'],
        ['BTC-USDC', 'BTC-USD'],
      ]);
      expect(plain(listed[0])).toMatchObject({
        status: 'Open',
        terms: {
          tickSize: '0.01',
          stepSize: '0.00000001',
          minQty: '0.00000001',
          maxQty: '3400',
          minNotional: '1',
        },
      });
    });

    it('an order, and a list of them: one for a sum of dollars has no quantity', () => {
      expect(plain(unwrap(parseOrder(recorded('http_order.json'), idOf)))).toEqual({
        orderId: '0000-000000-000000',
        clOrdId: null,
        instrument: 'BTC/USD',
        side: 'Buy',
        ordStatus: 'PartiallyFilled',
        orderQty: '0.001',
        cumQty: '0.001',
        avgPx: '50',
        at: '2021-05-31T10:30:00.000Z',
        text: null,
      });
      const { rows, cursor } = unwrap(parseOrderPage(recorded('http_orders_list.json'), idOf));
      expect(cursor).toBeNull();
      expect(plain(rows)).toMatchObject([
        { instrument: 'BTC/USD', ordStatus: 'New', orderQty: '0.01', avgPx: null },
        { instrument: 'ETH/USD', ordStatus: 'Filled', orderQty: null, cumQty: '0.0325' },
      ]);
    });

    it('balances: what is available and what is held are the whole', () => {
      const { rows } = unwrap(parseBalancePage(recorded('http_accounts.json')));
      expect(plain(rows)).toEqual([
        { asset: 'BTC', total: '1.23956789', held: '0.005' },
        { asset: 'USD', total: '10450.5', held: '450' },
      ]);
    });

    it('trades: a trade at the best ask has a seller who was there first, and a buyer who took', () => {
      const text = recorded('http_ticker.json');
      const { best_ask: ask } = JSON.parse(text) as { best_ask: string };
      const trades = unwrap(parseTrades(text, BTC_USD));
      const last = trades.at(-1);
      expect(last && toText(last.price)).toBe(ask);
      expect(last).toMatchObject({ side: 'Buy', at: '2026-04-07T00:28:58.544Z' });
      expect(trades.map(({ tradeId }) => tradeId)).toEqual(['995098661', '995098662', '995098663']);
    });

    it('candles: oldest first, and the one that still changes is left out', () => {
      const of = { instrument: BTC_USD, interval: '1h' } as const;
      const text = recorded('http_candles.json');
      const closed = time('2024-04-04T02:00:00Z');
      expect(plain(unwrap(parseCandles(text, of, closed)))).toMatchObject([
        { opensAt: '2024-04-04T00:00:00.000Z', open: '65984.18', close: '66314.59' },
        { opensAt: '2024-04-04T01:00:00.000Z', high: '66331.99', volume: '355.82896243' },
      ]);
      const before = fromEpochMs(Date.parse(closed) - 1);
      expect(unwrap(parseCandles(text, of, before))).toHaveLength(1);
    });

    it('a book and its change, and the trades of a stream', () => {
      const snapshot = contents(recorded('ws_l2_data_snapshot.json'));
      expect(snapshot).toMatchObject({ sequence: 0, at: '2026-04-07T14:30:00.123Z' });
      expect(unwrap(readMarketContents(snapshot))).toMatchObject({
        kind: 'Books',
        books: [
          {
            isSnapshot: true,
            symbol: 'BTC-USD',
            // Best last.
            bids: [
              ['68899.00', '2.30000000'],
              ['68899.50', '0.75000000'],
              ['68900.00', '1.50000000'],
            ],
            asks: [
              ['68902.00', '0.80000000'],
              ['68901.50', '1.20000000'],
              ['68901.00', '0.50000000'],
            ],
          },
        ],
      });
      expect(
        unwrap(readMarketContents(contents(recorded('ws_l2_data_update.json')))),
      ).toMatchObject({
        books: [
          {
            isSnapshot: false,
            bids: [['68900.00', '2.00000000']],
            asks: [['68901.00', '0.00000000']],
          },
        ],
      });
      const trades = unwrap(readMarketContents(contents(recorded('ws_market_trades.json'))));
      expect(plain(trades)).toMatchObject({
        trades: [
          { symbol: 'BTC-USD', trade: { tradeId: '995098700', side: 'Sell', price: '68900.5' } },
          { symbol: 'BTC-USD', trade: { tradeId: '995098701', side: 'Buy', quantity: '0.05' } },
        ],
      });
    });

    it('an order of the account’s stream', () => {
      const read = unwrap(readUserContents(contents(recorded('ws_user.json')), idOf));
      expect(plain(read)).toMatchObject({
        kind: 'Orders',
        reports: [{ instrument: 'BTC/USD', ordStatus: 'New', orderQty: '0.001', avgPx: null }],
      });
    });

    it.each(['ws_ticker.json', 'ws_candles.json'])('%s is of no use here, and no error', (file) => {
      expect(unwrap(readMarketContents(contents(recorded(file))))).toEqual({ kind: 'Other' });
    });
  },
);
