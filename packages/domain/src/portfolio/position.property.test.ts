import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  type AccountId,
  absolute,
  add,
  type Decimal,
  decimal,
  equals,
  fromEpochMs,
  fromUnits,
  type Price,
  type Quantity,
  signOf,
  subtract,
  sum,
  toUnits,
  unwrap,
} from '../kernel/index.ts';
import type { InstrumentId, Side } from '../market-data/index.ts';
import { type ClosedLot, LOT_METHODS, type LotMethod } from './lots.ts';
import {
  applyFill,
  applyLateFee,
  averageCostOf,
  costOf,
  type FeeTreatment,
  marketValueOf,
  openPosition,
  type Position,
  type PositionFill,
  totalGainOf,
  unrealisedOf,
} from './position.ts';
import { NO_POSITIONS, positionOf, positionsOf, withFill } from './positions.ts';

const ACCOUNT = '01900000-0000-7000-8000-000000000001' as AccountId;
const OTHER = '01900000-0000-7000-8000-000000000002' as AccountId;
const BTC_EUR = 'BTC/EUR' as InstrumentId;
const AT = fromEpochMs(1_795_262_400_000);

interface Told {
  readonly side: Side;
  readonly qty: bigint;
  readonly px: bigint;
  readonly fee: bigint;
}

const side = fc.constantFrom('Buy' as const, 'Sell' as const);
const anyFill: fc.Arbitrary<Told> = fc.record({
  side,
  qty: fc.bigInt({ min: 1n, max: 10n ** 12n }),
  px: fc.bigInt({ min: 1n, max: 10n ** 9n }),
  fee: fc.bigInt({ min: -(10n ** 8n), max: 10n ** 10n }),
});
/** Whole units at whole prices, without fees: no method has anything to round. */
const wholeFill: fc.Arbitrary<Told> = fc.record({
  side,
  qty: fc.bigInt({ min: 1n, max: 12n }).map((units) => units * 10n ** 8n),
  px: fc.bigInt({ min: 1n, max: 9n }).map((euros) => euros * 1000n),
  fee: fc.constant(0n),
});
const manyFills = fc.array(anyFill, { maxLength: 40 });
const wholeFills = fc.array(wholeFill, { maxLength: 40 });
const method = fc.constantFrom(...LOT_METHODS);
const fees = fc.constantFrom('IntoCost' as const, 'Apart' as const);
const mark = fc.bigInt({ min: 0n, max: 10n ** 9n }).map((units) => fromUnits(units, 3) as Price);

function fillOf({ side: of, qty, px, fee }: Told, n: number): PositionFill {
  return {
    execId: `exec-${n}`,
    at: AT,
    side: of,
    lastQty: fromUnits(qty, 8) as Quantity,
    lastPx: fromUnits(px, 3) as Price,
    notional: null,
    feeInQuote: fromUnits(fee, 9),
  };
}

interface Run {
  readonly position: Position;
  readonly closed: readonly ClosedLot[];
}

function run(
  fills: readonly Told[],
  of: LotMethod,
  treatment: FeeTreatment = 'IntoCost',
  check?: (position: Position) => void,
): Run {
  const rule = { method: of, fees: treatment };
  let position = openPosition(ACCOUNT, BTC_EUR, rule);
  const closed: ClosedLot[] = [];
  fills.forEach((told, n) => {
    const change = unwrap(applyFill(position, fillOf(told, n)));
    position = change.position;
    closed.push(...change.closed);
    check?.(position);
  });
  return { position, closed };
}

const same = (a: Decimal, b: Decimal) => expect(String(a)).toBe(String(b));

test('realised and unrealised are cash and value, after every fill, whatever the method and mark', () => {
  fc.assert(
    fc.property(manyFills, method, fees, mark, (fills, of, treatment, at) => {
      run(fills, of, treatment, (position) => {
        same(totalGainOf(position, at), add(position.cash, marketValueOf(position, at)));
      });
    }),
    { numRuns: 300 },
  );
});

