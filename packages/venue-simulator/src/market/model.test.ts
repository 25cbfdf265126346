import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { referenceFolder } from '@ultrathink/scripts/reference-data';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../kernel/random.ts';
import { type AssetModel, activityAt, PriceModel } from './model.ts';
import { ASSETS } from './universe.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const START = Date.UTC(2026, 0, 1);

/** Log returns of each asset, day by day. */
function days(count: number, seed = 'a seed', assets: readonly AssetModel[] = ASSETS) {
  const model = new PriceModel(assets, createRandom(seed), START);
  const returns = new Map(assets.map(({ asset }) => [asset, [] as number[]]));
  for (let day = 1; day <= count; day += 1) {
    const before = assets.map(({ asset }) => model.price(asset));
    for (let hour = 1; hour <= 24; hour += 1) {
      model.stepTo(START + (day - 1) * DAY_MS + hour * HOUR_MS);
    }
    for (const [n, { asset }] of assets.entries()) {
      returns.get(asset)?.push(Math.log(model.price(asset) / (before[n] ?? 1)));
    }
  }
  return returns;
}

const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
const deviation = (values: readonly number[]) => {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((x) => (x - middle) ** 2)));
};
const correlation = (a: readonly number[], b: readonly number[]) => {
  const [ma, mb] = [mean(a), mean(b)];
  const covariance = mean(a.map((x, n) => (x - ma) * ((b[n] ?? 0) - mb)));
  return covariance / (deviation(a) * deviation(b));
};

describe('the price model', () => {
  it('gives the same prices for the same seed, and others for another', () => {
    expect(days(20)).toEqual(days(20));
    expect(days(20)).not.toEqual(days(20, 'another'));
  });

  it('draws each part from its own source: a longer list of assets is another market, a fork is not', () => {
    const [one, two] = [createRandom('x'), createRandom('x')];
    two.fork('trades').normal();
    expect(two.fork('prices').unit()).toBe(one.fork('prices').unit());
  });

  it('has the variance of a whole day whatever the hours do', () => {
    const squares = Array.from({ length: 24 * 60 }, (_, n) => activityAt(n * 60_000) ** 2);
    expect(mean(squares)).toBeGreaterThan(0.98);
    expect(mean(squares)).toBeLessThan(1.02);
  });

  it('keeps what is pulled back near its value', () => {
    const returns = days(730);
    const level = (returns.get('USDT') ?? []).reduce((sum, x) => sum + x, 0);
    expect(Math.abs(level)).toBeLessThan(0.02);
  });
});

const prices = join(referenceFolder(), 'data/prices');

function realReturns(asset: string): number[] {
  const [head = '', ...lines] = readFileSync(join(prices, `${asset}-USD.csv`), 'utf8')
    .trim()
    .split('\n');
  const at = head.split(',').indexOf('close');
  const closes = lines.map((line) => Number(line.split(',')[at])).filter((close) => close > 0);
  // The last two years: markets have grown calmer, and the model is of today's.
  const recent = closes.slice(-730);
  return recent.slice(1).map((close, n) => Math.log(close / (recent[n] ?? close)));
}

describe('against real daily prices (found under REFERENCE_DATA, skipped where there are none)', () => {
  it.skipIf(!existsSync(prices)).each(['BTC', 'ETH', 'SOL', 'XRP', 'ADA', 'LTC'])(
    '%s moves as much, and with BTC as closely, as the real one did',
    (asset) => {
      const model = days(3000);
      const [real, made] = [realReturns(asset), model.get(asset) ?? []];
      const ratio = deviation(made) / deviation(real);
      expect(ratio).toBeGreaterThan(0.6);
      expect(ratio).toBeLessThan(1.5);
      const gap = correlation(made, model.get('BTC') ?? []) - correlation(real, realReturns('BTC'));
      expect(Math.abs(gap)).toBeLessThan(0.25);
    },
  );
});
