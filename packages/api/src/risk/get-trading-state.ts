/** Where trading is stopped, by whom, and what people did about it. */
import { read } from '@ultrathink/db';
import { listStandingStates, listStateChanges } from '@ultrathink/db/controls';
import { venuesOfKeys } from '@ultrathink/db/venue-keys';
import type { PersonId } from '@ultrathink/domain/kernel';
import { idSchema, utcTimeSchema } from '@ultrathink/domain/kernel';
import { KILL_GRADES, STATE_LEVELS, TRADING_STATES } from '@ultrathink/domain/risk';
import { z } from 'zod';
import { firmOrClient } from '../access/asked-client.ts';
import { personRefSchema, readNames, refOf } from '../access/names.ts';
import { clientId, proposalId } from '../access/schemas.ts';
import { query } from '../procedures/query.ts';

const CHANGES_MOST = 200;

const keySchema = z.strictObject({ level: z.enum(STATE_LEVELS), scope: z.string() });

const output = z.strictObject({
  /** Where anything ever stopped, as the engine last told; a level that is not here was never stopped. */
  states: z.array(
    z.strictObject({
      key: keySchema,
      clientId: clientId.nullable(),
      state: z.enum(TRADING_STATES),
      grade: z.enum(KILL_GRADES).nullable(),
      since: utcTimeSchema.nullable(),
      /** Null where a breaker stopped it, or nothing stands. */
      by: personRefSchema.nullable(),
      isByBreaker: z.boolean(),
      why: z.string(),
      /** Of a key at a venue, where it is known to whoever asks. */
      venue: z.string().nullable(),
    }),
  ),
  /** Newest first: stops by people, and that trading was let go on. */
  changes: z
    .array(
      z.strictObject({
        id: idSchema(),
        key: keySchema,
        clientId: clientId.nullable(),
        change: z.enum(['Kill', 'Resume']),
        grade: z.enum(KILL_GRADES),
        why: z.string(),
        by: personRefSchema,
        at: utcTimeSchema,
        proposalId: proposalId.nullable(),
        /** A stop that was made to measure how long its cancels take. */
        isDrill: z.boolean(),
      }),
    )
    .max(CHANGES_MOST),
});

export const getTradingState = query('risk.readState')
  .input(z.strictObject({ clientId: clientId.optional() }))
  .output(output)
  .query(async ({ ctx, input }) => {
    const resource = firmOrClient(ctx.caller, input.clientId);
    const { database, actor } = await ctx.authorise('risk.readState', resource);
    return read(database, actor, async (tx) => {
      const only = resource.kind === 'Client' ? resource.client : null;
      const isAsked = ({ client }: { readonly client: string | null }) =>
        only === null || client === only;
      const states = (await listStandingStates(tx)).filter(isAsked);
      const changes = (await listStateChanges(tx, CHANGES_MOST)).filter(isAsked);
      const people = [...states, ...changes].flatMap(({ by }): PersonId[] =>
        by === null || by === 'Breaker' || by === 'Break' ? [] : [by],
      );
      const keys = states.filter(({ key }) => key.level === 'venueKey');
      // Keys are the house's: of a client's own nothing but their stop is told.
      const seen = resource.kind === 'Firm' ? keys.map(({ key }) => key.scope) : [];
      const venues = await venuesOfKeys(tx, seen);
      const names = await readNames(tx, ctx.services, [...new Set(people)]);
      return {
        states: states.map(({ client, by, ...state }) => ({
          ...state,
          key: { ...state.key },
          clientId: client,
          by: by === null || by === 'Breaker' || by === 'Break' ? null : refOf(names, by),
          isByBreaker: by === 'Breaker' || by === 'Break',
          venue: venues.get(state.key.scope) ?? null,
        })),
        changes: changes.map(({ client, by, proposal, ...change }) => ({
          ...change,
          key: { ...change.key },
          clientId: client,
          by: refOf(names, by),
          proposalId: proposal,
        })),
      };
    });
  });
