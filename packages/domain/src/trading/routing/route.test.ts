import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { addMs, decimal, type Price, type Quantity, toText } from '../../kernel/index.ts';
import { Book, type VenueId } from '../../market-data/index.ts';
import { excerptOf, type RoutingInput, type RoutingVenue } from './inputs.ts';
import { counterfactuals, receiptOf, replayReceipt } from './receipt.ts';
import { route } from './route.ts';
import { AT, anInput, aVenue } from './samples.ts';

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
const sent = (input: RoutingInput) =>
  route(input).children.map(
    ({ venue, purpose, quantity, price, timeInForce }) =>
      `${purpose} ${toText(quantity)} at ${venue} for ${toText(price)} ${timeInForce}`,
  );
const quantity = (value: string) => decimal(value) as Quantity;
const limit = (value: string) => decimal(value) as Price;
const dropped = (change: Partial<RoutingVenue>, order: Partial<RoutingInput> = {}) => {
  const input = anInput([aVenue('a', [['100', '5']]), aVenue('b', [['100', '5']], change)], order);
  return route(input).verdicts.find(({ venue }) => venue === 'b');
};
const codes = (change: Partial<RoutingVenue>, order: Partial<RoutingInput> = {}) =>
  dropped(change, order)?.reasons.map(({ code }) => code);

describe('what an order takes', () => {
  test('is divided over venues by price with fees, one child each, limited at its worst price', () => {
    const a = aVenue('a', [
      ['100', '0.5'],
      ['102', '5'],
    ]);
    const b = aVenue('b', [
      ['101', '0.4'],
      ['103', '5'],
    ]);
    expect(sent(anInput([b, a]))).toEqual([
      'Take 0.6 at a for 102 ImmediateOrCancel',
      'Take 0.4 at b for 101 ImmediateOrCancel',
    ]);
  });

  test('a lower price with a higher fee is dearer', () => {
    const fees = { maker: decimal('0'), taker: decimal('0.02') };
    const input = anInput([aVenue('a', [['100', '5']], { fees }), aVenue('b', [['101', '5']])]);
    expect(sent(input)).toEqual(['Take 1 at b for 101 ImmediateOrCancel']);
  });

  test('slowness and refusals cost what the policy states, and what is not measured costs most', () => {
    const policy = {
      ...anInput([]).policy,
      penaltyBpsPer100Ms: decimal('1'),
      penaltyBpsOfRejects: decimal('10'),
    };
    const to = (a: Partial<RoutingVenue>) => {
      const venues = [aVenue('a', [['10000', '5']], a), aVenue('b', [['10001', '5']])];
      return route(anInput(venues, { policy })).children[0]?.venue;
    };
    expect(to({ latencyP95Ms: 90 })).toBe('a');
    expect(to({ latencyP95Ms: 110 })).toBe('b');
    expect(to({ rejectRate: decimal('0.09') })).toBe('a');
    expect(to({ rejectRate: decimal('0.11') })).toBe('b');
    expect(to({ latencyP95Ms: null })).toBe('b');
  });

  test('FillOrKill goes whole to one venue, or nowhere', () => {
    const fok = { timeInForce: 'FillOrKill', quantity: quantity('1') } as const;
    const [a, b] = [aVenue('a', [['100', '0.9']]), aVenue('b', [['104', '5']])];
    expect(sent(anInput([a, b], fok))).toEqual(['Take 1 at b for 104 FillOrKill']);
    const none = route(anInput([a], fok));
    expect(none.children).toEqual([]);
    expect(toText(none.unrouted)).toBe('1');
  });

  test('a limit may count the price alone, or the price with the fee', () => {
    const input = anInput([aVenue('a', [['100', '5']])], { limit: limit('100') });
    expect(sent(input)).toHaveLength(1);
    const withFees = { ...input, policy: { ...input.policy, limitCounts: 'AllIn' as const } };
    expect(sent(withFees)).toEqual([]);
    expect(JSON.stringify(route(withFees).verdicts[0]?.reasons)).toBe(
      '[{"code":"BeyondLimit","limit":"100","actual":"100.2"}]',
    );
  });
});

