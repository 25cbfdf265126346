/** Takes a key out of use at once. It comes back by a proposal alone. */
import { suspendVenueKey } from '@ultrathink/db/venue-keys';
import { err, ok } from '@ultrathink/domain/kernel';
import { afterEvent } from '@ultrathink/domain/market-data';
import { z } from 'zod';
import { reasonSchema } from '../../access/schemas.ts';
import { Refusal } from '../../errors.ts';
import { act } from '../../procedures/act.ts';
import { FIRM, keyToChange, overtaken, venueKeyId, venueKeyStatusSchema } from './schemas.ts';

export const suspendKey = act('venues.disableKey')
  .input(z.strictObject({ venueKeyId, reason: reasonSchema }))
  .output(z.strictObject({ status: venueKeyStatusSchema }))
  .change({
    resource: () => FIRM,
    subject: (input) => input.venueKeyId,
    run: async ({ input: { venueKeyId: id, reason }, tx, at }) => {
      const found = await keyToChange(tx, id, at);
      if (!found.ok) return found;
      const { status: from } = found.value;
      const to = afterEvent(from, 'Suspend');
      if (to === undefined) {
        const sentence = `This key is ${from.toLowerCase()}, so it is not in use. Nothing was done.`;
        return err(new Refusal('Conflict', sentence));
      }
      if (!(await suspendVenueKey(tx, { id, from }))) return err(overtaken());
      return ok({
        answer: { status: to },
        events: [
          {
            action: 'venues.suspendKey',
            subject: { kind: 'VenueKey', id },
            before: { status: from },
            after: { status: to },
            reason,
          },
        ],
      });
    },
  });
