/** What rests by funds, by brute force beside it: six venues at most, figures in tenths. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  add,
  compare,
  type Decimal,
  decimal,
  greaterThan,
  least,
  lessThan,
  multiply,
  ONE,
  type Price,
  type Quantity,
  signOf,
  subtract,
  sum,
  toText,
  ZERO,
} from '../../kernel/index.ts';
import { quantityOnStep, termsRefusals, type VenueId } from '../../market-data/index.ts';
import type { RoutingInput, RoutingVenue } from './inputs.ts';
import { leastAt, mostAt } from './ladder.ts';
import { receiptOf, replayReceipt } from './receipt.ts';
import { route } from './route.ts';
import { anInput, aVenue } from './samples.ts';

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
const LIMIT = decimal('100') as Price;

interface Drawn {
  readonly funds: number;
  readonly cap: number;
  readonly fee: number;
  readonly min: string;
  readonly step: string;
}

const drawn = (steps: readonly string[]): fc.Arbitrary<Drawn> =>
  fc.record({
    funds: fc.integer({ min: 0, max: 12 }),
    cap: fc.oneof({ weight: 3, arbitrary: fc.constant(1_000) }, fc.integer({ min: 0, max: 12 })),
    fee: fc.integer({ min: 0, max: 9 }),
    min: fc.constantFrom('0.1', '0.3', '0.5'),
    step: fc.constantFrom(...steps),
  });

/** Funds and caps are tenths of a unit at the limit, fee included: what they allow is what they say. */
function venueOf(side: 'Buy' | 'Sell', n: number, { funds, cap, fee, min, step }: Drawn) {
  const own = aVenue(`v${n}`, [['105', '9']]);
  const taker = decimal(`${fee / 1_000}`);
  const units = decimal(`${funds / 10}`);
  return {
    ...own,
    fees: { maker: taker, taker },
    terms: {
      ...own.terms,
      stepSize: decimal(step) as Quantity,
      minQty: decimal(min) as Quantity,
    },
    free: side === 'Buy' ? multiply(multiply(units, LIMIT), add(ONE, taker)) : units,
    capLeft: multiply(decimal(`${cap / 10}`), LIMIT),
  } satisfies RoutingVenue;
}

/** A sale at 100 rests above the bids of 50, a purchase below the asks of 105. */
const inputs = (steps: readonly string[], most: number): fc.Arbitrary<RoutingInput> =>
  fc
    .record({
      side: fc.constantFrom('Buy' as const, 'Sell' as const),
      venues: fc.array(drawn(steps), { minLength: 1, maxLength: most }),
      units: fc.integer({ min: 1, max: 25 }),
      isPostOnly: fc.boolean(),
    })
    .map(({ side, venues, units, isPostOnly }) => {
      const policy = { ...anInput([]).policy, restsAt: 'Several' as const };
      return anInput(
        venues.map((one, n) => venueOf(side, n, one)),
        {
          ...{ side, limit: LIMIT, isPostOnly, policy },
          timeInForce: 'GoodTillCancel',
          quantity: decimal(`${units / 10}`) as Quantity,
        },
      );
    });

/** As much as one venue may hold by itself, on its step; zero where that is less than it takes. */
function roomOf(venue: RoutingVenue, { side, quantity }: RoutingInput, given = ZERO): Decimal {
  const { terms, free, capLeft, fees } = venue;
  if (free === null || capLeft === null || fees === null) return ZERO;
  const most = subtract(mostAt({ side, terms, free, capLeft }, LIMIT, fees.taker), given);
  const room = quantityOnStep(terms, least(most, quantity));
  const isFirst = signOf(given) === 0;
  return isFirst && lessThan(room, leastAt(terms, LIMIT)) ? ZERO : room;
}