describe('what an order leaves to rest', () => {
  const gtc = { timeInForce: 'GoodTillCancel', limit: limit('100') } as const;

  test('rests at one venue: by maker fee, then what is ahead of it, then spread, then name', () => {
    const at = (name: string, change: Partial<RoutingVenue>) =>
      aVenue(name, [['105', '1']], change);
    const bids = (...list: [string, string][]) => ({
      book: {
        kind: 'Good' as const,
        last: 1,
        at: AT,
        bids: list,
        asks: [['105', '1'] as [string, string]],
      },
    });
    const cheap = { fees: { maker: decimal('0.0005'), taker: decimal('0.002') } };
    expect(sent(anInput([at('a', {}), at('b', cheap)], gtc))).toEqual([
      'Rest 1 at b for 100 GoodTillCancel',
    ]);
    const queue = [
      at('a', bids(['101', '3'], ['100', '1'])),
      at('b', bids(['100', '3'], ['99', '9'])),
    ];
    expect(sent(anInput(queue, gtc))).toEqual(['Rest 1 at b for 100 GoodTillCancel']);
    const spread = [at('a', bids(['98', '3'])), at('b', bids(['99', '3']))];
    expect(sent(anInput(spread, gtc))).toEqual(['Rest 1 at b for 100 GoodTillCancel']);
    expect(sent(anInput([at('b', {}), at('a', {})], gtc))).toEqual([
      'Rest 1 at a for 100 GoodTillCancel',
    ]);
  });

  test('takes first what is within the limit, and never binds more than is free', () => {
    const venue = aVenue('a', [['99', '0.4']], { free: decimal('80') });
    const plan = route(anInput([venue], gtc));
    expect(plan.children.map((child) => `${child.purpose} ${toText(child.quantity)}`)).toEqual([
      'Take 0.4',
      'Rest 0.4',
    ]);
    expect(toText(plan.unrouted)).toBe('0.2');
  });

  test('Day and GoodTillDate rest as good till cancel where the venue has none', () => {
    const [day] = sent(anInput([aVenue('a', [['105', '1']])], { ...gtc, timeInForce: 'Day' }));
    expect(day).toBe('Rest 1 at a for 100 GoodTillCancel');
  });

  test('post-only goes to no venue where it would trade at once', () => {
    const plan = route(
      anInput([aVenue('a', [['100', '1']]), aVenue('b', [['101', '1']])], {
        ...gtc,
        isPostOnly: true,
      }),
    );
    expect(plan.children.map(({ venue, isPostOnly }) => [venue, isPostOnly])).toEqual([
      ['b', true],
    ]);
    const [a] = plan.verdicts;
    expect(a?.verdict).toBe('Dropped');
    expect(JSON.stringify(a?.reasons)).toBe('[{"code":"WouldTake","limit":"100","actual":"100"}]');
  });
});

