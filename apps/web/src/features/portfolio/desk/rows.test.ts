import { type Decimal, decimal, fromEpochMs } from '@ultrathink/domain/kernel';
import type { Quote } from '@ultrathink/domain/market-data';
import { describe, expect, it } from 'vitest';
import { type Marks, marksOf } from './marks.ts';
import type { FundsRow, InstrumentRow, PositionRow } from './model.ts';
import { closeHref, deskRows, hedgeHref, totalsOf } from './rows.ts';

const position = (account: string, instrument: string, change: Partial<PositionRow> = {}) =>
  ({
    ...{ account, client: 'c', instrument, method: 'Fifo', quantity: '2', cost: '200', lots: 1 },
    ...{ realised: '10', feesApart: '0', cash: '-190' },
    ...change,
  }) as PositionRow;

const RATES: Readonly<Record<string, Decimal>> = {
  BTC: decimal('110'),
  USDT: decimal('1'),
  USD: decimal('1'),
};
const marks: Marks = {
  priceOf: () => ({ mid: '110', ageMs: 200, isGood: true }),
  rateOf: (asset) => RATES[asset] ?? null,
};

describe('positions of the desk', () => {
  const rows = [
    position('a', 'BTC/USDT'),
    position('b', 'BTC/USD', { quantity: '-1', cost: '105', realised: '0' }),
  ];

  it('have average cost, value and gains, of long and of short ones', () => {
    const [long, short] = deskRows('position', rows, [], marks);
    expect([long?.averageCost, long?.value, long?.unrealised]).toEqual(['100', '220', '20']);
    expect([short?.averageCost, short?.value, short?.unrealised]).toEqual(['105', '-110', '-5']);
  });

  it('add up by asset and by account, and in all', () => {
    const [btc] = deskRows('asset', rows, [], marks);
    expect([btc?.asset, btc?.quantity, btc?.value, btc?.unrealised]).toEqual([
      'BTC',
      '1',
      '110',
      '15',
    ]);
    expect(
      deskRows('account', rows, [], marks).map(({ account, realised }) => [account, realised]),
    ).toEqual([
      ['a', '10'],
      ['b', '0'],
    ]);
    expect(totalsOf(rows, marks)).toEqual({
      ...{ gross: '330', net: '110', unrealised: '15', realised: '10', unpriced: 0, open: 2 },
    });
  });

  it('without a price are not known, and neither is a sum that they are in', () => {
    const unknown = [...rows, position('a', 'XYZ/USDT')];
    expect(deskRows('position', unknown, [], marks).at(-1)).toMatchObject({
      ...{ value: null, unrealised: null, realised: '10', unpriced: 1 },
    });
    expect(totalsOf(unknown, marks)).toMatchObject({ gross: null, unrealised: null, unpriced: 1 });
    expect(totalsOf(unknown, marks).realised).toBe('20');
  });

  it('at venues are what is held there, of what is traded, without gains', () => {
    const funds = (venue: string | null, asset: string, balance: string) =>
      ({ venue, asset, balance, account: 'a', held: '0' }) as FundsRow;
    const held = [
      funds('kraken', 'BTC', '1.5'),
      funds('kraken', 'BTC', '0.5'),
      funds('kraken', 'USDT', '9'),
    ];
    expect(deskRows('venue', rows, held, marks)).toMatchObject([
      {
        venue: 'kraken',
        asset: 'BTC',
        quantity: '2',
        value: '220',
        unrealised: null,
        realised: null,
      },
    ]);
  });

  it('are closed by a reduce-only order the other way, and hedged in another pair of the asset', () => {
    const [long, short] = deskRows('position', rows, [], marks);
    if (long === undefined || short === undefined) throw new Error('No rows.');
    expect(closeHref(long)).toBe(
      '/desk/markets?instrument=BTC%2FUSDT&side=Sell&qty=2&account=a&reduceOnly=1',
    );
    expect(closeHref(short)).toContain('side=Buy&qty=1');
    expect(hedgeHref(long, ['BTC/USDT', 'BTC/USD'])).toBe(
      '/desk/markets?instrument=BTC%2FUSD&side=Sell&qty=2&account=a',
    );
    expect([
      hedgeHref(long, ['BTC/USDT', 'ETH/USD']),
      closeHref({ ...long, quantity: '0' }),
    ]).toEqual([null, null]);
  });
});

describe('prices of the desk', () => {
  const at = fromEpochMs(1_795_262_400_000);
  const quote: Quote = {
    ...{ instrument: 'BTC/USD', at, mid: '100', spread: '2', spreadBps: '200', last: null },
    ...{ minute: null, day: null },
    bid: { venue: 'kraken', price: '99', quantity: '1' },
    ask: { venue: 'kraken', price: '101', quantity: '1' },
    venues: [{ venue: 'kraken', bid: null, ask: null, ageMs: 300, excluded: null }],
  };
  const rows = [{ instrument: 'BTC/USD', venues: [], quote }] as unknown as InstrumentRow[];
  const marked = (afterMs: number) =>
    marksOf(rows, new Map(), { money: 'USD', at: fromEpochMs(1_795_262_400_000 + afterMs) });

  it('value while they are young; later they are shown with their age and value nothing', () => {
    expect(marked(1_000).priceOf('BTC/USD')).toEqual({ mid: '100', ageMs: 1_300, isGood: true });
    expect(String(marked(1_000).rateOf('BTC'))).toBe('100');
    expect(marked(9_000).priceOf('BTC/USD')).toEqual({ mid: '100', ageMs: 9_300, isGood: false });
    expect(marked(9_000).rateOf('BTC')).toBeNull();
    expect([marked(0).priceOf('ETH/USD'), marked(0).rateOf('ETH')]).toEqual([null, null]);
  });
});
