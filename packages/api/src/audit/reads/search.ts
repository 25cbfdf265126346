/** Events that match, the newest first, page by page. */
import { read } from '@ultrathink/db';
import { searchEvents } from '@ultrathink/db/events';
import { z } from 'zod';
import { query } from '../../procedures/query.ts';
import { sightOf } from '../../procedures/sight-of.ts';
import { wordsOf } from './naming.ts';
import { nextOf, placeSchema, rowsOf } from './rows.ts';
import { pageSchema, searchSchema } from './schemas.ts';

const PAGE = 100;

const input = z.strictObject({
  search: searchSchema,
  from: placeSchema,
});

export const search = query('audit.read')
  .input(input)
  .output(pageSchema(PAGE))
  .query(async ({ ctx: { authorise, caller, services }, input: asked }) => {
    const { database, actor } = await authorise('audit.read', sightOf(caller));
    return read(database, actor, async (tx) => {
      const { text, ...rest } = asked.search;
      const words = await wordsOf(tx, services, text);
      const page = { after: asked.from, most: PAGE + 1 };
      const found = await searchEvents(tx, { ...rest, words }, page);
      return { rows: await rowsOf(tx, services, found.slice(0, PAGE)), next: nextOf(found, PAGE) };
    });
  });
