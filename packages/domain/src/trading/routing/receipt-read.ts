/** What a receipt's texts say. They were sealed as they stand: amounts stay text, as they were written. */
import { z } from 'zod';
import { parseDecimal } from '../../kernel/index.ts';

const amount = z.string().refine((text) => parseDecimal(text).ok);

const planSchema = z.object({
  children: z.array(
    z.object({
      venue: z.string(),
      purpose: z.enum(['Take', 'Rest']),
      quantity: amount,
      price: amount,
      ordType: z.string(),
      notional: amount,
      allIn: amount,
    }),
  ),
  quantity: amount,
  unrouted: amount,
});
export type ReceiptPlan = z.infer<typeof planSchema>;

const alternativesSchema = z.array(
  z.object({
    name: z.union([
      z.object({ kind: z.literal('Only'), venue: z.string() }),
      z.object({ kind: z.literal('BestPrice') }),
    ]),
    quantity: amount,
    notional: amount,
    allIn: amount,
    dearerBps: amount.nullable(),
  }),
);
export type ReceiptAlternative = z.infer<typeof alternativesSchema>[number];

/** Null: it can't be read. */
export function readPlan(text: string): ReceiptPlan | null {
  return readAs(planSchema, text);
}

/** None where it can't be read. */
export function readAlternatives(text: string): readonly ReceiptAlternative[] {
  return readAs(alternativesSchema, text) ?? [];
}

/** Null: no JSON, or not of this shape. */
export function readAs<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    const read = schema.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
