/** What a browser seals a key to, so that only the worker of this account's shard opens it. */
import { read } from '@ultrathink/db';
import { currentSealKey, findVenueAccount } from '@ultrathink/db/venue-keys';
import { toBase64, toHex } from '@ultrathink/domain/audit';
import { utcTimeSchema } from '@ultrathink/domain/kernel';
import { KEYED_VENUES } from '@ultrathink/domain/market-data';
import { z } from 'zod';
import { Refusal } from '../../errors.ts';
import { query } from '../../procedures/query.ts';
import { FIRM, sealKeyId, venueAccountId } from './schemas.ts';

export const getSealKey = query('venues.readKeys')
  .input(z.strictObject({ venueAccountId }))
  .output(
    z.strictObject({
      sealKeyId,
      /** Base64 of a point of P-256, uncompressed. */
      publicKey: z.string(),
      /** Hex SHA-256 of it: the same as in the audit event that published it. */
      fingerprint: z.string(),
      until: utcTimeSchema,
      venue: z.enum(KEYED_VENUES),
    }),
  )
  .query(async ({ ctx, input }) => {
    const { database, actor } = await ctx.authorise('venues.readKeys', FIRM);
    const at = ctx.services.clock.now();
    return read(database, actor, async (tx) => {
      const account = await findVenueAccount(tx, input.venueAccountId);
      if (account === undefined) throw new Refusal('NotFound');
      const key = await currentSealKey(tx, account.shard, at);
      if (key === undefined) {
        throw new Refusal(
          'EngineAway',
          'The engine of this account has not started yet, so nothing can be sealed for it.',
        );
      }
      return {
        sealKeyId: key.id,
        publicKey: toBase64(key.publicKey),
        fingerprint: toHex(ctx.services.digest(key.publicKey)),
        until: key.until,
        venue: account.venue,
      };
    });
  });
