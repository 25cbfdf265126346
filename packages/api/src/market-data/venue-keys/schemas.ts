/** Shapes and look-ups that the procedures of venue keys share. */
import type { Tx } from '@ultrathink/db';
import { lockVenueKey, type SeenVenueKey } from '@ultrathink/db/venue-keys';
import { fromBase64 } from '@ultrathink/domain/audit';
import { err, idSchema, ok, type Result, type UtcTime } from '@ultrathink/domain/kernel';
import {
  SEALED_MAX_BYTES,
  SEALED_MIN_BYTES,
  type SealKeyId,
  VENUE_KEY_STATUSES,
  type VenueAccountId,
  type VenueKeyId,
} from '@ultrathink/domain/market-data';
import { z } from 'zod';
import { Refusal } from '../../errors.ts';

export const venueAccountId = idSchema<VenueAccountId>();
export const venueKeyId = idSchema<VenueKeyId>();
export const sealKeyId = idSchema<SealKeyId>();
export const venueKeyStatusSchema = z.enum(VENUE_KEY_STATUSES);

const SEALED_MAX_CHARS = Math.ceil(SEALED_MAX_BYTES / 3) * 4;

/** Base64 of what `sealCredentials` made. */
export const sealedSchema = z
  .string()
  .max(SEALED_MAX_CHARS)
  .refine((text) => {
    const bytes = fromBase64(text);
    if (!bytes.ok || bytes.value[0] !== 1) return false;
    return bytes.value.length >= SEALED_MIN_BYTES && bytes.value.length <= SEALED_MAX_BYTES;
  }, 'No secret that was sealed for the worker.');

export const FIRM = { kind: 'Firm' } as const;

/** The key, locked; what is not there and what is not to be seen are one answer. */
export async function keyToChange(
  tx: Tx,
  id: VenueKeyId,
  at: UtcTime,
): Promise<Result<SeenVenueKey, Refusal>> {
  const key = await lockVenueKey(tx, id, at);
  return key === undefined ? err(new Refusal('NotFound')) : ok(key);
}

export const overtaken = () =>
  new Refusal('Conflict', 'This key was moved by somebody else first. Nothing was done.');
