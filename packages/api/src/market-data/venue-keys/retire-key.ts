/** Ends a key: one in use drains first, any other ends at once, and its secret is destroyed. */
import { drainVenueKey, retireVenueKey } from '@ultrathink/db/venue-keys';
import { addMs, err, ok } from '@ultrathink/domain/kernel';
import { afterEvent, drainSecondsSchema } from '@ultrathink/domain/market-data';
import { z } from 'zod';
import { reasonSchema } from '../../access/schemas.ts';
import { Refusal } from '../../errors.ts';
import { act } from '../../procedures/act.ts';
import { FIRM, keyToChange, overtaken, venueKeyId, venueKeyStatusSchema } from './schemas.ts';

export const retireKey = act('venues.disableKey')
  .input(
    z.strictObject({
      venueKeyId,
      /** For a key in use: how long it may still cancel and ask, at most. */
      drainSeconds: drainSecondsSchema,
      reason: reasonSchema,
    }),
  )
  .output(z.strictObject({ status: venueKeyStatusSchema }))
  .change({
    resource: () => FIRM,
    subject: (input) => input.venueKeyId,
    run: async ({ input: { venueKeyId: id, drainSeconds, reason }, tx, at }) => {
      const found = await keyToChange(tx, id, at);
      if (!found.ok) return found;
      const { status: from } = found.value;
      const until = addMs(at, drainSeconds * 1_000);
      const to = afterEvent(from, 'Drain') ?? afterEvent(from, 'Retire');
      if (to === undefined) {
        return err(new Refusal('Conflict', 'This key has ended already. Nothing was done.'));
      }
      const isMoved =
        to === 'Draining'
          ? await drainVenueKey(tx, { id, from, until, at })
          : await retireVenueKey(tx, { id, from, at });
      if (!isMoved) return err(overtaken());
      const drains = to === 'Draining' ? { drainUntil: until } : {};
      return ok({
        answer: { status: to },
        events: [
          {
            action: 'venues.retireKey',
            subject: { kind: 'VenueKey', id },
            before: { status: from },
            after: { status: to, ...drains },
            reason,
          },
        ],
      });
    },
  });
