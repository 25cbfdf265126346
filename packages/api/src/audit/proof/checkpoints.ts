/** What was signed, the longest log first. */
import { read } from '@ultrathink/db';
import { listCheckpoints } from '@ultrathink/db/proof';
import { z } from 'zod';
import { query } from '../../procedures/query.ts';
import { sightOf } from '../../procedures/sight-of.ts';
import { cursorSchema, cursorText } from './cursor.ts';
import { checkpointRow, checkpointSchema } from './schemas.ts';

const PAGE = 50;

const input = z.strictObject({ from: cursorSchema(['below']).nullable() });

const output = z.strictObject({
  rows: z.array(checkpointSchema).max(PAGE),
  next: z.string().nullable(),
});

export const checkpoints = query('audit.read')
  .input(input)
  .output(output)
  .query(async ({ ctx: { authorise, caller }, input: { from } }) => {
    const { database, actor } = await authorise('audit.read', sightOf(caller));
    const most = PAGE + 1;
    const found = await read(database, actor, (tx) =>
      listCheckpoints(tx, from === null ? { most } : { below: from.below, most }),
    );
    const rows = found.slice(0, PAGE).map(checkpointRow);
    const last = rows.at(-1);
    return { rows, next: found.length > PAGE && last ? cursorText(last.size) : null };
  });
