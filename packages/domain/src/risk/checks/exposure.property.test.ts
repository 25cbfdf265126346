import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal, fromUnits, toText, toUnits } from '../../kernel/index.ts';
import { RISK_CHECKS } from '../all-checks.ts';
import { answer, figures, limit, ORDER, qty } from '../samples.ts';

/** Thousandths of base asset; one unit is worth 100. */
const amount = fc.bigInt({ min: 0n, max: 10n ** 9n });
const signed = fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n });
const dec = (units: bigint) => fromUnits(units, 3);
const abs = (units: bigint) => (units < 0n ? -units : units);
const side = fc.constantFrom('Buy' as const, 'Sell' as const);

/** The naive twin: every subset of open orders may fill, so the ends are tried one by one. */
function worstOf(position: bigint, buys: bigint, sells: bigint): bigint {
  const ends = [position, position + buys, position - sells, position + buys - sells];
  return ends.map(abs).sort((a, b) => Number(b - a))[0] ?? 0n;
}

const inputs = fc.record({
  side,
  quantity: amount.filter((n) => n > 0n),
  position: signed,
  buy: amount,
  sell: amount,
  elsewhere: amount,
  most: amount,
});

const orderOf = ({ side: which, quantity }: { side: 'Buy' | 'Sell'; quantity: bigint }) => ({
  ...ORDER,
  side: which,
  orderQty: qty(toText(dec(quantity))),
});

describe('position and gross exposure', () => {
  it('are those of the worst that open orders and this one can come to', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { position, buy, sell, quantity, elsewhere, most } = input;
        const isBuy = input.side === 'Buy';
        const worst = worstOf(
          position,
          isBuy ? buy + quantity : buy,
          isBuy ? sell : sell + quantity,
        );
        const reduces = isBuy ? position + buy + quantity <= 0n : position - sell - quantity >= 0n;
        const { facts } = figures({
          position: dec(position),
          workingBuy: dec(buy),
          workingSell: dec(sell),
          grossElsewhere: dec(elsewhere),
        });
        for (const [code, units] of [
          ['Position', worst * 100n],
          ['GrossExposure', worst * 100n + elsewhere],
        ] as const) {
          const limits = [limit(code, toText(dec(most)))];
          const check = answer(RISK_CHECKS[code], {
            order: orderOf(input),
            facts: { ...facts, limits },
          });
          expect(check.actual).toBe(toText(dec(units)));
          expect(check.verdict === 'Refuse').toBe(units > most && !reduces);
        }
      }),
    );
  });

  it('orders one after another never get over the limit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ side, quantity: fc.bigInt({ min: 1n, max: 3000n }) }), {
          maxLength: 60,
        }),
        (list) => {
          const working = { Buy: 0n, Sell: 0n };
          for (const one of list) {
            const changes = figures({
              workingBuy: dec(working.Buy),
              workingSell: dec(working.Sell),
            });
            const check = answer(RISK_CHECKS.Position, { ...changes, order: orderOf(one) });
            if (check.verdict !== 'Refuse') working[one.side] += one.quantity;
            expect(worstOf(0n, working.Buy, working.Sell) * 100n <= 1_000_000n).toBe(true);
          }
        },
      ),
    );
  });
});

describe('shares', () => {
  const share = fc.integer({ min: 1, max: 10_000 }).map((n) => fromUnits(BigInt(n), 4));

  it('of drawdown are judged exactly, and told no better than they are', () => {
    fc.assert(
      fc.property(
        share,
        amount,
        amount.filter((n) => n > 0n),
        (most, equity, peak) => {
          const { facts } = figures({ equity: dec(equity), peakEquity: dec(peak) });
          const limits = [limit('DrawdownFromPeak', toText(most))];
          const check = answer(RISK_CHECKS.DrawdownFromPeak, { facts: { ...facts, limits } });
          const down = peak > equity ? peak - equity : 0n;
          expect(check.verdict === 'Refuse').toBe(down * 10_000n > toUnits(most, 4) * peak);
          const told = toUnits(decimal(check.actual ?? ''), 6);
          expect(told * peak >= down * 1_000_000n).toBe(true);
        },
      ),
    );
  });
});
