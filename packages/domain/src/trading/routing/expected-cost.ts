/** What a receipt says its plan was to come to: the estimate that a result is compared with. */
import { z } from 'zod';
import { type Decimal, decimalSchema, sum } from '../../kernel/index.ts';
import type { RoutingReceipt } from './receipt.ts';

/** Of what was to be taken at once, by the books of the decision; in quote asset but for `quantity`. */
export interface ExpectedCost {
  readonly quantity: Decimal;
  readonly notional: Decimal;
  /** With taker fees: more than `notional` for a buy, less for a sell. */
  readonly allIn: Decimal;
}

const planSchema = z.object({
  children: z.array(
    z.object({
      purpose: z.enum(['Take', 'Rest']),
      quantity: decimalSchema,
      notional: decimalSchema,
      allIn: decimalSchema,
    }),
  ),
});

/** Null where the plan can't be read. What rests has no expected cost: nobody knows when it trades. */
export function expectedCost({ plan }: Pick<RoutingReceipt, 'plan'>): ExpectedCost | null {
  let value: unknown;
  try {
    value = JSON.parse(plan);
  } catch {
    return null;
  }
  const read = planSchema.safeParse(value);
  if (!read.success) return null;
  const taking = read.data.children.filter(({ purpose }) => purpose === 'Take');
  return {
    quantity: sum(taking.map(({ quantity }) => quantity)),
    notional: sum(taking.map(({ notional }) => notional)),
    allIn: sum(taking.map(({ allIn }) => allIn)),
  };
}
