import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unwrap } from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { referenceFolder } from '@ultrathink/scripts/reference-data';
import { describe, expect, it } from 'vitest';
import { readAs } from '../common/reading.ts';
import { type Act, verdictOf } from './outcomes.ts';
import {
  ADDED,
  CANCELED,
  readClosedOrders,
  readTrades as readFills,
  readOpenOrders,
} from './parse-account.ts';
import { readListing } from './parse-listings.ts';
import { readPublicFrame, readSystemStatus, readTime, readTrades } from './parse-market.ts';
import { ASSETS, id, listings, shown } from './samples.ts';

describe('recorded messages (found under REFERENCE_DATA, skipped where there are none)', () => {
  const folder = join(referenceFolder(), 'data/venue-payloads/kraken');
  const recorded = (name: string) => readFileSync(join(folder, name), 'utf8');
  const its = it.skipIf(!existsSync(folder));

  its('open orders', () => {
    expect(shown(readOpenOrders(recorded('http_open_orders.json'), listings))).toMatchObject({
      orders: [
        {
          orderId: 'O26VBY-ISGAE-JP5TLU',
          clOrdId: null,
          instrument: 'BTC/USDT',
          side: 'Buy',
          ordStatus: 'New',
          orderQty: '0.5',
          cumQty: '0',
          avgPx: null,
          at: '2023-07-05T19:04:00.864Z',
          text: null,
        },
        { orderId: 'OYEQF4-FDE4C-NMUYUI', instrument: 'ETH/USDT', side: 'Sell' },
      ],
    });
  });

  its('closed orders', () => {
    const read = unwrap(readClosedOrders(recorded('http_closed_orders.json'), listings));
    expect(read.orders[0]).toMatchObject({
      ordStatus: 'Filled',
      at: '2023-07-05T20:46:40.543Z',
      text: 'User requested',
    });
    expect(String(read.orders[0]?.avgPx)).toBe('29500');
  });

  its('trades of our own, whose fee is in quote asset', () => {
    const ours = (orderId: string) => (orderId.startsWith('O26') ? ('our-id' as ClOrdId) : null);
    expect(shown(readFills(recorded('http_trades_history.json'), listings, ours))).toMatchObject({
      fills: [
        {
          execId: 'TCCCTY-WJ6EO-4FP4VZ',
          orderId: 'O26VBY-ISGAE-JP5TLU',
          clOrdId: 'our-id',
          instrument: 'BTC/USDT',
          side: 'Buy',
          lastQty: '0.5',
          lastPx: '29500.5',
          fee: { amount: '23.6', asset: 'USDT' },
          isMaker: true,
          at: '2023-07-05T19:37:20.892Z',
        },
        { execId: 'TDCVFQ-TPEG4-6X7LSZ', clOrdId: null, isMaker: false },
      ],
      count: 2,
    });
  });

  its('trades of everybody', () => {
    const trades = unwrap(readTrades(recorded('http_trades.json'), id('BTC', 'USDT')));
    expect(trades.length).toBeGreaterThan(900);
    expect(JSON.parse(JSON.stringify(trades[0]))).toEqual({
      instrument: 'BTC/USDT',
      tradeId: '10218208',
      price: '105433.6',
      quantity: '0.00027625',
      side: 'Buy',
      at: '2025-11-10T17:23:53.971Z',
    });
  });

  its('an order that was taken, and a cancel', () => {
    const resultOf = (act: Act, name: string) => {
      const verdict = verdictOf(act, { status: 200, headers: {}, body: recorded(name) });
      return verdict.kind === 'Done' ? verdict.result : verdict;
    };
    const added = readAs(ADDED, resultOf('Place', 'http_add_order_spot.json'));
    expect(unwrap(added)).toEqual({ txid: ['OUF4EM-FRGI2-MQMWZD'] });
    const canceled = readAs(CANCELED, resultOf('Cancel', 'http_cancel_order_spot.json'));
    expect(unwrap(canceled)).toEqual({ count: 1 });
  });

  its('pairs of tokens, which are no instruments of ours, are named', () => {
    const read = unwrap(readListing(ASSETS, recorded('http_asset_pairs_tokenized.json')));
    expect(read).toMatchObject({ pairs: [], refused: [{ symbol: 'AAPLxUSD' }] });
  });

  its('time and status', () => {
    expect(unwrap(readTime(recorded('http_server_time.json')))).toBe('2025-11-11T00:17:04.000Z');
    expect(unwrap(readSystemStatus(recorded('http_system_status.json')))).toBe('Open');
  });

  its('frames of trades, bars, pongs and subscriptions', () => {
    expect(shown(readPublicFrame(recorded('ws_trade_update.json')))).toMatchObject({
      kind: 'Trades',
      trades: [
        {
          symbol: 'BTC/USD',
          tradeId: '10218208',
          price: '105944.2',
          quantity: '0.00027625',
          side: 'Buy',
          at: '2023-10-06T17:35:55.440Z',
        },
        { side: 'Sell' },
      ],
    });
    for (const name of ['ws_ohlc_update', 'ws_pong', 'ws_subscribe_response']) {
      expect(unwrap(readPublicFrame(recorded(`${name}.json`)))).toEqual({ kind: 'Nothing' });
    }
  });
});
