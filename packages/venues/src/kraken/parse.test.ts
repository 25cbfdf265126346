import { unwrap } from '@ultrathink/domain/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf } from './fields.ts';
import { assetOfShortName, Listings, streamSymbol } from './listings.ts';
import {
  oldestFirst,
  readBalances,
  readClosedOrders,
  readFees,
  readTrades as readFills,
  readOpenOrders,
  readPermissions,
  readToken,
} from './parse-account.ts';
import { readPrivateFrame } from './parse-executions.ts';
import { readListing } from './parse-listings.ts';
import {
  readBars,
  readPublicFrame,
  readSystemStatus,
  readTime,
  readTrades,
} from './parse-market.ts';
import { answer, id, listing, listings, NOW, PAIRS, pair, shown } from './samples.ts';

describe('names', () => {
  it('of one pair are four, and all of them mean the instrument', () => {
    for (const name of ['XXBTZEUR', 'XBTEUR', 'XBT/EUR', 'BTC/EUR']) {
      expect(listings.idOf(name)).toBe('BTC/EUR');
    }
    expect(listings.idOf('XDGEUR')).toBe('DOGE/EUR');
    expect(listings.idOf('BTCEUR')).toBeUndefined();
    expect(streamSymbol('XDG/XBT')).toBe('DOGE/BTC');
  });

  it('of a coin that means another one elsewhere are the elsewhere’s', () => {
    expect(listings.idOf('LUNAEUR')).toBe('LUNC/EUR');
    expect(['XBT', 'XDG', 'BTC', 'LUNA2'].map(assetOfShortName)).toEqual([
      'BTC',
      'DOGE',
      'BTC',
      'LUNA',
    ]);
    expect(assetOfShortName('AAPLx')).toBeNull();
  });
});

describe('instruments', () => {
  it('have their steps, minimums and what may be done in them', () => {
    const found = listings.find(id('BTC', 'EUR'));
    expect(JSON.parse(JSON.stringify(found))).toMatchObject({
      venue: 'kraken',
      symbol: 'XBTEUR',
      streamSymbol: 'BTC/EUR',
      terms: {
        tickSize: '0.1',
        stepSize: '0.00000001',
        minQty: '0.0001',
        maxQty: null,
        minNotional: '0.5',
      },
      status: 'Open',
    });
    expect(listings.find(id('ETH', 'USDT'))?.status).toBe('CancelOnly');
    expect(listings.find(id('DOGE', 'EUR'))?.terms.minNotional).toBeNull();
  });

  it('whose figures cannot be read are named, left out, and still known by name', () => {
    const { pairs, refused, ids } = listing({
      ...PAIRS,
      XETHZEUR: pair('XETH', 'ZEUR', 'ETHEUR', 'ETH/EUR', { tick_size: '0' }),
      'XBTEUR.d': { ...pair('XXBT', 'ZEUR', 'XBTEUR.d', ''), wsname: undefined },
      AAPLxUSD: pair('AAPLx', 'ZUSD', 'AAPLxUSD', 'AAPLx/USD'),
      BROKEN: 'no pair',
    });
    expect(pairs).toHaveLength(Object.keys(PAIRS).length);
    expect(refused.map(({ symbol }) => symbol)).toEqual([
      'ETHEUR',
      'XBTEUR.d',
      'AAPLxUSD',
      'BROKEN',
    ]);
    expect(ids.get('ETHEUR')).toBe('ETH/EUR');
  });

  it('have the stricter of their own status and the system’s, and tell when it changes', () => {
    const own = new Listings();
    own.replace(listing(), 'Open', NOW);
    const told: (readonly [string, string])[] = [];
    const stop = own.onStatus((instrument, status) => told.push([instrument, status]));
    own.setPair(id('BTC', 'EUR'), 'PostOnly');
    own.setPair(id('BTC', 'EUR'), 'PostOnly');
    own.setSystem('CancelOnly');
    expect(own.find(id('BTC', 'EUR'))?.status).toBe('CancelOnly');
    own.setSystem('Open');
    expect(told).toContainEqual(['BTC/EUR', 'PostOnly']);
    expect(told.filter(([instrument]) => instrument === 'BTC/EUR')).toHaveLength(3);
    expect(told).not.toContainEqual(['ETH/USDT', 'Open']);
    // What is listed no more is closed.
    own.replace(listing({ XXBTZEUR: PAIRS.XXBTZEUR }), 'Open', NOW);
    expect(told).toContainEqual(['LUNC/EUR', 'Closed']);
    stop();
    own.setSystem('Closed');
    expect(told.at(-1)).not.toEqual(['BTC/EUR', 'Closed']);
  });
});

