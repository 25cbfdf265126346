/** What a proposal of a venue key carries: exactly which key, as it was probed, for which account. */
import { z } from 'zod';
import { plainTextSchema } from '../access/index.ts';
import { idSchema, utcTimeSchema } from '../kernel/index.ts';
import {
  DRAIN_MAX_SECONDS,
  KEYED_VENUES,
  type VenueAccountId,
  type VenueKeyId,
} from './venue-key.ts';

export const VENUE_LABEL_MAX_CHARS = 60;

export const venueLabelSchema = plainTextSchema(VENUE_LABEL_MAX_CHARS).min(1);
/** Hex SHA-256. */
export const venueKeyFingerprintSchema = z
  .string()
  .regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits.');
/** As `maskKeyName` makes it. */
export const maskedKeyNameSchema = z
  .string()
  .max(12)
  .regex(/^[!-~]{1,4}…[!-~]{0,4}$/u, 'A masked key name, such as abcd…wxyz.');

export const probedPermissionsSchema = z.strictObject({
  mayRead: z.boolean(),
  mayTrade: z.boolean(),
  mayWithdraw: z.boolean(),
  isAddressBound: z.boolean().nullable(),
  expiresAt: utcTimeSchema.nullable(),
});

export const drainSecondsSchema = z.int().min(0).max(DRAIN_MAX_SECONDS);

export const venueKeyPayloadSchema = z.strictObject({
  key: idSchema<VenueKeyId>(),
  account: idSchema<VenueAccountId>(),
  venue: z.enum(KEYED_VENUES),
  label: venueLabelSchema,
  fingerprint: venueKeyFingerprintSchema,
  permissions: probedPermissionsSchema,
  /** The key whose place it takes; null where the account has none. */
  replaces: z
    .strictObject({
      key: idSchema<VenueKeyId>(),
      fingerprint: venueKeyFingerprintSchema,
      /** How long the other may still cancel and ask. */
      drainSeconds: drainSecondsSchema,
    })
    .nullable(),
});
export type VenueKeyPayload = z.infer<typeof venueKeyPayloadSchema>;
