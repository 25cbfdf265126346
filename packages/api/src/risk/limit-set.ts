/** A set of limits as pages are told of it. */
import type { StoredLimitSet } from '@ultrathink/db/controls';
import { idSchema, toText, utcTimeSchema } from '@ultrathink/domain/kernel';
import { LIMIT_KINDS, LIMIT_LEVELS, type LimitId, type LimitKind } from '@ultrathink/domain/risk';
import { z } from 'zod';
import { clientId } from '../access/schemas.ts';
import { type Agreements, versionFields } from '../approval/versions.ts';

export const limitSetSchema = z.strictObject({
  ...versionFields,
  level: z.enum(LIMIT_LEVELS),
  /** The id on that level; `firm` for the firm. */
  scope: z.string(),
  clientId: clientId.nullable(),
  /** By kind. */
  limits: z.array(
    z.strictObject({
      id: idSchema<LimitId>(),
      /** Null: whatever is traded. */
      instrument: z.string().nullable(),
      kind: z.enum(Object.keys(LIMIT_KINDS) as [LimitKind, ...LimitKind[]]),
      unit: z.enum(['Money', 'Quantity', 'Ratio', 'Count', 'Milliseconds']),
      /** Money in the firm's currency of valuation, quantities in base asset, ratios of 1. */
      value: z.string(),
      /** It tightens while markets are wild. */
      isDynamic: z.boolean(),
      from: utcTimeSchema,
      until: utcTimeSchema.nullable(),
    }),
  ),
});

export function limitSetOut(
  set: StoredLimitSet,
  agreed: Agreements,
): z.input<typeof limitSetSchema> {
  return {
    ...agreed.version(set),
    level: set.level,
    scope: set.scope,
    clientId: set.client,
    limits: set.limits.map(({ value, ...limit }) => ({
      ...limit,
      ...LIMIT_KINDS[limit.kind],
      value: toText(value),
    })),
  };
}
