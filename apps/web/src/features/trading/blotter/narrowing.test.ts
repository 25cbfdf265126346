import { expect, it } from 'vitest';
import { narrowingOf } from './narrowing.ts';

const known = {
  clients: new Map([
    ['c1', 'Northgate Pension Trust'],
    ['c2', 'Halden Capital Partners'],
  ]),
  accounts: new Map([
    ['a1', 'General'],
    ['a2', 'General'],
    ['a3', 'Treasury'],
  ]),
  instruments: ['BTC/USDT', 'ETH/USDT', 'BTC/USD'],
  venues: new Map([['kraken', 'Kraken']]),
};
const NOTHING = {
  ...{ clients: null, accounts: null, instruments: null, venues: null, statuses: null },
  ...{ side: null, from: null, until: null },
};

it('without filters nothing is narrowed', () => {
  expect(narrowingOf({}, known)).toEqual(NOTHING);
});

it('words that are shown become the ids behind them, all that bear the word', () => {
  const filters = {
    client: { kind: 'has', text: 'north' },
    account: { kind: 'in', values: ['General'] },
    instrument: { kind: 'has', text: 'btc' },
    venue: { kind: 'in', values: ['Kraken'] },
  } as const;
  expect(narrowingOf(filters, known)).toEqual({
    ...NOTHING,
    ...{ clients: ['c1'], accounts: ['a1', 'a2'], instruments: ['BTC/USDT', 'BTC/USD'] },
    venues: ['kraken'],
  });
});

it('a word that nobody bears narrows to nothing, and is not left out', () => {
  const filters = { client: { kind: 'has', text: 'nobody' } } as const;
  expect(narrowingOf(filters, known).clients).toEqual([]);
});

it('statuses are sent where all of them are one; a side where it is one', () => {
  const of = (...values: string[]) =>
    narrowingOf({ status: { kind: 'in', values }, side: { kind: 'in', values: ['Buy'] } }, known);
  expect(of('New', 'Filled')).toMatchObject({ statuses: ['New', 'Filled'], side: 'Buy' });
  expect(of('New', 'Unconfirmed').statuses).toBeNull();
});

it('a span of time is sent in UTC; what is no time is left to the table', () => {
  const span = (from: string | null, to: string | null) =>
    narrowingOf({ time: { kind: 'range', from, to } }, known);
  expect(span('2026-11-21T10:00:00+01:00', null)).toMatchObject({
    from: '2026-11-21T09:00:00.000Z',
    until: null,
  });
  expect(span('yesterday', null).from).toBeNull();
});