test('cash is what fills say: sales less purchases less fees', () => {
  fc.assert(
    fc.property(manyFills, method, fees, (fills, of, treatment) => {
      const cash = fills.reduce((total, { side: way, qty, px, fee }) => {
        const notional = qty * px * 10n ** 7n;
        return total + (way === 'Buy' ? -notional : notional) - fee * 10n ** 9n;
      }, 0n);
      expect(toUnits(run(fills, of, treatment).position.cash, 18)).toBe(cash);
    }),
  );
});

test('a fee that comes late leaves the same cost and gain as one that was known, while its lot is open', () => {
  const late = fc.array(fc.bigInt({ min: -(10n ** 8n), max: 10n ** 10n }), { maxLength: 40 });
  fc.assert(
    fc.property(manyFills, late, method, fees, mark, (fills, after, of, treatment, at) => {
      let { position } = run(fills, of, treatment);
      const lots = new Set(position.lots.map(({ openedBy }) => openedBy));
      fills.forEach(({ side: way }, n) => {
        const fee = fromUnits(after[n] ?? 0n, 9);
        const before = position;
        position = applyLateFee(before, { execId: `exec-${n}`, side: way }, fee);
        same(totalGainOf(position, at), add(position.cash, marketValueOf(position, at)));
        same(position.cash, subtract(before.cash, fee));
        same(position.quantity, before.quantity);
        const isOpen = of !== 'AverageCost' && lots.has(`exec-${n}`);
        if (isOpen && treatment === 'IntoCost') same(position.realised, before.realised);
      });
    }),
  );
});

test('quantity is the same over methods, and is the quantity of the lots', () => {
  fc.assert(
    fc.property(manyFills, fees, (fills, treatment) => {
      const net = fills.reduce((q, told) => q + (told.side === 'Buy' ? told.qty : -told.qty), 0n);
      for (const of of LOT_METHODS) {
        run(fills, of, treatment, (position) => {
          same(sum(position.lots.map(({ quantity }) => quantity)), absolute(position.quantity));
          expect(position.lots.every(({ quantity }) => signOf(quantity) > 0)).toBe(true);
        });
        expect(toUnits(run(fills, of, treatment).position.quantity, 8)).toBe(net);
      }
    }),
  );
});

test('what was closed lot by lot adds up to what was realised', () => {
  fc.assert(
    fc.property(manyFills, method, fees, (fills, of, treatment) => {
      const { position, closed } = run(fills, of, treatment);
      same(sum(closed.map(({ realised }) => realised)), position.realised);
      for (const lot of closed) {
        same(absolute(lot.realised), absolute(subtract(lot.proceeds, lot.cost)));
      }
    }),
  );
});

test('a position that is closed has realised the same by every method', () => {
  fc.assert(
    fc.property(manyFills, fees, (fills, treatment) => {
      const net = fills.reduce((q, told) => q + (told.side === 'Buy' ? told.qty : -told.qty), 0n);
      const last: Told = {
        side: net > 0n ? 'Sell' : 'Buy',
        qty: net < 0n ? -net : net,
        px: 12_345n,
        fee: 77n,
      };
      const all = net === 0n ? fills : [...fills, last];
      const realised = LOT_METHODS.map((of) => {
        const { position } = run(all, of, treatment);
        expect(position.lots).toEqual([]);
        return String(position.realised);
      });
      expect(new Set(realised).size).toBe(1);
    }),
  );
});

