/** One event whole, with the bytes that were sealed. */
import { read } from '@ultrathink/db';
import { findEvent } from '@ultrathink/db/events';
import { toHex } from '@ultrathink/domain/audit';
import { type EventId, idSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { Refusal } from '../../errors.ts';
import { query } from '../../procedures/query.ts';
import { sightOf } from '../../procedures/sight-of.ts';
import { bodyOf, rowsOf, textOf } from './rows.ts';
import { rowSchema } from './schemas.ts';

const output = rowSchema.extend({
  before: z.unknown(),
  after: z.unknown(),
  reason: z.string().nullable(),
  commandId: z.string(),
  causationId: z.string().nullable(),
  /** The process that sealed it, by its role. */
  writer: z.string(),
  session: z.string().nullable(),
  apiKey: z.string().nullable(),
  previousHash: z.string(),
  /** Place in the log, from 0; null until it is numbered. */
  leafIndex: z.int().nonnegative().nullable(),
  /** The sealed bytes: canonical JSON. */
  body: z.string(),
});

export const get = query('audit.read')
  .input(z.strictObject({ id: idSchema<EventId>() }))
  .output(output)
  .query(async ({ ctx: { authorise, caller, services }, input: { id } }) => {
    const { database, actor } = await authorise('audit.read', sightOf(caller));
    return read(database, actor, async (tx) => {
      const event = await findEvent(tx, id);
      if (event === undefined) throw new Refusal('NotFound');
      const [row] = await rowsOf(tx, services, [event]);
      if (row === undefined) throw new Error('An event that is there makes a row.');
      const { before, after, reason, commandId, causationId, writer, actor: by } = bodyOf(event);
      return {
        ...row,
        before: before ?? null,
        after: after ?? null,
        reason,
        commandId,
        causationId,
        writer,
        session: by.session ?? null,
        apiKey: by.key ?? null,
        previousHash: toHex(event.previousHash),
        leafIndex: event.index,
        body: textOf(event),
      };
    });
  });
