/** Stops that canceled, drills among them, and how long it took until the last order had ended. */
import { read } from '@ultrathink/db';
import { listCompletedStops } from '@ultrathink/db/controls';
import { idSchema, utcTimeSchema } from '@ultrathink/domain/kernel';
import { KILL_GRADES, STATE_LEVELS } from '@ultrathink/domain/risk';
import { z } from 'zod';
import { firmOrClient } from '../access/asked-client.ts';
import { personRefSchema, readNames, refOf } from '../access/names.ts';
import { clientId } from '../access/schemas.ts';
import { query } from '../procedures/query.ts';

const STOPS_MOST = 200;

const stopSchema = z.strictObject({
  id: idSchema(),
  key: z.strictObject({ level: z.enum(STATE_LEVELS), scope: z.string() }),
  clientId: clientId.nullable(),
  grade: z.enum(KILL_GRADES),
  /** When it was decided. */
  since: utcTimeSchema,
  /** When nothing of it worked any more. */
  completedAt: utcTimeSchema,
  /** That worked then. */
  orders: z.number().int(),
  /** Milliseconds from the decision to the end of the last of them. */
  lastEndedMs: z.number().int(),
  /** Who asked for it, and when; null where nobody did: a breaker's. */
  asked: z
    .strictObject({
      by: personRefSchema,
      at: utcTimeSchema,
      isDrill: z.boolean(),
      /** Milliseconds from there, the click, to the end of the last of them. */
      lastEndedMs: z.number().int(),
    })
    .nullable(),
});

export const listStops = query('risk.readState')
  .input(z.strictObject({ clientId: clientId.optional() }))
  .output(z.strictObject({ stops: z.array(stopSchema).max(STOPS_MOST) }))
  .query(async ({ ctx, input }) => {
    const resource = firmOrClient(ctx.caller, input.clientId);
    const { database, actor } = await ctx.authorise('risk.readState', resource);
    return read(database, actor, async (tx) => {
      const only = resource.kind === 'Client' ? resource.client : null;
      const stops = await listCompletedStops(tx, STOPS_MOST);
      const shown = stops.filter(({ client }) => only === null || client === only);
      const people = shown.flatMap(({ asked }) => asked?.by ?? []);
      const names = await readNames(tx, ctx.services, [...new Set(people)]);
      return {
        stops: shown.map(({ client, key, asked, ...stop }) => ({
          ...stop,
          key: { ...key },
          clientId: client,
          asked: asked === null ? null : { ...asked, by: refOf(names, asked.by) },
        })),
      };
    });
  });