/** Every unit a lot of its own, found by looking through all of them: prices in whole euros. */
function unitTwin(fills: readonly Told[], of: LotMethod) {
  let units: { price: bigint; n: number }[] = [];
  let isLong = true;
  let realised = 0n;
  const next = (): number => {
    const best = (
      better: (a: { price: bigint; n: number }, b: { price: bigint; n: number }) => boolean,
    ) => units.reduce((at, unit, i) => (better(unit, units[at] ?? unit) ? i : at), 0);
    if (of === 'Fifo') return best((a, b) => a.n < b.n);
    if (of === 'Lifo') return best((a, b) => a.n > b.n);
    return best((a, b) => (isLong ? a.price > b.price : a.price < b.price));
  };
  fills.forEach(({ side: way, qty, px }, n) => {
    const price = px / 1000n;
    for (let unit = 0n; unit < qty / 10n ** 8n; unit += 1n) {
      const opens = units.length === 0 || isLong === (way === 'Buy');
      if (opens) {
        isLong = way === 'Buy';
        units.push({ price, n });
        continue;
      }
      const index = next();
      const cost = units[index]?.price ?? 0n;
      realised += isLong ? price - cost : cost - price;
      units = units.filter((_, i) => i !== index);
    }
  });
  return { realised, cost: units.reduce((total, { price }) => total + price, 0n) };
}

test('FIFO, LIFO and HIFO agree with the naive twin that keeps every unit apart', () => {
  const kinds = fc.constantFrom<LotMethod>('Fifo', 'Lifo', 'Hifo');
  fc.assert(
    fc.property(wholeFills, kinds, (fills, of) => {
      const { position } = run(fills, of);
      const { realised, cost } = unitTwin(fills, of);
      same(position.realised, fromUnits(realised, 0));
      same(costOf(position), fromUnits(cost, 0));
    }),
    { numRuns: 300 },
  );
});

/** The pool as an exact fraction: cost = top / bottom. */
function poolTwin(fills: readonly Told[]) {
  let [quantity, top, bottom] = [0n, 0n, 1n];
  for (const { side: way, qty, px } of fills) {
    const signed = way === 'Buy' ? qty : -qty;
    const isOpposite = quantity !== 0n && quantity > 0n !== signed > 0n;
    const size = quantity < 0n ? -quantity : quantity;
    const closing = isOpposite ? (qty < size ? qty : size) : 0n;
    if (closing > 0n) {
      top *= size - closing;
      bottom *= size;
    }
    top += (qty - closing) * px * bottom;
    quantity += signed;
  }
  return { top, bottom };
}

test('average cost agrees with the naive twin of exact fractions, to a unit of its decimals a fill', () => {
  fc.assert(
    fc.property(fc.array(wholeFill, { maxLength: 20 }), (fills) => {
      const { top, bottom } = poolTwin(fills);
      const cost = toUnits(costOf(run(fills, 'AverageCost').position), 18);
      const missed = cost * bottom - top * 10n ** 7n;
      const allowed = BigInt(fills.length) * bottom;
      expect(missed <= allowed && missed >= -allowed).toBe(true);
    }),
  );
});

