/** Depth of one instrument, once; a live stream that names it in `books` is told each change. */
import { bookViewSchema, instrumentTextSchema } from '@ultrathink/domain/market-data';
import { z } from 'zod';
import { askEngine } from '../engine/ask-engine.ts';
import { Refusal } from '../errors.ts';
import { query } from '../procedures/query.ts';
import { sightOf } from '../procedures/sight-of.ts';

export const getBook = query('marketData.read')
  .input(z.strictObject({ instrument: instrumentTextSchema }))
  .output(bookViewSchema)
  .query(async ({ ctx, input: { instrument } }) => {
    ctx.requirePermission('marketData.read', sightOf(ctx.caller));
    const { book } = await askEngine(ctx, { name: 'readBook', instrument });
    if (book === null) throw new Refusal('NotFound');
    return book;
  });
