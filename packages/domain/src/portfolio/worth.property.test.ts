import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AccountId,
  add,
  type Decimal,
  decimal,
  fromEpochMs,
  fromUnits,
  multiply,
  NUMERIC_SCALE,
  ONE,
  type Price,
  type Quantity,
  roundTo,
  unwrap,
  ZERO,
} from '../kernel/index.ts';
import type { InstrumentId } from '../market-data/index.ts';
import { LOT_METHODS } from './lots.ts';
import { applyFill, costOf, openPosition, type Position } from './position.ts';
import { unrealisedInQuote, worthOf } from './worth.ts';

const ACCOUNT = '01900000-0000-7000-8000-000000000001' as AccountId;
const BTC_USDT = 'BTC/USDT' as InstrumentId;
const AT = fromEpochMs(1_795_262_400_000);

const fill = fc.record({
  side: fc.constantFrom('Buy' as const, 'Sell' as const),
  qty: fc.bigInt({ min: 1n, max: 10n ** 12n }),
  px: fc.bigInt({ min: 1n, max: 10n ** 9n }),
  fee: fc.bigInt({ min: -(10n ** 8n), max: 10n ** 10n }),
});
const rule = fc.record({
  method: fc.constantFrom(...LOT_METHODS),
  fees: fc.constantFrom('IntoCost' as const, 'Apart' as const),
});
const rate = fc.bigInt({ min: 1n, max: 10n ** 12n }).map((units) => fromUnits(units, 6));

type Told = { side: 'Buy' | 'Sell'; qty: bigint; px: bigint; fee: bigint };

function positionOf(fills: readonly Told[], of: Position['rule']): Position {
  return fills.reduce(
    (position, { side, qty, px, fee }, n) => {
      const told = {
        ...{ execId: `exec-${n}`, at: AT, side, notional: null },
        lastQty: fromUnits(qty, 8) as Quantity,
        lastPx: fromUnits(px, 3) as Price,
        feeInQuote: fromUnits(fee, 9),
      };
      return unwrap(applyFill(position, told)).position;
    },
    openPosition(ACCOUNT, BTC_USDT, of),
  );
}

const keptOf = (position: Position) => ({ ...position, cost: costOf(position) });
const once = (value: Decimal) => String(roundTo(value, NUMERIC_SCALE, 'HalfEven'));

it('realised and unrealised of the lots are the cash that flowed and the value of what is there', () => {
  fc.assert(
    fc.property(fc.array(fill, { maxLength: 40 }), rule, rate, rate, (fills, of, base, quote) => {
      const position = positionOf(fills, of);
      const { gain } = worthOf(keptOf(position), { base, quote });
      const flowed = add(multiply(position.cash, quote), multiply(position.quantity, base));
      expect(String(gain)).toBe(once(flowed));
    }),
    { numRuns: 300 },
  );
});

it('a price that is not known leaves its figures unknown, and never nought', () => {
  fc.assert(
    fc.property(fc.array(fill, { minLength: 1, maxLength: 8 }), rule, rate, (fills, of, quote) => {
      const position = keptOf(positionOf(fills, of));
      const worth = worthOf(position, { base: null, quote });
      const isOpen = position.lots.length > 0;
      expect([worth.value === null, worth.unrealised === null]).toEqual([isOpen, isOpen]);
      expect(worth.realised).not.toBeNull();
      expect(worthOf(position, { base: quote, quote: null }).realised).toBeNull();
    }),
  );
});

describe('the worth of a position', () => {
  const held = { cost: decimal('200'), realised: decimal('10'), feesApart: decimal('1') };
  const rates = { base: decimal('120'), quote: decimal('1.01') };

  it('of a long one is what it brings less what it cost', () => {
    expect(worthOf({ ...held, quantity: decimal('2') }, rates)).toEqual({
      ...{ value: decimal('240'), unrealised: decimal('38'), realised: decimal('9.09') },
      gain: decimal('47.09'),
    });
  });

  it('of a short one is what it brought less what it takes', () => {
    expect(worthOf({ ...held, quantity: decimal('-2') }, rates)).toMatchObject({
      ...{ value: decimal('-240'), unrealised: decimal('-38') },
    });
  });

  it('of one that is closed is nought, whatever nobody knows', () => {
    const nothing = { base: null, quote: null };
    expect(worthOf({ ...held, quantity: ZERO }, nothing)).toMatchObject({
      ...{ value: ZERO, unrealised: ZERO, realised: null },
    });
    expect(unrealisedInQuote({ ...held, quantity: ZERO }, nothing)).toEqual(ZERO);
  });

  it('in quote asset is told by the price of the pair alone', () => {
    const pair = { base: decimal('120'), quote: decimal('1.2') };
    expect(unrealisedInQuote({ ...held, quantity: decimal('3') }, pair)).toEqual(decimal('100'));
    expect(unrealisedInQuote({ ...held, quantity: decimal('-1') }, pair)).toEqual(decimal('100'));
    expect(unrealisedInQuote({ ...held, quantity: ONE }, { ...pair, base: null })).toBeNull();
  });
});