describe('a position', () => {
  const told = (way: Side, qty: string, px: string, fee = '0', n = 0): PositionFill => ({
    execId: `exec-${n}`,
    at: AT,
    side: way,
    lastQty: decimal(qty) as Quantity,
    lastPx: decimal(px) as Price,
    notional: null,
    feeInQuote: decimal(fee),
  });
  const after = (of: LotMethod, treatment: FeeTreatment, fills: readonly PositionFill[]) =>
    fills.reduce(
      (position, fill) => unwrap(applyFill(position, fill)).position,
      openPosition(ACCOUNT, BTC_EUR, { method: of, fees: treatment }),
    );
  const bought = [
    told('Buy', '1', '100', '0', 1),
    told('Buy', '1', '140', '0', 2),
    told('Buy', '1', '120', '0', 3),
  ];

  it('realises by each method what its rule says, of bought lots', () => {
    const realised = (of: LotMethod) =>
      String(after(of, 'Apart', [...bought, told('Sell', '1', '130')]).realised);
    expect(LOT_METHODS.map(realised)).toEqual(['30', '10', '-10', '10']);
  });

  it('realises by each method what its rule says, of lots that were sold short', () => {
    const short = bought.map((fill) => ({ ...fill, side: 'Sell' as const }));
    const realised = (of: LotMethod) =>
      String(after(of, 'Apart', [...short, told('Buy', '1', '130')]).realised);
    expect(LOT_METHODS.map(realised)).toEqual(['-30', '-10', '-30', '-10']);
  });

  it('counts fees into cost and proceeds, or apart, with the same gain in all', () => {
    const fills = [told('Buy', '2', '100', '1'), told('Sell', '1', '110', '0.5')];
    const [into, apart] = [after('Fifo', 'IntoCost', fills), after('Fifo', 'Apart', fills)];
    expect([String(into.realised), String(costOf(into)), String(into.feesApart)]).toEqual([
      '9',
      '100.5',
      '0',
    ]);
    expect([String(apart.realised), String(costOf(apart)), String(apart.feesApart)]).toEqual([
      '10',
      '100',
      '1.5',
    ]);
    const at = decimal('105') as Price;
    expect(equals(totalGainOf(into, at), totalGainOf(apart, at))).toBe(true);
    expect(String(averageCostOf(into, 2))).toBe('100.5');
  });

  it('turns from long to short in one fill: closes all there was and opens the rest', () => {
    const turned = after('Fifo', 'IntoCost', [
      told('Buy', '1', '100'),
      told('Sell', '3', '110', '3'),
    ]);
    expect(String(turned.quantity)).toBe('-2');
    expect(String(turned.realised)).toBe('9');
    expect(String(costOf(turned))).toBe('218');
    expect(String(unrealisedOf(turned, decimal('100') as Price))).toBe('18');
  });

  it('takes the notional that was booked for an account’s part of a block', () => {
    const part = { ...told('Buy', '0.3', '33.33'), notional: decimal('10') };
    expect(String(costOf(after('Fifo', 'Apart', [part])))).toBe('10');
  });

  it('told its fee late is what it would have been with it, lot by lot', () => {
    const known = after('Hifo', 'IntoCost', [
      told('Buy', '1', '100', '50', 1),
      told('Buy', '1', '140', '0', 2),
    ]);
    const late = after('Hifo', 'IntoCost', bought.slice(0, 2));
    const corrected = applyLateFee(late, { execId: 'exec-1', side: 'Buy' }, decimal('50'));
    expect(corrected).toEqual(known);
    expect(corrected.lots.map(({ openedBy }) => openedBy)).toEqual(['exec-1', 'exec-2']);
    const sold = applyLateFee(known, { execId: 'exec-9', side: 'Sell' }, decimal('2'));
    expect([String(costOf(sold)), String(sold.realised)]).toEqual(['290', '-2']);
  });

  it('of nothing has no average, and a fill of nothing is refused', () => {
    const none = after('Fifo', 'Apart', []);
    expect(averageCostOf(none, 2)).toBeNull();
    expect(applyFill(none, told('Buy', '0', '1'))).toMatchObject({ error: { code: 'NotTraded' } });
  });

  it('is one per account and instrument, and keeps the rule it was opened with', () => {
    const of = {
      account: ACCOUNT,
      instrument: BTC_EUR,
      rule: { method: 'Lifo', fees: 'Apart' },
    } as const;
    const [first, second, third] = bought;
    if (first === undefined || second === undefined || third === undefined)
      throw new Error('None.');
    let positions = unwrap(withFill(NO_POSITIONS, of, first)).positions;
    const other = { ...of, account: OTHER, rule: { method: 'Fifo', fees: 'Apart' } } as const;
    positions = unwrap(withFill(positions, other, second)).positions;
    positions = unwrap(
      withFill(positions, { ...of, rule: { method: 'Fifo', fees: 'Apart' } }, third),
    ).positions;
    expect(positionsOf(positions, ACCOUNT).map(({ quantity }) => String(quantity))).toEqual(['2']);
    expect(positionOf(positions, ACCOUNT, BTC_EUR)?.rule.method).toBe('Lifo');
    expect(positionOf(positions, OTHER, BTC_EUR)?.lots.map(({ openedBy }) => openedBy)).toEqual([
      'exec-2',
    ]);
    const { closed } = unwrap(withFill(positions, of, told('Sell', '1', '1')));
    expect(closed.map(({ openedBy }) => openedBy)).toEqual(['exec-3']);
  });
});
