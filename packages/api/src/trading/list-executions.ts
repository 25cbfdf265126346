/** What venues told of trades, newest first. */
import { read } from '@ultrathink/db';
import { type ExecutionPlace, listExecutions as stored } from '@ultrathink/db/trading';
import { idSchema, utcTimeSchema } from '@ultrathink/domain/kernel';
import type { VenueAccountId } from '@ultrathink/domain/market-data';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { query } from '../procedures/query.ts';
import { sightOf } from '../procedures/sight-of.ts';
import { choosing, executionSchema, MOST_ROWS, narrowing } from './schemas.ts';

const cursorSchema = z.string().max(320);

const placeSchema = z.tuple([
  utcTimeSchema,
  idSchema<VenueAccountId>(),
  z.string().regex(/^[\x20-\x7e]{1,200}$/),
]);

/** The parts never have a blank in them but the last, which ends it. */
function placeOf(cursor: string | null): ExecutionPlace | null {
  if (cursor === null) return null;
  const [at = '', account = '', ...rest] = cursor.split(' ');
  const parsed = placeSchema.safeParse([at, account, rest.join(' ')]);
  if (!parsed.success) throw new Refusal('InvalidInput', 'This is no place in the list.');
  const [moment, venueAccount, execId] = parsed.data;
  return { at: moment, venueAccount, execId };
}

export const listExecutions = query('trading.readOrders')
  .input(
    z.strictObject({
      ...narrowing,
      ...choosing,
      venues: z
        .array(z.string().regex(/^[a-z0-9-]{1,40}$/))
        .max(32)
        .nullable()
        .default(null),
      before: utcTimeSchema.nullable().default(null),
      /** `next` of the page before. */
      cursor: cursorSchema.nullable().default(null),
      most: z.int().min(1).max(MOST_ROWS).default(50),
    }),
  )
  .output(
    z.strictObject({
      executions: z.array(executionSchema).max(MOST_ROWS),
      /** Where the next page begins; null at the end. */
      next: cursorSchema.nullable(),
    }),
  )
  .query(async ({ ctx, input: { cursor, ...input } }) => {
    const { database, actor } = await ctx.authorise('trading.readOrders', sightOf(ctx.caller));
    const after = placeOf(cursor);
    const search = { ...input, after, most: input.most + 1 };
    const rows = await read(database, actor, (tx) => stored(tx, search));
    const executions = rows.slice(0, input.most);
    const last = rows.length > input.most ? executions.at(-1) : undefined;
    const next = last === undefined ? null : `${last.at} ${last.venueAccount} ${last.execId}`;
    return { executions, next };
  });
