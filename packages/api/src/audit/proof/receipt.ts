/** The receipt of one event: a file that proves it offline. */
import { read } from '@ultrathink/db';
import { makeReceipt } from '@ultrathink/db/proof';
import { type EventId, idSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { query } from '../../procedures/query.ts';
import { sightOf } from '../../procedures/sight-of.ts';
import { countSchema } from './schemas.ts';

const input = z.strictObject({ eventId: idSchema<EventId>() });

const output = z
  .strictObject({
    /** Place in the log, from 0. */
    index: countSchema,
    /** Of the checkpoint it stands under. */
    size: countSchema,
    fileName: z.string(),
    /** A `.tlog-proof`. */
    text: z.string(),
  })
  /** null while no checkpoint is signed over it: a minute or two after it was sealed. */
  .nullable();

export const receipt = query('audit.verify')
  .input(input)
  .output(output)
  .query(async ({ ctx: { authorise, caller }, input: { eventId } }) => {
    const { database, actor } = await authorise('audit.verify', sightOf(caller));
    const made = await read(database, actor, (tx) => makeReceipt(tx, eventId));
    if (made.kind === 'NotYet') return null;
    const { event, size, text } = made;
    const fileName = `${event.chain}-${event.sequence}.tlog-proof`;
    return { index: event.index, size, fileName, text };
  });
