/** Names an account of ours at a venue, for keys to be entered for. */
import { findClient } from '@ultrathink/db/clients';
import { insertVenueAccount } from '@ultrathink/db/venue-keys';
import { err, ok } from '@ultrathink/domain/kernel';
import {
  KEYED_VENUES,
  type VenueAccountId,
  venueLabelSchema,
} from '@ultrathink/domain/market-data';
import { z } from 'zod';
import { clientId } from '../../access/schemas.ts';
import { Refusal } from '../../errors.ts';
import { act } from '../../procedures/act.ts';
import { FIRM, venueAccountId } from './schemas.ts';

export const createAccount = act('venues.createAccount')
  .input(
    z.strictObject({
      venue: z.enum(KEYED_VENUES),
      /** As people call it; one of its kind at the venue. */
      label: venueLabelSchema,
      /** On paper it fills against the venue's live books, reaches no venue and needs no key. */
      mode: z.enum(['Live', 'Paper']).default('Live'),
      /** Whose assets it holds; null for the firm's own. */
      clientId: clientId.nullable(),
    }),
  )
  .output(z.strictObject({ venueAccountId }))
  .change({
    resource: () => FIRM,
    subject: ({ venue, label }) => `${venue} ${label}`,
    run: async ({ ctx, input: { venue, label, mode, clientId: client }, tx, at }) => {
      if (client !== null && (await findClient(tx, client)) === undefined) {
        return err(new Refusal('NotFound'));
      }
      const id = ctx.services.ids.next<VenueAccountId>();
      const account = { id, venue, label, mode, client, by: ctx.person, at };
      if (!(await insertVenueAccount(tx, account))) {
        return err(
          new Refusal('Conflict', `There is an account "${label}" already. Nothing was done.`),
        );
      }
      return ok({
        answer: { venueAccountId: id },
        events: [
          {
            action: 'venues.createAccount',
            subject: { kind: 'VenueAccount', id },
            after: { venue, label, mode },
          },
        ],
      });
    },
  });
