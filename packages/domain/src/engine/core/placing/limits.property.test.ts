/** A thousand orders at a limit: whatever they are and in whatever order, it is never passed. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { add, compare, decimal, lessThan, mapGet, multiply, ZERO } from '../../../kernel/index.ts';
import { freeOf } from '../../../ledger/index.ts';
import type { OrderWish } from '../input.ts';
import { aMoment, decisionOf, limitAt, placing, run } from '../sample-inputs.ts';
import {
  ALPHA_ACCOUNT,
  aWorld,
  controlsTaken,
  holderAt,
  LIMIT_VALUES,
  limitsSet,
  marked,
  PLACES,
  qty,
  USD,
  withEvents,
} from '../samples.ts';

/** In dollars, at a mark of 100: two clients hold 600 bitcoin over three venues, and get twenty more. */
const MOST = decimal('62000');
const HELD = '100';

const wishes = fc.array(
  fc.record({
    size: fc.integer({ min: 1, max: 4_000 }),
    price: fc.integer({ min: 9_600, max: 10_000 }),
  }),
  { minLength: 100, maxLength: 100 },
);

test('1,000 orders at a limit of position never reach over it, and every refusal says so', () => {
  fc.assert(
    fc.property(wishes, (all) => {
      const tight = limitsSet('firm', 'firm', { ...LIMIT_VALUES, Position: String(MOST) });
      const funded = aWorld({ funds: { usd: '1000000', btc: HELD } });
      let state = withEvents(funded, ...controlsTaken([tight], 1000));
      let refused = 0;
      all.forEach(({ size, price }, n) => {
        const wish: Partial<OrderWish> = {
          orderQty: qty(String(size / 1000)),
          terms: limitAt(String(price / 100)),
        };
        const afterMs = n * 10;
        const moment = aMoment(afterMs);
        const stepped = run(withEvents(state, marked(moment.at)), placing(n, wish), moment);
        if (decisionOf(stepped.effects).verdict === 'Refused') refused += 1;
        state = stepped.state;
        const firm = mapGet(state.risk.exposures, 'firm|firm|BTC');
        const reach = multiply(
          add(firm?.position ?? ZERO, firm?.workingBuy ?? ZERO),
          decimal('100'),
        );
        expect(compare(reach, MOST)).toBeLessThanOrEqual(0);
        for (const place of PLACES) {
          const free = freeOf(state.ledger, holderAt(ALPHA_ACCOUNT, USD, place));
          expect(lessThan(free, ZERO)).toBe(false);
        }
      });
      expect(refused).toBeGreaterThan(0);
    }),
    { numRuns: 10 },
  );
}, 60_000);
