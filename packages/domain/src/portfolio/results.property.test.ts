import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  add,
  type Decimal,
  decimal,
  fromUnits,
  multiply,
  subtract,
  sum,
  ZERO,
} from '../kernel/index.ts';
import { gainsByDay, type TradingDay, worthByDay } from './results.ts';

const ASSETS = ['BTC', 'USDT'] as const;
const amount = fc
  .bigInt({ min: -(10n ** 12n), max: 10n ** 12n })
  .map((units) => fromUnits(units, 6));
const price = fc.bigInt({ min: 1n, max: 10n ** 9n }).map((units) => fromUnits(units, 4));
const perAsset = (value: fc.Arbitrary<Decimal>) =>
  fc
    .tuple(value, value)
    .map((values) => new Map(ASSETS.map((asset, at) => [asset, values[at] ?? ZERO])));
const days = fc
  .array(fc.record({ flows: perAsset(amount), rates: perAsset(price) }), {
    minLength: 1,
    maxLength: 30,
  })
  .map((all): TradingDay[] => all.map((day, n) => ({ ...day, day: `day ${n}` })));

const total = (all: readonly TradingDay[]) =>
  new Map(ASSETS.map((asset) => [asset, sum(all.map(({ flows }) => flows.get(asset) ?? ZERO))]));
const worthOfAll = (amounts: ReadonlyMap<string, Decimal>, rates: ReadonlyMap<string, Decimal>) =>
  [...amounts].reduce<Decimal>(
    (value, [asset, held]) => add(value, multiply(held, rates.get(asset) ?? ZERO)),
    ZERO,
  );

it('gains of days add up to what is there at the end less what was there at the beginning', () => {
  fc.assert(
    fc.property(days, (all) => {
      const [first, last] = [all[0], all.at(-1)];
      if (first === undefined || last === undefined) return;
      const gains = gainsByDay(total(all), all).map(({ gain }) => gain ?? ZERO);
      const [begin, end] = [
        worthOfAll(total([first]), first.rates),
        worthOfAll(total(all), last.rates),
      ];
      expect(String(sum(gains))).toBe(String(subtract(end, begin)));
    }),
  );
});

it('a day without trades gains what prices moved of what was there', () => {
  const day = (name: string, btc: string, bought = '0'): TradingDay => ({
    day: name,
    flows: new Map([
      ['BTC', decimal(bought)],
      ['USDT', multiply(decimal(bought), decimal('-100'))],
    ]),
    rates: new Map([
      ['BTC', decimal(btc)],
      ['USDT', decimal('1')],
    ]),
  });
  const all = [day('0', '100'), day('1', '110', '2'), day('2', '105')];
  expect(gainsByDay(total(all), all).map(({ gain }) => String(gain))).toEqual(['20', '-10']);
});

it('a day on which something that is there has no price is not known, nor is the one after', () => {
  const rates = new Map([['BTC', decimal('100')]]);
  const flows = new Map<string, Decimal>();
  const all = [rates, new Map<string, Decimal>(), rates, rates].map((of, n) => ({
    ...{ day: String(n), flows, rates: of },
  }));
  const gains = gainsByDay(new Map([['BTC', decimal('1')]]), all).map(({ gain }) => gain === null);
  expect(gains).toEqual([true, true, false]);
});

it('worth at the end of a day is what had come until then at its prices, and begins with nothing', () => {
  fc.assert(
    fc.property(days, (all) => {
      const told = worthByDay(total(all), all);
      const expected = all.map(({ rates }, n) => worthOfAll(total(all.slice(0, n + 1)), rates));
      expect(told.map(({ worth }) => String(worth))).toEqual(expected.map(String));
    }),
  );
});

it('worth of a day is not known where something that was there has no price, which is named', () => {
  const flows = new Map<string, Decimal>();
  const [only] = worthByDay(
    new Map([
      ['BTC', decimal('1')],
      ['ETH', ZERO],
    ]),
    [{ day: '0', flows, rates: new Map() }],
  );
  expect(only).toEqual({ day: '0', worth: null, unpriced: ['BTC'] });
});
