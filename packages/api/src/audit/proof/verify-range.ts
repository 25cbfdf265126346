/** "Verify now": one part of the log against its hashes and what was signed; call it until `next` is null. */
import { read } from '@ultrathink/db';
import { verifyRange as verifyRangeOf } from '@ultrathink/db/proof';
import { z } from 'zod';
import { query } from '../../procedures/query.ts';
import { sightOf } from '../../procedures/sight-of.ts';
import { cursorSchema, cursorText } from './cursor.ts';
import { ownOf, seesAll } from './reach.ts';
import { countSchema, findingRow, findingSchema } from './schemas.ts';

/** Some 100 ms of work. */
const EVENTS_MOST = 1000;

const input = z.strictObject({
  from: cursorSchema(['size', 'next', 'checked', 'total']).nullable(),
});

const output = z.strictObject({
  /** Events verified so far, of those that this reader may see and that are signed. */
  checked: countSchema,
  total: countSchema,
  next: z.string().nullable(),
  /** The first bad place; null so far. */
  finding: findingSchema.nullable(),
});

export const verifyRange = query('audit.verify')
  .input(input)
  .output(output)
  .query(async ({ ctx: { authorise, caller }, input: { from } }) => {
    const { database, actor } = await authorise('audit.verify', sightOf(caller));
    const plan = {
      cursor: from ?? undefined,
      seesAll: seesAll(actor),
      most: EVENTS_MOST,
      ...ownOf(caller),
    };
    const told = await read(database, actor, (tx) => verifyRangeOf(tx, plan), {
      isOneMoment: true,
    });
    const { checked, total, next, finding } = told;
    return {
      checked,
      total,
      next: next && cursorText(next.size, next.next, next.checked, next.total),
      finding: finding === undefined ? null : findingRow(finding),
    };
  });
