/** The database's own figures over a span of time, for charts and the list of largest tables. */
import { read } from '@ultrathink/db';
import { latestMeasure, listMeasures } from '@ultrathink/db/operations';
import { addMs, utcTimeSchema } from '@ultrathink/domain/kernel';
import { databaseMeasureSchema } from '@ultrathink/domain/operations';
import { z } from 'zod';
import { query } from '../procedures/query.ts';

/** More points than this a chart on a screen can not show. */
const MEASURES_MAX = 240;

const HOUR_MS = 60 * 60 * 1_000;

/** The spans one can ask for, in ms. */
const SPANS = { '1h': HOUR_MS, '24h': 24 * HOUR_MS, '7d': 7 * 24 * HOUR_MS } as const;

const input = z.strictObject({ span: z.enum(['1h', '24h', '7d']) });

const output = z.strictObject({
  from: utcTimeSchema,
  to: utcTimeSchema,
  /** Oldest first; at most 240, spread evenly. The tables are only in `latest`. */
  measures: z.array(databaseMeasureSchema.omit({ tables: true })).max(MEASURES_MAX),
  /** The newest of all, also when it is older than `from`; null before the first. */
  latest: databaseMeasureSchema.nullable(),
});

export const listDatabaseMeasures = query('operations.read')
  .input(input)
  .output(output)
  .query(async ({ ctx: { services, authorise }, input: { span } }) => {
    const to = services.clock.now();
    const from = addMs(to, -SPANS[span]);
    const { database, actor } = await authorise('operations.read', { kind: 'Firm' });
    return read(database, actor, async (tx) => {
      const measures = await listMeasures(tx, { from, to: addMs(to, 1), most: MEASURES_MAX });
      const latest = (await latestMeasure(tx)) ?? null;
      return { from, to, measures: measures.map(({ tables: _, ...figures }) => figures), latest };
    });
  });
