/** Proposes that a key take the place of the one its account uses, which then drains. */
import { drainSecondsSchema } from '@ultrathink/domain/market-data';
import { z } from 'zod';
import { reasonSchema } from '../../access/schemas.ts';
import { openedSchema } from '../../approval/open.ts';
import { act } from '../../procedures/act.ts';
import { openKeyProposal } from './open-key-proposal.ts';
import { FIRM, venueKeyId } from './schemas.ts';

export const rotateKey = act('venues.proposeKey')
  .input(
    z.strictObject({
      /** The new one. */
      venueKeyId,
      replacesKeyId: venueKeyId,
      /** How long the old one may still cancel and ask, at most. */
      drainSeconds: drainSecondsSchema,
      reason: reasonSchema,
    }),
  )
  .output(openedSchema)
  .change({
    resource: () => FIRM,
    subject: (input) => input.venueKeyId,
    run: ({ ctx, input: { venueKeyId: key, replacesKeyId, drainSeconds, reason }, tx, at }) => {
      const replaces = { key: replacesKeyId, drainSeconds };
      return openKeyProposal({ ctx, tx, at, key, replaces, reason });
    },
  });
