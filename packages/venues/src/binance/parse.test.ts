import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromEpochMs, type Result } from '@ultrathink/domain/kernel';
import { type InstrumentId, instrumentOf } from '@ultrathink/domain/market-data';
import { referenceFolder } from '@ultrathink/scripts/reference-data';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseBalances,
  parseFees,
  parseFills,
  parseOrder,
  parseOrders,
  parsePermissions,
  readPlaced,
} from './parse-account.ts';
import { parseInstruments } from './parse-instruments.ts';
import {
  parseDepth,
  parseKlines,
  parseMarketMessage,
  parseTime,
  parseTrades,
} from './parse-market.ts';
import { parseUserEvent, parseUserMessage } from './parse-user.ts';

const now = fromEpochMs(1_795_000_000_000);
const id = (base: string, quote: string) => instrumentOf(base as never, quote as never).id;
const IDS: Readonly<Record<string, InstrumentId>> = {
  BTCUSDT: id('BTC', 'USDT'),
  ETHUSDT: id('ETH', 'USDT'),
  LTCBTC: id('LTC', 'BTC'),
  BNBBTC: id('BNB', 'BTC'),
};
const idOf = (symbol: string) => IDS[symbol];

/** What was read, as it would stand in JSON: decimals as their text. */
function shown(read: Result<unknown, { readonly detail: string }>): unknown {
  if (!read.ok) throw new Error(read.error.detail);
  return JSON.parse(JSON.stringify(read.value));
}

const folder = join(referenceFolder(), 'data/venue-payloads/binance');
const recorded = (name: string) => readFileSync(join(folder, name), 'utf8');
const json = (name: string) => JSON.parse(recorded(name));

describe('a recorded message (found under REFERENCE_DATA, skipped where there are none)', () => {
  const its = it.skipIf(!existsSync(folder));

  its('of an order is that order', () => {
    expect(shown(parseOrder(recorded('order_response.json'), idOf))).toEqual({
      orderId: '1',
      clOrdId: null,
      instrument: 'LTC/BTC',
      side: 'Buy',
      ordStatus: 'New',
      orderQty: '1',
      cumQty: '0',
      avgPx: null,
      at: '2017-07-12T02:41:59.559Z',
      text: null,
    });
    expect(shown(parseOrders(recorded('all_orders_response.json'), idOf))).toHaveLength(1);
  });

  its('of a new order has its fills, each with its price, fee and number', () => {
    const placed = shown(readPlaced(json('new_order_full_response.json'), idOf));
    expect(placed).toMatchObject({
      orderId: '28',
      report: { ordStatus: 'Filled', side: 'Sell', cumQty: '10', avgPx: '1' },
    });
    const { fills } = placed as { fills: object[] };
    expect(fills).toHaveLength(5);
    expect(fills[1]).toEqual({
      execId: 'BTCUSDT-57-28',
      orderId: '28',
      clOrdId: null,
      instrument: 'BTC/USDT',
      side: 'Sell',
      lastQty: '5',
      lastPx: '3999',
      fee: { amount: '19.995', asset: 'USDT' },
      isMaker: false,
      at: '2017-10-11T12:32:56.595Z',
    });
  });

  its('of a cancel names the order by its own id and not by the cancel’s', () => {
    const text = recorded('cancel_order_response.json').replace(
      'myOrder1',
      '01932f4e-0000-7000-8000-000000000001',
    );
    expect(shown(parseOrder(text, idOf))).toMatchObject({
      orderId: '4',
      clOrdId: '01932f4e-0000-7000-8000-000000000001',
      ordStatus: 'Canceled',
    });
  });

  its('of trades, bars, time, balances and fees is read to the last digit', () => {
    expect(shown(parseFills(recorded('account_trades_response.json'), idOf))).toMatchObject([
      {
        execId: 'BNBBTC-28457-100234',
        lastPx: '4.000001',
        lastQty: '12',
        fee: { amount: '10.1', asset: 'BNB' },
        isMaker: false,
      },
    ]);
    expect(shown(parseTrades(recorded('trades_response.json'), id('LTC', 'BTC')))).toMatchObject([
      { tradeId: '28457', price: '4.000001', side: 'Sell' },
    ]);
    const of = { instrument: id('LTC', 'BTC'), interval: '1d' } as const;
    expect(shown(parseKlines(recorded('klines_response.json'), of, now))).toMatchObject([
      { open: '0.0163479', high: '0.8', low: '0.015758', volume: '148976.11427815' },
    ]);
    expect(shown(parseTime(recorded('server_time_response.json')))).toBe(
      new Date(1_499_827_319_559).toISOString(),
    );
    expect(shown(parseBalances(recorded('account_response.json')))).toMatchObject([
      { asset: 'BTC', total: '4723846.89208129', held: '0' },
      { asset: 'LTC', total: '4763368.68006011' },
    ]);
    expect(shown(parseFees(recorded('account_response.json'), [id('BTC', 'USDT')]))).toEqual([
      { instrument: 'BTC/USDT', maker: '0.0015', taker: '0.0015' },
    ]);
  });

  its('of what is listed tells what it can’t read, and names it', () => {
    // This recording has a symbol without a single filter.
    expect(shown(parseInstruments(recorded('exchange_info_response.json')))).toMatchObject({
      listed: [],
      refused: [{ symbol: 'ETHBTC', detail: expect.stringContaining('PRICE_FILTER') }],
    });
  });

  its.each([
    ['execution_report_new.json', [{ kind: 'Order', report: { ordStatus: 'New' } }]],
    ['execution_report_stop_loss.json', [{ kind: 'Order', report: { side: 'Sell' } }]],
    ['execution_report_canceled.json', [{ kind: 'Order', report: { ordStatus: 'Canceled' } }]],
    [
      'execution_report_trade.json',
      [
        {
          kind: 'Fill',
          fill: {
            execId: 'ETHUSDT-98765432-12345678',
            lastQty: '1',
            lastPx: '2500',
            fee: { amount: '0.001', asset: 'ETH' },
            isMaker: true,
          },
        },
        { kind: 'Order', report: { ordStatus: 'Filled', cumQty: '1', avgPx: '2500' } },
      ],
    ],
    [
      'account_position.json',
      [
        { kind: 'Balance', balance: { asset: 'USDT', total: '12500', held: '2500' } },
        { kind: 'Balance', balance: { asset: 'ETH', total: '5', held: '0' } },
      ],
    ],
    ['balance_update.json', []],
  ])('of a user’s stream, %s, is what it reports', (name, reports) => {
    expect(shown(parseUserEvent(json(name), idOf))).toMatchObject({ kind: 'Reports', reports });
  });

  its.each(['balance_update_wrapped.json', 'list_status_wrapped.json'])(
    'of a user’s stream, %s, is understood and says nothing new',
    (name) => {
      expect(shown(parseUserMessage(recorded(name), idOf))).toEqual({
        kind: 'Reports',
        reports: [],
      });
    },
  );

  its('with any of its fields gone or of another type is refused or says no other figure', () => {
    const whole = json('order_response.json') as Record<string, unknown>;
    const needed = ['symbol', 'orderId', 'clientOrderId', 'origQty', 'executedQty'];
    for (const name of [...needed, 'cummulativeQuoteQty', 'status', 'side']) {
      for (const value of [undefined, null, 1.5, '', {}, [], true, 'x', '1e3', -1, '-', '-1']) {
        // An id may be any text, and a sum below zero says that it is not there.
        if (name === 'clientOrderId' && typeof value === 'string') continue;
        if (name === 'cummulativeQuoteQty' && value === '-1') continue;
        const text = JSON.stringify({ ...whole, [name]: value });
        expect(parseOrder(text, idOf).ok, `${name}: ${JSON.stringify(value)}`).toBe(false);
      }
    }
  });
});

