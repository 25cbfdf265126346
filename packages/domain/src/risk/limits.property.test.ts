import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addMs,
  compare,
  decimal,
  fromUnits,
  greaterThan,
  lessThan,
  multiply,
  roundTo,
  sum,
  toText,
} from '../kernel/index.ts';
import type { InstrumentId } from '../market-data/index.ts';
import {
  type AllotmentPlace,
  type Allotments,
  allottedAt,
  allottedSum,
  LIMIT_LEVELS,
  limitInShard,
  limitNow,
  limitsFor,
  moveAllotment,
  tightened,
} from './limits.ts';
import { ACCOUNT, AT, BTC, CLIENT, dec, limit, STRATEGY, VENUE } from './samples.ts';

const SCOPES = {
  firm: 'firm',
  client: CLIENT,
  account: ACCOUNT,
  strategy: STRATEGY,
  instrument: BTC,
  venue: VENUE,
};
const amount = fc.bigInt({ min: 0n, max: 10n ** 24n }).map((units) => fromUnits(units, 8));
const share = fc.integer({ min: 1, max: 100 }).map((n) => decimal(String(n / 100)));

describe('which limits apply', () => {
  it('all of them, on every level, none instead of another', () => {
    const limits = LIMIT_LEVELS.map((level) => limit('Position', '1', level));
    expect(limitsFor(limits, SCOPES, AT).get('Position')).toEqual(limits);
  });

  it('from their first moment until before their last', () => {
    const one = { ...limit('Position'), until: addMs(AT, 10) };
    const applies = (ms: number) => limitsFor([one], SCOPES, addMs(AT, ms)).has('Position');
    expect([-1, 0, 9, 10].map(applies)).toEqual([false, true, true, false]);
  });

  it('not those of another client, another instrument, or a strategy that is not used', () => {
    const narrowed = { ...limit('Position'), instrument: 'ETH/USD' as InstrumentId };
    const other = { ...limit('Position'), scope: 'client-2' };
    expect(limitsFor([narrowed, other], SCOPES, AT).size).toBe(0);
    const strategy = limit('Position', '1', 'strategy');
    expect(limitsFor([strategy], { ...SCOPES, strategy: null }, AT).size).toBe(0);
    expect(limitsFor([{ ...narrowed, instrument: BTC }], SCOPES, AT).size).toBe(1);
  });
});

describe('tightening with volatility', () => {
  it('never loosens above the approved value, and never goes below its floor', () => {
    fc.assert(
      fc.property(amount, share, amount, fc.option(amount), (approved, floor, calm, volatility) => {
        const now = tightened(approved, { calm, floor }, volatility);
        expect(greaterThan(now, approved)).toBe(false);
        expect(lessThan(now, roundTo(multiply(approved, floor), 8, 'Down'))).toBe(false);
      }),
    );
  });

  it('is tighter the wilder it is, and tightest when nobody knows', () => {
    fc.assert(
      fc.property(amount, share, amount, amount, amount, (approved, floor, calm, a, b) => {
        const [mild, wild] = compare(a, b) <= 0 ? [a, b] : [b, a];
        const at = (volatility: typeof a | null) =>
          tightened(approved, { calm, floor }, volatility);
        expect(greaterThan(at(wild), at(mild))).toBe(false);
        expect(greaterThan(at(null), at(wild))).toBe(false);
      }),
    );
  });

  it('halves at twice the calm volatility; a floor over one changes nothing', () => {
    const rule = { calm: dec('0.02'), floor: dec('0.25') };
    const at = (volatility: string) => toText(tightened(dec('1000'), rule, dec(volatility)));
    expect(['0.01', '0.02', '0.04', '0.08', '0.5'].map(at)).toEqual([
      '1000',
      '1000',
      '500',
      '250',
      '250',
    ]);
    const loose = { calm: dec('0.02'), floor: dec('3') };
    expect(toText(tightened(dec('1000'), loose, dec('0.5')))).toBe('1000');
    expect(toText(tightened(dec('1000'), rule, dec('-1')))).toBe('250');
  });

  it('leaves alone what is no matter of size', () => {
    const rule = { calm: dec('0.02'), floor: dec('0.25') };
    expect(limitNow(limit('MessageRate'), rule, null)).toEqual(limit('MessageRate'));
    expect(toText(limitNow(limit('Position'), rule, null).value)).toBe('250');
  });
});

describe('allotments', () => {
  const place: fc.Arbitrary<AllotmentPlace> = fc.constantFrom<AllotmentPlace>('Pool', 0, 1, 2);
  const moves = fc.array(
    fc.record({
      from: place,
      to: place,
      amount: fc.integer({ min: -5, max: 60 }),
      used: fc.nat(40),
    }),
    { maxLength: 50 },
  );
  const START: Allotments = {
    limit: 'firm|firm|Position|',
    cap: dec('100'),
    byShard: new Map(),
  };
  const text = (n: number) => decimal(String(n));

  it('never sum to more than the cap, never are negative, and keep what is in use', () => {
    fc.assert(
      fc.property(moves, (list) => {
        let now = START;
        for (const { from, to, amount: moved, used } of list) {
          const result = moveAllotment(now, { from, to, amount: text(moved) }, text(used));
          if (!result.ok) continue;
          if (from !== 'Pool') {
            expect(lessThan(allottedAt(result.value, from), text(used))).toBe(false);
          }
          now = result.value;
          expect(greaterThan(allottedSum(now), now.cap)).toBe(false);
          for (const one of now.byShard.values()) expect(lessThan(one, text(0))).toBe(false);
          expect(toText(allottedAt(now, 'Pool'))).toBe(
            toText(text(100 - Number(toText(allottedSum(now))))),
          );
        }
      }),
    );
  });

  it('move all that is free, and not one unit more', () => {
    const first = moveAllotment(START, { from: 'Pool', to: 0, amount: dec('100') }, dec('0'));
    if (!first.ok) throw new Error('The pool was full.');
    const over = { from: 0, to: 1, amount: dec('60.01') } as const;
    expect(moveAllotment(first.value, over, dec('40'))).toMatchObject({
      ok: false,
      error: { code: 'NotFree' },
    });
    expect(moveAllotment(first.value, { ...over, amount: dec('60') }, dec('40')).ok).toBe(true);
    expect(moveAllotment(first.value, { from: 'Pool', to: 1, amount: dec('1') }, dec('0')).ok).toBe(
      false,
    );
  });

  it('are all that a shard has of a shared limit, and never more than the limit', () => {
    const firm = limit('Position', '100', 'firm');
    const inShard = (allotted?: string) =>
      toText(limitInShard(firm, allotted === undefined ? undefined : dec(allotted)).value);
    expect([inShard('30'), inShard('500'), inShard()]).toEqual(['30', '100', '0']);
    expect(limitInShard(limit('Position'), undefined)).toEqual(limit('Position'));
    const ofOneOrder = limit('OrderValue', '100', 'firm');
    expect(limitInShard(ofOneOrder, undefined), 'each order has all of it').toBe(ofOneOrder);
  });

  it('tighten as the whole does: together the parts are never more than it', () => {
    const rule = { calm: dec('0.02'), floor: dec('0.25') };
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { maxLength: 5 }), fc.nat(1000), (parts, wild) => {
        const volatility = decimal(String(wild / 1000));
        const firm = (value: number) => limit('Position', String(value), 'firm');
        const whole = parts.reduce((total, part) => total + part, 0);
        const now = (value: number) => limitNow(firm(value), rule, volatility).value;
        expect(greaterThan(sum(parts.map(now)), now(whole))).toBe(false);
      }),
    );
  });
});
