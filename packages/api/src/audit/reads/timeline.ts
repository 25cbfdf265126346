/** Everything that happened to one subject, or belonged to one act: the oldest first. */
import { read } from '@ultrathink/db';
import { readTimeline } from '@ultrathink/db/events';
import { type CorrelationId, idSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { query } from '../../procedures/query.ts';
import { sightOf } from '../../procedures/sight-of.ts';
import { nextOf, placeSchema, rowsOf } from './rows.ts';
import { pageSchema } from './schemas.ts';

const PAGE = 100;

const input = z.strictObject({
  of: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('subject'),
      subjectKind: z.string().regex(/^[A-Z][A-Za-z]{0,79}$/, 'Not a kind of ours.'),
      id: z.string().min(1).max(200),
    }),
    z.strictObject({ kind: z.literal('correlation'), id: idSchema<CorrelationId>() }),
  ]),
  from: placeSchema,
});

export const timeline = query('audit.read')
  .input(input)
  .output(pageSchema(PAGE))
  .query(async ({ ctx: { authorise, caller, services }, input: { of, from } }) => {
    const { database, actor } = await authorise('audit.read', sightOf(caller));
    return read(database, actor, async (tx) => {
      const found = await readTimeline(tx, of, { after: from, most: PAGE + 1 });
      return { rows: await rowsOf(tx, services, found.slice(0, PAGE)), next: nextOf(found, PAGE) };
    });
  });
