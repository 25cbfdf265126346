/** Proposes that a key come into use for an account that has none. */
import { z } from 'zod';
import { reasonSchema } from '../../access/schemas.ts';
import { openedSchema } from '../../approval/open.ts';
import { act } from '../../procedures/act.ts';
import { openKeyProposal } from './open-key-proposal.ts';
import { FIRM, venueKeyId } from './schemas.ts';

export const proposeKey = act('venues.proposeKey')
  .input(z.strictObject({ venueKeyId, reason: reasonSchema }))
  .output(openedSchema)
  .change({
    resource: () => FIRM,
    subject: (input) => input.venueKeyId,
    run: ({ ctx, input: { venueKeyId: key, reason }, tx, at }) =>
      openKeyProposal({ ctx, tx, at, key, replaces: null, reason }),
  });
