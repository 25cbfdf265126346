import { describe, expect, test } from 'vitest';
import { decimal, type Price, type Quantity, ZERO } from '../../kernel/index.ts';
import type { VenueId } from '../../market-data/index.ts';
import type { RoutingInput, RoutingVenue } from './inputs.ts';
import { route } from './route.ts';
import { anInput, aVenue } from './samples.ts';
import { unroutedText } from './unrouted.ts';

const resting = {
  limit: decimal('100') as Price,
  timeInForce: 'GoodTillCancel',
  quantity: decimal('2') as Quantity,
  policy: { ...anInput([]).policy, restsAt: 'Several' },
} as const;
const at = (name: string, change: Partial<RoutingVenue> = {}) =>
  aVenue(name, [['105', '9']], { fees: { maker: ZERO, taker: ZERO }, ...change });
const said = (venues: RoutingVenue[], order: Partial<RoutingInput> = {}): readonly string[] => {
  const input = anInput(venues, { ...resting, ...order });
  return unroutedText(input, route(input), null).split('. ');
};

describe('why an order found no way', () => {
  test('says of each venue what its funds hold, what was wanted, and what to change', () => {
    const venues = [at('binance', { free: decimal('100') }), at('kraken', { free: decimal('30') })];
    expect(said(venues)).toEqual([
      'No venue holds 0.7 of 2 BTC',
      'Binance: funds there for 1 BTC, 2 BTC wanted: move funds or lower the quantity',
      'Kraken: funds there for 0.3 BTC, 2 BTC wanted: move funds or lower the quantity',
    ]);
  });

  test('says it of a sale by what there is to sell, and of a cap by the cap', () => {
    const venues = [
      at('binance', { free: decimal('0.4') }),
      at('kraken', { capLeft: decimal('50') }),
    ];
    expect(said(venues, { side: 'Sell' }).slice(1)).toEqual([
      'Binance: funds there for 0.4 BTC, 2 BTC wanted: move funds or lower the quantity',
      'Kraken: its cap leaves 0.5 BTC, 2 BTC wanted: have the cap raised or lower the quantity',
    ]);
  });

  test.each([
    [{ code: 'NotSet' }, 'no cap is agreed on for it: have one set'],
    [
      { code: 'NoPrice', asset: 'USDT' },
      'USDT has no price now to measure its cap by: wait until a venue that prices it is up',
    ],
    [
      { code: 'NotValued' },
      'what is held there has no value now to measure its cap by: wait for prices of all of it',
    ],
  ] as const)(
    'says what is missing to measure a cap by, and what to do: $code',
    (gap, sentence) => {
      const input = anInput([at('kraken', { capLeft: null })], resting);
      expect(unroutedText(input, route(input), () => gap)).toContain(`Kraken: ${sentence}`);
    },
  );

  const other = (change: Partial<RoutingVenue>, order: Partial<RoutingInput> = {}) =>
    said([at('kraken', change)], order)[1];

  test.each<[string, Partial<RoutingVenue>, Partial<RoutingInput>, string]>([
    ['a venue that is away', { state: 'DOWN' }, {}, 'takes no new orders now (DOWN)'],
    [
      'a venue that is not allowed',
      {},
      { allowedVenues: ['binance' as VenueId] },
      'no account there',
    ],
    ['fees that are not known', { fees: null }, {}, 'its fees are not known yet'],
    ['funds that are not known', { free: null }, {}, 'funds there are not known'],
    ['a cap that nobody set', { capLeft: null }, {}, 'have one set'],
    ['slowness', { latencyP95Ms: 3_000 }, {}, 'answers in 3000 ms, 2000 ms may be'],
    [
      'refusals',
      { rejectRate: decimal('0.4') },
      {},
      'refuses a share of 0.4 of orders, 0.2 may be',
    ],
    ['old prices', { book: { kind: 'Empty' } }, {}, 'no prices from there'],
    [
      'what a venue can’t',
      { can: { ordTypes: {}, postOnly: false } },
      {},
      'takes no Limit GoodTillCancel now',
    ],
    [
      'a minimum that funds don’t reach',
      { free: decimal('1') },
      {},
      'funds there for 0 BTC, takes 0.1 BTC at the least: move funds',
    ],
    [
      'a minimum that the order does not reach',
      {},
      { quantity: decimal('0.05') as Quantity },
      'takes 0.1 BTC at the least, 0 BTC left for it: raise the quantity',
    ],
    [
      'a price that would trade at once',
      {},
      { isPostOnly: true, limit: decimal('106') as Price },
      'would trade at once at 105 EUR: change the price',
    ],
    [
      'a limit that nobody meets',
      {},
      { timeInForce: 'ImmediateOrCancel' },
      'the price there is 105 EUR, the limit 100: change the limit',
    ],
  ])('names %s, and what to change', (_, change, order, expected) => {
    expect(other(change, order)).toContain(expected);
  });

  test('is no longer than a page bears, however many venues there are', () => {
    const many = Array.from({ length: 30 }, (_, n) => at(`venue-${n}`, { state: 'DOWN' }));
    expect(said(many).join('. ').length).toBeLessThanOrEqual(500);
  });
});
