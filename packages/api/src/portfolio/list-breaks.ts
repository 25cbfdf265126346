/** Differences between our books and venues', with who sees to each. */
import { read } from '@ultrathink/db';
import { listBreaks as stored } from '@ultrathink/db/trading';
import { listVenueAccounts } from '@ultrathink/db/venue-keys';
import { idSchema, utcTimeSchema } from '@ultrathink/domain/kernel';
import type { VenueAccountId } from '@ultrathink/domain/market-data';
import { z } from 'zod';
import { firmOrClient } from '../access/asked-client.ts';
import { personRefSchema, readNames, refOf } from '../access/names.ts';
import { clientId } from '../access/schemas.ts';
import { query } from '../procedures/query.ts';

const MOST = 200;
const amount = z.string().max(80);

const rowSchema = z.strictObject({
  id: z.string(),
  /** What kind of difference: `BalanceDrift`, `MissingVenueFill`. */
  kind: z.string(),
  venueAccountId: idSchema<VenueAccountId>(),
  venue: z.string().nullable(),
  venueAccountLabel: z.string().nullable(),
  /** Whose money it may be; null: not known, or everybody's. */
  clientId: clientId.nullable(),
  severity: z.enum(['Low', 'Medium', 'High']),
  openedAt: utcTimeSchema,
  /** The order, execution or asset it is about. */
  subject: z.string(),
  ours: z.string().nullable(),
  theirs: z.string().nullable(),
  /** In US dollars; null where it has none. */
  value: amount.nullable(),
  /** What would mend it: so much from the place's suspense to whom it belongs. */
  proposed: z.strictObject({ asset: z.string(), amount }).nullable(),
  closedAt: utcTimeSchema.nullable(),
  /** Agreed or Healed; null while it is open. */
  how: z.string().nullable(),
  owner: z.strictObject({ person: personRefSchema, at: utcTimeSchema }).nullable(),
});

export const listBreaks = query('portfolio.readBreaks')
  .input(
    z.strictObject({
      clientId: clientId.optional(),
      show: z.enum(['Open', 'Closed']).default('Open'),
    }),
  )
  .output(z.strictObject({ breaks: z.array(rowSchema).max(MOST) }))
  .query(async ({ ctx, input }) => {
    const resource = firmOrClient(ctx.caller, input.clientId);
    const { database, actor } = await ctx.authorise('portfolio.readBreaks', resource);
    const client = resource.kind === 'Client' ? resource.client : null;
    return read(database, actor, async (tx) => {
      const rows = await stored(tx, { show: input.show, client, most: MOST });
      const places = new Map((await listVenueAccounts(tx)).map((one) => [one.id as string, one]));
      const people = rows.flatMap(({ owner }) => (owner === null ? [] : [owner.person]));
      const names = await readNames(tx, ctx.services, [...new Set(people)]);
      return {
        breaks: rows.map(({ client: of, venueAccount, owner, ...row }) => ({
          ...row,
          clientId: of,
          venueAccountId: venueAccount as VenueAccountId,
          venue: places.get(venueAccount)?.venue ?? null,
          venueAccountLabel: places.get(venueAccount)?.label ?? null,
          owner: owner === null ? null : { person: refOf(names, owner.person), at: owner.at },
        })),
      };
    });
  });
