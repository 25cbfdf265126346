/**
 * Takes a key as the browser sealed it. Nothing here can open it: what is stored beside it (a masked
 * name and a fingerprint) is compared with what is inside by the worker, which then asks the venue.
 */
import { findSealKey, findVenueAccount, insertVenueKey } from '@ultrathink/db/venue-keys';
import { fromBase64 } from '@ultrathink/domain/audit';
import { err, ok, unwrap } from '@ultrathink/domain/kernel';
import {
  maskedKeyNameSchema,
  type VenueKeyId,
  venueKeyFingerprintSchema,
  venueLabelSchema,
} from '@ultrathink/domain/market-data';
import { z } from 'zod';
import { Refusal } from '../../errors.ts';
import { act } from '../../procedures/act.ts';
import { FIRM, sealedSchema, sealKeyId, venueAccountId, venueKeyId } from './schemas.ts';

export const submitKey = act('venues.submitKey')
  .input(
    z.strictObject({
      venueAccountId,
      /** As people call it; one of its kind in the account, for ever. */
      label: venueLabelSchema,
      maskedName: maskedKeyNameSchema,
      fingerprint: venueKeyFingerprintSchema,
      /** What it was sealed to. */
      sealKeyId,
      sealed: sealedSchema,
    }),
  )
  .output(z.strictObject({ venueKeyId }))
  .change({
    resource: () => FIRM,
    subject: ({ venueAccountId: account, fingerprint }) => `${account} ${fingerprint}`,
    run: async ({ ctx, input, tx, at }) => {
      const { label, maskedName, fingerprint } = input;
      const account = await findVenueAccount(tx, input.venueAccountId);
      if (account === undefined) return err(new Refusal('NotFound'));
      if (account.mode === 'Paper') {
        const sentence = 'An account on paper has no keys. Nothing was kept.';
        return err(new Refusal('Conflict', sentence));
      }
      const sealKey = await findSealKey(tx, input.sealKeyId);
      if (sealKey === undefined || sealKey.shard !== account.shard || sealKey.until <= at) {
        const sentence =
          'It was sealed to a key that is not in force. Nothing was kept; enter it again.';
        return err(new Refusal('Conflict', sentence));
      }
      const id = ctx.services.ids.next<VenueKeyId>();
      const isMade = await insertVenueKey(tx, {
        id,
        account,
        label,
        fingerprint,
        maskedName,
        sealKey: sealKey.id,
        sealed: unwrap(fromBase64(input.sealed)),
        by: ctx.person,
        at,
      });
      if (!isMade) {
        const sentence =
          'This key is entered already, or the account has one by this label. Nothing was kept.';
        return err(new Refusal('Conflict', sentence));
      }
      const { id: accountId, venue } = account;
      return ok({
        answer: { venueKeyId: id },
        events: [
          {
            action: 'venues.submitKey',
            subject: { kind: 'VenueKey', id },
            after: { account: accountId, venue, label, fingerprint, sealKey: sealKey.id },
          },
        ],
      });
    },
  });