describe('the account', () => {
  it('balances: what trades as an asset is that asset, what is bonded is left out', () => {
    const body = answer({
      XXBT: { balance: '1.5000000000', hold_trade: '0.2500000000' },
      'XXBT.F': { balance: '0.5000000000', hold_trade: '0.0000000000' },
      'ETH2.S': { balance: '7.0', hold_trade: '0' },
      ZEUR: { balance: '100.0000', hold_trade: '5.0000' },
      GONE: { balance: '0.0000', hold_trade: '0' },
    });
    expect(shown(readBalances(body, listings))).toEqual([
      { asset: 'BTC', total: '2', held: '0.25' },
      { asset: 'EUR', total: '100', held: '5' },
    ]);
    const unknown = answer({ NEWCOIN: { balance: '1' } });
    expect(readBalances(unknown, listings)).toMatchObject({ ok: false });
  });

  it('fees: percent as shares, and one rate where there is no maker’s', () => {
    const body = answer({
      currency: 'ZUSD',
      volume: '0.0000',
      fees: { XXBTZEUR: { fee: '0.4000' }, XBTUSDT: { fee: '0.2' } },
      fees_maker: { XXBTZEUR: { fee: '-0.0200' } },
    });
    expect(unwrap(readFees(body, listings))).toEqual([
      { instrument: 'BTC/EUR', maker: '-0.0002', taker: '0.004' },
      { instrument: 'BTC/USDT', maker: '0.002', taker: '0.002' },
    ]);
  });

  it('fills of one moment have one order', () => {
    const fills = unwrap(
      readFills(
        answer({
          trades: {
            TB: fillRow('1688585840.8921'),
            TA: fillRow('1688585840.8921'),
            TC: fillRow('1688585840.8'),
          },
          count: 3,
        }),
        listings,
        () => null,
      ),
    ).fills;
    expect(oldestFirst(fills).map(({ execId }) => execId)).toEqual(['TC', 'TA', 'TB']);
  });

  it('a token is read, and an error is none', () => {
    expect(unwrap(readToken(answer({ token: 'abc', expires: 900 })))).toBe('abc');
    const refused = readToken('{"error":["EGeneral:Permission denied"]}');
    expect(refused).toMatchObject({ ok: false, error: { detail: 'EGeneral:Permission denied' } });
  });
});

const fillRow = (time: string) => ({
  ordertxid: 'O1',
  pair: 'XBTUSDT',
  time,
  type: 'buy',
  price: '1',
  fee: '0',
  vol: '1',
  maker: true,
});

describe('rights of a key', () => {
  /** The example of the vendor's page "Get API Key Info". */
  const EXAMPLE = {
    apiKeyName: 'my-api-key',
    nonce: '1772627060997',
    nonceWindow: 0,
    permissions: ['query-funds', 'withdraw-funds', 'query-open-trades', 'modify-trades'],
    validUntil: '0',
    ipAllowlist: [],
    lastUsed: '1772627061',
  };
  const rights = (...permissions: string[]) =>
    unwrap(readPermissions(answer({ ...EXAMPLE, permissions })));

  it('of the vendor’s example: it may withdraw, and comes from anywhere', () => {
    expect(unwrap(readPermissions(answer(EXAMPLE)))).toEqual({
      mayRead: false,
      mayTrade: true,
      mayWithdraw: true,
      isAddressBound: false,
      expiresAt: null,
    });
  });

  it('to withdraw are those that are named, and whatever has a name we do not know', () => {
    for (const right of ['withdraw-funds', 'add-withdraw-address', 'update-withdraw-address']) {
      expect(rights('query-funds', right).mayWithdraw, right).toBe(true);
    }
    expect(rights('send-everything').mayWithdraw).toBe(true);
    for (const right of ['add-funds', 'earn-funds', 'export-data', 'create-ws-token']) {
      expect(rights(right).mayWithdraw, right).toBe(false);
    }
  });

  it('end when the key does, and are bound to addresses', () => {
    const body = answer({ ...EXAMPLE, validUntil: '1795000000', ipAllowlist: ['192.0.2.1/32'] });
    expect(unwrap(readPermissions(body))).toMatchObject({
      expiresAt: '2026-11-18T11:06:40.000Z',
      isAddressBound: true,
    });
    expect(readPermissions(answer({})).ok).toBe(false);
  });
});

