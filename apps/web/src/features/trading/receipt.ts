/** Routing receipts as pages read them: the texts were sealed as they stand, and are only shown. */
import { z } from 'zod';

const planSchema = z.object({
  children: z.array(
    z.object({
      venue: z.string(),
      purpose: z.enum(['Take', 'Rest']),
      quantity: z.string(),
      price: z.string(),
      ordType: z.string(),
      notional: z.string(),
      allIn: z.string(),
    }),
  ),
  quantity: z.string(),
  unrouted: z.string(),
});
export type Plan = z.infer<typeof planSchema>;

const alternativesSchema = z.array(
  z.object({
    name: z.union([
      z.object({ kind: z.literal('Only'), venue: z.string() }),
      z.object({ kind: z.literal('BestPrice') }),
    ]),
    quantity: z.string(),
    notional: z.string(),
    allIn: z.string(),
    dearerBps: z.string().nullable(),
  }),
);
export type Alternative = z.infer<typeof alternativesSchema>[number];

export function readPlan(text: string): Plan | null {
  return readAs(planSchema, text);
}

export function readAlternatives(text: string): readonly Alternative[] {
  return readAs(alternativesSchema, text) ?? [];
}

function readAs<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    const read = schema.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
