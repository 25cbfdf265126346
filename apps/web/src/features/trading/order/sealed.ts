/** What sealed events say, read out of their own bytes. */
import { z } from 'zod';
import type { TrailEvent } from './model.ts';

const sealedSchema = z.object({
  actor: z.object({ kind: z.string(), id: z.string() }),
  subject: z.object({ kind: z.string(), id: z.string() }),
  after: z
    .object({
      journal: z.object({ sequence: z.int(), hash: z.string() }).optional(),
      receivedAt: z.string().optional(),
      verdict: z.string().optional(),
      checks: z.union([z.int(), z.unknown()]).optional(),
      ordStatus: z.string().optional(),
      orderId: z.string().nullish(),
      request: z.string().optional(),
      how: z.string().optional(),
      lastQty: z.string().optional(),
    })
    .loose(),
});
export type Sealed = z.infer<typeof sealedSchema>;

/** Null for one that has another shape: it is listed, and tells no step. */
export function readSealed({ body }: Pick<TrailEvent, 'body'>): Sealed | null {
  try {
    const read = sealedSchema.safeParse(JSON.parse(body));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
