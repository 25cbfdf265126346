import { fromEpochMs, toText, unwrap } from '@ultrathink/domain/kernel';
import { describe, expect, it } from 'vitest';
import {
  parseBalancePage,
  parseFees,
  parseFillPage,
  parseOrder,
  parseOrderPage,
  parsePermissions,
  sumBalances,
} from './parse-account.ts';
import { parseTime } from './parse-market.ts';
import { parseProducts } from './parse-products.ts';
import { BTC_USD, idOf, OWN, plain } from './testing.ts';

const product = (changes: Record<string, unknown> = {}) => ({
  product_id: 'BTC-USD',
  product_type: 'SPOT',
  base_currency_id: 'BTC',
  quote_currency_id: 'USD',
  price_increment: '0.01',
  base_increment: '0.00000001',
  base_min_size: '0.00000001',
  base_max_size: '3400',
  quote_min_size: '1',
  status: 'online',
  is_disabled: false,
  trading_disabled: false,
  cancel_only: false,
  post_only: false,
  limit_only: false,
  auction_mode: false,
  view_only: false,
  alias: '',
  ...changes,
});
const list = (...products: unknown[]) => JSON.stringify({ products });

describe('What may be done in a product', () => {
  it.each([
    [{}, 'Open'],
    [{ status: '' }, 'Open'],
    [{ post_only: true }, 'PostOnly'],
    [{ limit_only: true }, 'Open'],
    [{ cancel_only: true }, 'CancelOnly'],
    [{ cancel_only: true, post_only: true }, 'CancelOnly'],
    [{ auction_mode: true }, 'CancelOnly'],
    [{ trading_disabled: true }, 'Closed'],
    [{ is_disabled: true, cancel_only: true }, 'Closed'],
    [{ view_only: true }, 'Closed'],
    [{ status: 'offline' }, 'Closed'],
    [{ status: 'delisted' }, 'Closed'],
    [{ status: 'a word of tomorrow' }, 'Closed'],
  ])('%j is %s', (changes, status) => {
    expect(unwrap(parseProducts(list(product(changes)))).listed[0]?.status).toBe(status);
  });

  it('where only limit orders are taken there is no market order', () => {
    const can = (changes: object) =>
      unwrap(parseProducts(list(product({ ...changes })))).listed[0]?.can.ordTypes.Market;
    expect(can({})).toEqual(['ImmediateOrCancel']);
    expect(can({ limit_only: true })).toBeUndefined();
  });

  it('one that can’t be read is named and takes none of the others with it', () => {
    const read = unwrap(
      parseProducts(
        list(
          product(),
          product({ product_id: 'ETH-USD', base_currency_id: 'ETH', price_increment: '' }),
          product({ product_id: 'BIT-28JUL23-CDE', product_type: 'FUTURE' }),
          product({ product_id: 'x-USD', base_currency_id: 'x' }),
        ),
      ),
    );
    expect(read.listed.map(({ symbol }) => symbol)).toEqual(['BTC-USD']);
    expect(read.refused.map(({ symbol }) => symbol)).toEqual([
      'ETH-USD',
      'BIT-28JUL23-CDE',
      'x-USD',
    ]);
    // Its orders are still known by their instrument.
    expect(read.ids.get('ETH-USD')).toBe('ETH/USD');
  });
});

const order = (changes: Record<string, unknown> = {}) => ({
  order_id: 'venue-1',
  product_id: 'BTC-USD',
  client_order_id: OWN,
  side: 'SELL',
  status: 'OPEN',
  order_configuration: { limit_limit_gtc: { base_size: '0.5', limit_price: '1' } },
  filled_size: '0',
  average_filled_price: '0',
  pending_cancel: false,
  created_time: '2026-11-21T10:00:00.123456789Z',
  last_fill_time: null,
  product_type: 'SPOT',
  ...changes,
});
const one = (changes: Record<string, unknown> = {}) =>
  plain(unwrap(parseOrder(JSON.stringify({ order: order(changes) }), idOf)));