describe('bars', () => {
  const row = (seconds: number, close: string) => [seconds, '2', '5', '1', close, '2', '0.5', 3];
  const HOUR = 3_600;
  const hours = (from: number, count: number) =>
    Array.from({ length: count }, (_, n) => row(from + n * HOUR, String(2 + (n % 3))));
  const sixth = 1_795_003_200 - (1_795_003_200 % (6 * HOUR));

  it('are closed: the last row is still open', () => {
    const body = answer({ XXBTZEUR: [row(60, '2'), row(120, '3')], last: 60 });
    expect(shown(readBars(body, id('BTC', 'EUR'), '1m'))).toEqual([
      {
        instrument: 'BTC/EUR',
        interval: '1m',
        opensAt: '1970-01-01T00:01:00.000Z',
        open: '2',
        high: '5',
        low: '1',
        close: '2',
        volume: '0.5',
      },
    ]);
  });

  it('of six hours are made of six whole hours, and of nothing less', () => {
    const rows = hours(sixth - 2 * HOUR, 15);
    const bars = unwrap(readBars(answer({ XBT: rows, last: 0 }), id('BTC', 'EUR'), '6h'));
    expect(bars.map(({ opensAt }) => Date.parse(opensAt) / 1000)).toEqual([
      sixth,
      sixth + 6 * HOUR,
    ]);
    expect(JSON.parse(JSON.stringify(bars[0]))).toMatchObject({ volume: '3', high: '5', low: '1' });
    const holed = rows.filter((_, n) => n !== 4);
    const rest = unwrap(readBars(answer({ XBT: holed, last: 0 }), id('BTC', 'EUR'), '6h'));
    expect(rest).toHaveLength(1);
  });
});

describe('what is not as documented', () => {
  it('is refused or passed over by every reader, and throws in none', () => {
    const readers: ((text: string) => unknown)[] = [
      (text) => readListing(text, text),
      (text) => readOpenOrders(text, listings),
      (text) => readClosedOrders(text, listings),
      (text) => readFills(text, listings, () => null),
      (text) => readBalances(text, listings),
      (text) => readFees(text, listings),
      readPermissions,
      readToken,
      readTime,
      readSystemStatus,
      (text) => readTrades(text, id('BTC', 'EUR')),
      (text) => readBars(text, id('BTC', 'EUR'), '6h'),
      readPublicFrame,
      readPrivateFrame,
    ];
    const channels = ['book', 'trade', 'status', 'instrument', 'executions', 'balances', 'x'];
    const texts = fc.oneof(
      fc.string(),
      fc.json(),
      fc.jsonValue().map(answer),
      fc
        .tuple(fc.constantFrom(...channels), fc.jsonValue())
        .map(([channel, data]) => JSON.stringify({ channel, type: 'update', data, sequence: 1 })),
    );
    fc.assert(
      fc.property(texts, fc.constantFrom(...readers), (text, read) => {
        expect(read(text)).toHaveProperty('ok');
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('frames of the streams', () => {
  it('statuses of the system and of pairs', () => {
    const status = '{"channel":"status","type":"update","data":[{"system":"maintenance"}]}';
    expect(unwrap(readPublicFrame(status))).toEqual({ kind: 'System', status: 'Closed' });
    const pairs =
      '{"channel":"instrument","type":"update","data":{"assets":[],"pairs":[' +
      '{"symbol":"BTC/USD","status":"post_only","qty_increment":1e-08}]}}';
    expect(unwrap(readPublicFrame(pairs))).toEqual({
      kind: 'Pairs',
      pairs: [{ symbol: 'BTC/USD', status: 'PostOnly' }],
    });
  });

  it('a refused subscription is told in the venue’s words', () => {
    const text = '{"error":"Currency pair not supported","method":"subscribe","success":false}';
    expect(unwrap(readPublicFrame(text))).toEqual({
      kind: 'Refused',
      detail: 'Currency pair not supported',
    });
  });
});

describe('times', () => {
  it('are read to the millisecond, with any number of digits', () => {
    expect(instantOf('2023-10-06T17:35:55.440295Z')).toBe('2023-10-06T17:35:55.440Z');
    expect(instantOf('2023-10-04T16:25:00.000000000Z')).toBe('2023-10-04T16:25:00.000Z');
    expect(instantOf('2023-10-06T17:35:55.4Z')).toBe('2023-10-06T17:35:55.400Z');
    expect(instantOf('2023-10-06T17:35:55Z')).toBe('2023-10-06T17:35:55.000Z');
    for (const text of ['', '2023-10-06', '2023-10-06T17:35:55.440', '2023-13-06T17:35:55Z']) {
      expect(instantOf(text), text).toBeUndefined();
    }
  });
});
