import { describe, expect, test } from 'vitest';
import { decimal, type Price } from '../../kernel/index.ts';
import { afterFills, gotOf } from './after-fills.ts';
import { anInput, aVenue } from './samples.ts';

const fill = (lastQty: string, lastPx: string, amount: string | null, asset = 'EUR') => ({
  lastQty: decimal(lastQty),
  lastPx: decimal(lastPx) as Price,
  fee: amount === null ? null : { amount: decimal(amount), asset },
});
const told = (rows: ReturnType<typeof afterFills>) =>
  rows.map(({ name, quantity, allInPx, dearerBps, dearer }) => [
    'venue' in name ? name.venue : name.kind,
    String(quantity),
    String(allInPx),
    String(dearerBps),
    String(dearer),
  ]);

describe('what fills came to', () => {
  test('counts fees in quote asset, of those in base asset their value at the fill', () => {
    const got = gotOf([fill('1', '100', '0.2'), fill('2', '101', '0.001', 'BTC')], 'BTC', 'EUR');
    expect(JSON.stringify(got)).toBe('{"quantity":"3","notional":"302","fees":"0.301"}');
  });

  test('is not known while a fee is not told, or is in an asset nobody can value here', () => {
    expect(gotOf([fill('1', '100', null)], 'BTC', 'EUR')).toBeNull();
    expect(gotOf([fill('1', '100', '0.01', 'BNB')], 'BTC', 'EUR')).toBeNull();
  });
});

describe('after the fills', () => {
  const cheap = { maker: decimal('0'), taker: decimal('0') };
  const dear = { maker: decimal('0'), taker: decimal('0.02') };
  const input = anInput([
    aVenue('a', [['100', '5']], { fees: dear }),
    aVenue('b', [['101', '5']], { fees: cheap }),
    aVenue('c', [['101', '0.5']], { fees: cheap }),
  ]);
  const got = { quantity: decimal('1'), notional: decimal('101'), fees: decimal('0') };

  test('each venue alone and the best prices without fees stand beside what was got, dearer as positive', () => {
    expect(told(afterFills(input, got))).toEqual([
      ['Routed', '1', '101', 'null', 'null'],
      ['a', '1', '102', '99.01', '1'],
      ['b', '1', '101', '0', '0'],
      // Too thin for all of it: per unit it can be compared, as a sum it can't.
      ['c', '0.5', '101', '0', 'null'],
      ['BestPrice', '1', '102', '99.01', '1'],
    ]);
  });

  test('for a sell what brings less is dearer', () => {
    const bids = (price: string) =>
      ({
        kind: 'Good',
        last: 1,
        at: input.at,
        bids: [[price, '5']],
        asks: [['200', '1']],
      }) as const;
    const venues = [
      aVenue('a', [], { fees: cheap, book: { ...bids('100'), bids: [['100', '5']], asks: [] } }),
      aVenue('b', [], { fees: cheap, book: { ...bids('98'), bids: [['98', '5']], asks: [] } }),
    ];
    const rows = afterFills(anInput(venues, { side: 'Sell' }), {
      quantity: decimal('1'),
      notional: decimal('100'),
      fees: decimal('0'),
    });
    expect(told(rows).map(([name, , , bps, amount]) => [name, bps, amount])).toEqual([
      ['Routed', 'null', 'null'],
      ['a', '0', '0'],
      ['b', '200', '2'],
      ['BestPrice', '0', '0'],
    ]);
  });

  test('nothing is compared where nothing was traded', () => {
    const nothing = { quantity: decimal('0'), notional: decimal('0'), fees: decimal('0') };
    expect(told(afterFills(input, nothing))).toEqual([['Routed', '0', 'null', 'null', 'null']]);
  });
});