describe('An order', () => {
  it.each([
    [{}, 'New'],
    [{ status: 'PENDING' }, 'New'],
    [{ status: 'QUEUED' }, 'New'],
    [{ status: 'EDIT_QUEUED' }, 'New'],
    [{ filled_size: '0.1' }, 'PartiallyFilled'],
    [{ pending_cancel: true }, 'PendingCancel'],
    [{ status: 'CANCEL_QUEUED' }, 'PendingCancel'],
    [{ status: 'FILLED', filled_size: '0.5' }, 'Filled'],
    [{ status: 'CANCELLED', filled_size: '0.1', pending_cancel: true }, 'Canceled'],
    [{ status: 'EXPIRED' }, 'Expired'],
    [{ status: 'FAILED' }, 'Rejected'],
  ])('%j is %s', (changes, ordStatus) => {
    expect(one(changes)).toMatchObject({ ordStatus, clOrdId: OWN, side: 'Sell' });
  });

  it('is as old as the last that is told of it, and says why it ended in the venue’s words', () => {
    expect(one()).toMatchObject({ at: '2026-11-21T10:00:00.123Z', text: null });
    const changes = {
      last_fill_time: '2026-11-21T10:00:01Z',
      last_update_time: '2026-11-21T10:00:02Z',
      cancel_message: '',
      reject_reason: 'TOO_MANY_OPEN_ORDERS',
    };
    expect(one(changes)).toMatchObject({
      at: '2026-11-21T10:00:02.000Z',
      text: 'TOO_MANY_OPEN_ORDERS',
    });
    expect(one({ reject_reason: 'REJECT_REASON_UNSPECIFIED' })).toMatchObject({ text: null });
  });

  it('that can’t be read makes its whole page no answer; one of futures is none of ours', () => {
    const page = (...orders: unknown[]) =>
      parseOrderPage(JSON.stringify({ orders, has_next: false, cursor: '' }), idOf);
    expect(page(order(), order({ status: 'UNKNOWN_ORDER_STATUS' })).ok).toBe(false);
    expect(page(order(), order({ product_id: 'NEW-USD' })).ok).toBe(false);
    expect(page(order(), order({ filled_size: 1 })).ok).toBe(false);
    expect(unwrap(page(order(), order({ product_type: 'FUTURE', status: '?' }))).rows).toHaveLength(
      1,
    );
  });

  it('a page that promises another one and names none is no answer', () => {
    const body = { orders: [], has_next: true, cursor: '' };
    expect(parseOrderPage(JSON.stringify(body), idOf).ok).toBe(false);
  });
});

const fill = (changes: Record<string, unknown> = {}) => ({
  entry_id: 'entry-1',
  trade_id: '1',
  order_id: 'venue-1',
  trade_time: '2026-11-21T10:00:00.987654Z',
  trade_type: 'FILL',
  price: '50000',
  size: '0.01',
  commission: '2.5',
  product_id: 'BTC-USD',
  liquidity_indicator: 'MAKER',
  size_in_quote: false,
  side: 'BUY',
  ...changes,
});
const fills = (...rows: unknown[]) =>
  parseFillPage(JSON.stringify({ fills: rows, cursor: '' }), idOf);

describe('A fill', () => {
  it('has its own id, its fee in quote asset, and whether it made or took', () => {
    expect(plain(unwrap(fills(fill())).rows)).toEqual([
      {
        execId: 'entry-1',
        orderId: 'venue-1',
        clOrdId: null,
        instrument: 'BTC/USD',
        side: 'Buy',
        lastQty: '0.01',
        lastPx: '50000',
        fee: { amount: '2.5', asset: 'USD' },
        isMaker: true,
        at: '2026-11-21T10:00:00.987Z',
      },
    ]);
    const [taken, unknown] = unwrap(
      fills(
        fill({ liquidity_indicator: 'TAKER' }),
        fill({ liquidity_indicator: 'UNKNOWN_LIQUIDITY_INDICATOR' }),
      ),
    ).rows;
    expect([taken?.isMaker, unknown?.isMaker]).toEqual([false, null]);
  });

  it('of an order for a sum of dollars is told in dollars, and is of so much bitcoin', () => {
    const [row] = unwrap(fills(fill({ size: '100', size_in_quote: true }))).rows;
    expect(row && toText(row.lastQty)).toBe('0.002');
  });

  it.each(['REVERSAL', 'CORRECTION', 'SYNTHETIC', ''])('%s is none', (trade_type) => {
    expect(fills(fill(), fill({ trade_type })).ok).toBe(false);
  });

  it.each([
    { price: 50_000 },
    { size: '-1' },
    { entry_id: '' },
    { side: 'buy' },
    { trade_time: '' },
  ])('with %j makes its page no answer', (changes) => {
    expect(fills(fill(changes)).ok).toBe(false);
  });
});

describe('An account', () => {
  it('of one asset in two places is one balance', () => {
    const row = (value: string, hold: string) => ({
      currency: 'BTC',
      available_balance: { value },
      hold: { value: hold },
    });
    const accounts = [row('1', '0.5'), row('2', '0'), { ...row('0', '0'), currency: '?' }];
    const { rows } = unwrap(parseBalancePage(JSON.stringify({ accounts, has_next: false })));
    expect(plain(sumBalances(rows))).toEqual([{ asset: 'BTC', total: '3.5', held: '0.5' }]);
  });

  it('pays by its tier', () => {
    const body = { fee_tier: { maker_fee_rate: '0.0040', taker_fee_rate: '0.006' } };
    expect(unwrap(parseFees(JSON.stringify(body), [BTC_USD]))).toEqual([
      { instrument: BTC_USD, maker: '0.004', taker: '0.006' },
    ]);
  });

  it('has a key that may move money away when it may transfer; its addresses are not told', () => {
    const body = { can_view: true, can_trade: true, can_transfer: true };
    expect(unwrap(parsePermissions(JSON.stringify(body)))).toEqual({
      mayRead: true,
      mayTrade: true,
      mayWithdraw: true,
      isAddressBound: null,
      expiresAt: null,
    });
    expect(parsePermissions('{"can_view":true,"can_trade":true}').ok).toBe(false);
  });

  it('reads the venue’s clock to the millisecond', () => {
    expect(unwrap(parseTime('{"iso":"","epochSeconds":"1","epochMillis":"1795000000123"}'))).toBe(
      fromEpochMs(1_795_000_000_123),
    );
    expect(parseTime('{"epochMillis":1795000000123}').ok).toBe(false);
  });
});