/** The most that all of them can hold together: every tenth at every venue tried. */
function mostOf({ venues, quantity, ...input }: RoutingInput): Decimal {
  const tenths = Math.round(Number(toText(quantity)) * 10);
  let reached = new Set([0]);
  for (const venue of venues) {
    const room = Math.round(Number(toText(roomOf(venue, { venues, quantity, ...input }))) * 10);
    const least = Math.round(Number(toText(leastAt(venue.terms, LIMIT))) * 10);
    const step = Math.round(Number(toText(venue.terms.stepSize)) * 10);
    const next = new Set(reached);
    for (const before of reached) {
      for (let own = least; own <= room; own += step) {
        if (before + own <= tenths) next.add(before + own);
      }
    }
    reached = next;
  }
  return decimal(`${Math.max(...reached) / 10}`);
}

const ONE_STEP = inputs(['0.1'], 5);
const MIXED = inputs(['0.1', '0.2', '0.5'], 9);

describe('what rests where no one venue can hold it', () => {
  test('is as much as all of them can hold together: brute force finds no more', () => {
    fc.assert(
      fc.property(ONE_STEP, (input) => {
        expect(toText(route(input).quantity)).toBe(toText(mostOf(input)));
      }),
      { numRuns: 200 },
    );
  });

  test('is never over the funds, the cap, the step or below the minimum of a venue', () => {
    fc.assert(
      fc.property(MIXED, (input) => {
        const plan = route(input);
        const all = sum(plan.children.map((child) => child.quantity));
        expect(toText(add(all, plan.unrouted))).toBe(toText(input.quantity));
        for (const { venue: name, quantity, price } of plan.children) {
          const venue = input.venues.find((one) => one.venue === name);
          expect(
            venue === undefined ? null : termsRefusals(venue.terms, { quantity, price }),
          ).toEqual([]);
          const rate = venue?.fees?.taker ?? ZERO;
          const notional = multiply(quantity, price);
          const needs = input.side === 'Buy' ? multiply(notional, add(ONE, rate)) : quantity;
          expect(greaterThan(needs, venue?.free ?? ZERO)).toBe(false);
          expect(greaterThan(notional, venue?.capLeft ?? ZERO)).toBe(false);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('leaves nothing that a venue has room for, whatever steps and however many there are', () => {
    fc.assert(
      fc.property(MIXED, (input) => {
        const { children, unrouted } = route(input);
        for (const venue of input.venues) {
          const given = children.find((child) => child.venue === venue.venue)?.quantity ?? ZERO;
          const room = roomOf(venue, { ...input, quantity: unrouted as Quantity }, given);
          expect(signOf(room)).toBe(0);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('goes to one venue where one has it all, and to the best of those', () => {
    fc.assert(
      fc.property(MIXED, (input) => {
        const { children, unrouted } = route(input);
        const whole = input.venues.filter(
          (venue) => compare(roomOf(venue, input), input.quantity) === 0,
        );
        if (whole.length === 0) return;
        expect(toText(unrouted)).toBe('0');
        const alone = route({ ...input, venues: whole });
        expect(children.map(({ venue }) => venue)).toEqual([alone.children[0]?.venue]);
      }),
      { numRuns: 200 },
    );
  });

  test('with all funds at one venue goes there, however much others are preferred', () => {
    fc.assert(
      fc.property(MIXED, fc.nat(), (base, at) => {
        const n = at % base.venues.length;
        const enough = { ...{ free: decimal('100000'), capLeft: decimal('100000') } };
        const venues = base.venues.map((venue, m): RoutingVenue => {
          const { stepSize, minQty } = anInput([aVenue('any', [])]).venues[0]?.terms ?? venue.terms;
          return m === n
            ? { ...venue, ...enough, terms: { ...venue.terms, stepSize, minQty } }
            : { ...venue, free: ZERO };
        });
        const { children, unrouted } = route({ ...base, venues });
        expect(children.map(({ venue }) => venue)).toEqual([venues[n]?.venue]);
        expect(toText(unrouted)).toBe('0');
      }),
    );
  });

  test('a receipt says by which rule it was decided, and each replays to its own plan', () => {
    fc.assert(
      fc.property(MIXED, (input) => {
        const { restsAt: _, ...older } = input.policy;
        for (const policy of [input.policy, older]) {
          const { plan, receipt } = receiptOf({ ...input, policy }, sha256);
          expect(plan.version).toBe(policy === older ? 1 : 2);
          expect(receipt.snapshot.includes('restsAt')).toBe(policy !== older);
          const again = replayReceipt(receipt, sha256);
          expect(again.ok && JSON.stringify(again.value)).toBe(JSON.stringify(plan));
        }
      }),
    );
  });
});

describe('shares', () => {
  const shares = (
    venues: readonly (readonly [string, string, string?, string?])[],
    quantity: string,
  ) => {
    const list = venues.map(([name, free, minQty, stepSize]) => {
      const own = aVenue(name, [['105', '9']]);
      return {
        ...own,
        free: multiply(decimal(free), LIMIT),
        fees: { maker: ZERO, taker: ZERO },
        terms: {
          ...own.terms,
          minQty: decimal(minQty ?? '0.1') as Quantity,
          stepSize: decimal(stepSize ?? '0.1') as Quantity,
        },
      };
    });
    const policy = { ...anInput([]).policy, restsAt: 'Several' as const };
    const plan = route(
      anInput(list, {
        ...{ policy, limit: LIMIT, timeInForce: 'GoodTillCancel' },
        quantity: decimal(quantity) as Quantity,
      }),
    );
    return [
      ...plan.children.map((child) => `${child.venue} ${toText(child.quantity)}`),
      ...(signOf(plan.unrouted) > 0 ? [`left ${toText(plan.unrouted)}`] : []),
    ];
  };

  test.each([
    [
      'the best alone that has it all',
      [
        ['a', '0.3'],
        ['b', '9'],
        ['c', '9'],
      ],
      '1',
      ['b 1'],
    ],
    [
      'the best first',
      [
        ['a', '0.3'],
        ['b', '0.9'],
        ['c', '0.9'],
      ],
      '1',
      ['a 0.3', 'b 0.7'],
    ],
    [
      'the best gives up what another takes at the least',
      [
        ['a', '0.9'],
        ['b', '0.9', '0.5'],
      ],
      '1',
      ['a 0.5', 'b 0.5'],
    ],
    [
      'what none can hold is left',
      [
        ['a', '0.3'],
        ['b', '0.2'],
      ],
      '1',
      ['a 0.3', 'b 0.2', 'left 0.5'],
    ],
    [
      'a coarse step is filled first, and a finer one has what it leaves',
      [
        ['a', '0.7'],
        ['b', '1', '0.5', '0.5'],
      ],
      '1.3',
      ['a 0.3', 'b 1'],
    ],
    [
      'the seventh has what six leave',
      [
        ['a', '0.1'],
        ['b', '0.1'],
        ['c', '0.1'],
        ['d', '0.1'],
        ['e', '0.1'],
        ['f', '0.1'],
        ['g', '0.3'],
      ],
      '0.8',
      ['a 0.1', 'b 0.1', 'c 0.1', 'd 0.1', 'e 0.1', 'f 0.1', 'g 0.2'],
    ],
  ] as const)('%s', (_, venues, quantity, expected) => {
    expect(shares(venues, quantity)).toEqual(expected);
  });

  test('a venue that has none says where it rests instead', () => {
    const names = ['a', 'b', 'c'] as unknown as VenueId[];
    const venues = names.map((name) => ({ ...aVenue(name, [['105', '9']]), free: decimal('60') }));
    const policy = { ...anInput([]).policy, restsAt: 'Several' as const };
    const order = {
      limit: LIMIT,
      timeInForce: 'GoodTillCancel',
      isPostOnly: true,
      policy,
    } as const;
    const { verdicts } = route(anInput(venues, order));
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['Used', 'Used', 'Unused']);
    expect(verdicts[2]?.reasons).toEqual([{ code: 'RestsElsewhere', chosen: 'a' }]);
  });
});
