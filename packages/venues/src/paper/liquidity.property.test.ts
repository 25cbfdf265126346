import {
  type Asset,
  add,
  addMs,
  type Decimal,
  decimal,
  fromEpochMs,
  greaterThan,
  lessThan,
  subtract,
  sum,
  toText,
  ZERO,
} from '@ultrathink/domain/kernel';
import type { Level } from '@ultrathink/domain/market-data';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Funds } from './funds.ts';
import { afterLevel, afterTrade, behind, Liquidity } from './liquidity.ts';

const amount = fc.integer({ min: 0, max: 50 }).map((n) => decimal(`${n}`));
const level = (quantity: Decimal) => ({ price: decimal('100'), quantity }) as Level;

describe('liquidity', () => {
  it('is never taken twice: what was taken between two additions is no more than was there', () => {
    fc.assert(
      fc.property(amount, fc.array(fc.tuple(amount, amount)), (first, changes) => {
        const side = new Liquidity();
        let [shown, taken, added] = [first, ZERO, first];
        for (const [next, wanted] of changes) {
          if (greaterThan(next, shown)) added = add(added, subtract(next, shown));
          shown = next;
          const one = level(shown);
          side.see(toText(shown) === '0' ? [] : [one]);
          const left = side.left(one);
          expect(greaterThan(left, shown)).toBe(false);
          const part = lessThan(left, wanted) ? left : wanted;
          if (toText(part) !== '0') side.take(one, part);
          taken = add(taken, part);
          expect(greaterThan(taken, added)).toBe(false);
        }
      }),
    );
  });
});

describe('a place in the queue', () => {
  const now = fromEpochMs(1_795_000_000_000);
  const trade = (volume: Decimal, at = now) => ({
    volume,
    isBeyond: false,
    leaves: decimal('5'),
    now: at,
  });

  it('is served only by what was traded beyond all that stood ahead of it', () => {
    const events = fc.array(fc.tuple(fc.boolean(), amount));
    fc.assert(
      fc.property(amount, amount, events, (ahead, orderQty, list) => {
        let place = behind(ahead);
        let [traded, filled] = [ZERO, ZERO];
        for (const [isTrade, size] of list) {
          if (!isTrade) {
            place = afterLevel(place, size, now);
            continue;
          }
          traded = add(traded, size);
          const leaves = subtract(orderQty, filled);
          const next = afterTrade(place, { ...trade(size), leaves });
          place = next.place;
          filled = add(filled, next.filled);
          expect(greaterThan(filled, orderQty)).toBe(false);
        }
        const most = subtract(traded, ahead);
        expect(greaterThan(filled, greaterThan(most, ZERO) ? most : ZERO)).toBe(false);
      }),
    );
  });

  it('counts a decrease that is heard before its trade, and that trade, once', () => {
    const place = afterLevel(behind(decimal('10')), decimal('8'), now);
    const after = afterTrade(place, trade(decimal('2')));
    expect(String(after.place.ahead)).toBe('8');
    expect(String(afterTrade(after.place, trade(decimal('9'))).filled)).toBe('1');
  });

  it('counts a decrease as a cancel once no trade explained it for five seconds', () => {
    const place = afterLevel(behind(decimal('10')), decimal('8'), now);
    expect(String(afterTrade(place, trade(decimal('9'), addMs(now, 5_000))).filled)).toBe('0');
    expect(String(afterTrade(place, trade(decimal('9'), addMs(now, 5_001))).filled)).toBe('1');
  });

  it('is first once a trade went beyond its price, for no more than was traded', () => {
    const beyond = { ...trade(decimal('2')), isBeyond: true };
    expect(String(afterTrade(behind(decimal('9')), beyond).filled)).toBe('2');
  });
});

describe('funds', () => {
  const EUR = 'EUR' as Asset;

  it('are never below zero, and what is held is never more than what is owned', () => {
    fc.assert(
      fc.property(amount, fc.array(amount), (total, holds) => {
        const funds = new Funds([{ asset: EUR, total, held: ZERO }]);
        const held = holds.filter((one) => funds.hold(EUR, one));
        expect(toText(funds.of(EUR).held)).toBe(toText(sum(held)));
        expect(lessThan(funds.free(EUR), ZERO)).toBe(false);
        for (const one of held) funds.release(EUR, one);
        expect(toText(funds.free(EUR))).toBe(toText(total));
      }),
    );
  });

  it('that are held can’t be moved away', () => {
    const funds = new Funds([{ asset: EUR, total: decimal('5'), held: ZERO }]);
    funds.hold(EUR, decimal('4'));
    expect(() => funds.move(EUR, decimal('-2'))).toThrow('More EUR was used');
  });
});