describe('a venue that has no part says why, with limit and actual', () => {
  test('what we do not know is a no', () => {
    expect(codes({ fees: null, free: null, capLeft: null })).toEqual([
      'FeeUnknown',
      'FundsUnknown',
      'CapUnknown',
    ]);
  });

  test('every reason is told, not the first alone', () => {
    expect(
      codes(
        { state: 'RECONCILING', latencyP95Ms: 2001, rejectRate: decimal('0.3') },
        { allowedVenues: ['a' as VenueId] },
      ),
    ).toEqual(['NotAllowed', 'NotOpen', 'TooSlow', 'RefusesTooMuch']);
  });

  test('A7-20 a book that is old, broken, empty or off the market takes no order', () => {
    const good = {
      kind: 'Good' as const,
      last: 1,
      bids: [],
      asks: [['100', '5'] as [string, string]],
    };
    expect(dropped({ book: { ...good, at: addMs(AT, -1001) } })?.reasons).toEqual([
      { code: 'Stale', limitMs: 1000, actualMs: 1001 },
    ]);
    expect(codes({ book: { kind: 'Empty' } })).toEqual(['NoBook']);
    expect(codes({ book: { kind: 'Broken', why: { code: 'NoSnapshot' } } })).toEqual([
      'BookBroken',
    ]);
    expect(codes({ book: { ...good, at: AT, asks: [['10', '5']] } })).toEqual(['OffMarket']);
  });

  test('minimums, means and types carry their figures', () => {
    expect(JSON.stringify(dropped({ free: decimal('5') })?.reasons)).toBe(
      '[{"code":"BelowMinimum","limit":"0.1","actual":"0"}]',
    );
    expect(codes({ capLeft: decimal('5') })).toEqual(['BelowMinimum']);
    expect(codes({ can: { ordTypes: {}, postOnly: false } })).toEqual(['NotSupported']);
    const dear = dropped({ fees: { maker: decimal('0'), taker: decimal('0.01') } });
    expect(JSON.stringify(dear)).toBe(
      '{"venue":"b","verdict":"Unused","reasons":[{"code":"Dearer","limit":"100.2","actual":"101"}]}',
    );
  });
});

describe('a receipt', () => {
  const input = anInput([aVenue('binance', [['100', '5']]), aVenue('kraken', [['101', '5']])]);

  test('says after the fills what each single venue would have cost', () => {
    const got = { quantity: decimal('1'), notional: decimal('100'), fees: decimal('0.2') };
    const [binance, kraken] = counterfactuals(input, got);
    expect(String(binance?.savedBps)).toBe('0');
    // (101.202 - 100.2) / 101.202
    expect(String(kraken?.savedBps)).toBe('99.01');
  });

  test('whose hashes were made anew over a forged plan is refused by the replay itself', () => {
    const { receipt } = receiptOf(input, sha256);
    const other = receiptOf({ ...input, quantity: quantity('2') }, sha256).receipt;
    const { hash: _, ...body } = { ...receipt, plan: other.plan };
    const text = JSON.stringify(
      Object.fromEntries(Object.entries(body).sort(([a], [b]) => (a < b ? -1 : 1))),
    );
    const hash = createHash('sha256').update(text).digest('hex');
    expect(replayReceipt({ ...body, hash }, sha256)).toEqual({
      ok: false,
      error: { code: 'Differs', field: 'plan' },
    });
  });

  test('is proven by its hash with the snapshot in it, too, as older programs made it', () => {
    const { receipt } = receiptOf(input, sha256);
    const { hash, ...body } = receipt;
    const text = JSON.stringify(
      Object.fromEntries(Object.entries(body).sort(([a], [b]) => (a < b ? -1 : 1))),
    );
    const older = createHash('sha256').update(text).digest('hex');
    expect(older).not.toBe(hash);
    expect(replayReceipt({ ...body, hash: older }, sha256).ok).toBe(true);
    expect(replayReceipt({ ...body, hash: older.replace(/./, 'g') }, sha256).ok).toBe(false);
    const other = receiptOf({ ...input, quantity: quantity('2') }, sha256).receipt;
    expect(replayReceipt({ ...body, snapshot: other.snapshot, hash }, sha256)).toEqual({
      ok: false,
      error: { code: 'Tampered', field: 'snapshot' },
    });
  });

  test('holds a book as it stood, whatever became of the book', () => {
    const book = new Book();
    book.apply({ kind: 'Snapshot', last: 7, at: AT, bids: [['99', '1']], asks: [['101', '2']] });
    const excerpt = excerptOf(book, 10);
    book.clear();
    expect(excerpt).toEqual({
      kind: 'Good',
      last: 7,
      at: AT,
      bids: [['99', '1']],
      asks: [['101', '2']],
    });
    expect(excerptOf(book, 10)).toEqual({ kind: 'Empty' });
  });
});