const ANY = [
  (text: string) => parseTime(text),
  (text: string) => parseInstruments(text),
  (text: string) => parseDepth(text, now),
  (text: string) => parseMarketMessage(text),
  (text: string) => parseTrades(text, id('LTC', 'BTC')),
  (text: string) => parseKlines(text, { instrument: id('LTC', 'BTC'), interval: '1m' }, now),
  (text: string) => parseOrder(text, idOf),
  (text: string) => parseOrders(text, idOf),
  (text: string) => parseFills(text, idOf),
  (text: string) => parseBalances(text),
  (text: string) => parseFees(text, []),
  (text: string) => parsePermissions(text),
  (text: string) => parseUserMessage(text, idOf),
];

describe('whatever comes', () => {
  it('is read or refused, and throws nothing', () => {
    const anything = fc.oneof(fc.string(), fc.json(), fc.constant('{"half":'), mixed());
    fc.assert(
      fc.property(anything, (text) => {
        for (const parse of ANY) expect(typeof parse(text).ok).toBe('boolean');
      }),
    );
  });

  it('of a figure that is a JSON number is refused, because it was a float', () => {
    const depth = { lastUpdateId: 1, bids: [[100.1, '1']], asks: [] };
    expect(parseDepth(JSON.stringify(depth), now).ok).toBe(false);
    const account = { balances: [{ asset: 'BTC', free: 1, locked: '0' }] };
    expect(parseBalances(JSON.stringify(account)).ok).toBe(false);
  });

  it('of a book with more levels than any book has is refused', () => {
    const bids = Array.from({ length: 5001 }, () => ['1', '1']);
    expect(parseDepth(JSON.stringify({ lastUpdateId: 1, bids, asks: [] }), now).ok).toBe(false);
  });

  it('of an event of a kind that nobody knows is refused, so that it is noticed', () => {
    const text = JSON.stringify({ subscriptionId: 0, event: { e: 'somethingOfTomorrow' } });
    expect(parseUserMessage(text, idOf).ok).toBe(false);
  });

  it('of an order in an instrument that is not listed is refused, and takes its list with it', () => {
    const order = {
      symbol: 'NEWUSDT',
      orderId: 1,
      clientOrderId: 'x',
      origQty: '1',
      executedQty: '0',
      cummulativeQuoteQty: '0',
      status: 'NEW',
      side: 'BUY',
    };
    const list = [{ ...order, symbol: 'BTCUSDT' }, order];
    expect(parseOrders(JSON.stringify(list.slice(0, 1)), idOf).ok).toBe(true);
    expect(parseOrders(JSON.stringify(list), idOf).ok).toBe(false);
  });
});

/** Objects of the right names with values of any kind. */
function mixed(): fc.Arbitrary<string> {
  const names = ['symbol', 'symbols', 'balances', 'event', 'e', 's', 'U', 'u', 'b', 'a', 'bids'];
  const value = fc.oneof(fc.jsonValue(), fc.constant('executionReport'), fc.integer());
  return fc.dictionary(fc.constantFrom(...names), value).map((one) => JSON.stringify(one));
}
