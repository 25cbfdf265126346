/** How many events a search finds, what they have in common, and when they were. */
import { read, type Tx } from '@ultrathink/db';
import { bucketSearch, countSearch, type FacetCount, newestByActors } from '@ultrathink/db/events';
import { fromEpochMs, utcTimeSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { query } from '../../procedures/query.ts';
import { sightOf } from '../../procedures/sight-of.ts';
import { isId, type NameOf, namesFor, wordsOf } from './naming.ts';
import { bodyOf } from './rows.ts';
import { searchSchema } from './schemas.ts';

const values = z.array(
  z.strictObject({
    value: z.string(),
    /** Of a person or a client, where it may be known; of a part of the system what it writes as. */
    name: z.string().nullable(),
    count: z.int().nonnegative(),
  }),
);

const output = z.strictObject({
  total: z.int().nonnegative(),
  /** There are more: of the newest alone this is told. */
  isMore: z.boolean(),
  facets: z.strictObject({
    action: values,
    actor: values,
    subject: values,
    client: values,
    chain: values,
  }),
  /** Of the whole search but its span, so that a span can be seen in its surroundings. */
  buckets: z.array(
    z.strictObject({ from: utcTimeSchema, to: utcTimeSchema, count: z.int().nonnegative() }),
  ),
});

export const facets = query('audit.read')
  .input(z.strictObject({ search: searchSchema }))
  .output(output)
  .query(async ({ ctx: { authorise, caller, services }, input }) => {
    const { database, actor } = await authorise('audit.read', sightOf(caller));
    return read(database, actor, async (tx) => {
      const { text, ...rest } = input.search;
      const asked = { ...rest, words: await wordsOf(tx, services, text) };
      const counts = await countSearch(tx, asked);
      const buckets = await bucketSearch(tx, { ...asked, fromAt: null, toAt: null });
      const actors = counts.facets.filter(({ facet }) => facet === 'actor');
      const named = await namesFor(tx, services, actors.map(({ value }) => value).filter(isId));
      const unnamed = actors.map(({ value }) => value).filter((id) => named('Person', id) === null);
      const parts = await partsOfSystem(tx, unnamed);
      const nameOf: NameOf = (kind, id) => named(kind, id) ?? parts.get(id) ?? null;
      return {
        total: counts.total,
        isMore: counts.isMore,
        facets: facetsOf(counts.facets, nameOf),
        buckets: buckets.map(({ fromMs, toMs, count }) => ({
          from: fromEpochMs(fromMs),
          to: fromEpochMs(toMs),
          count,
        })),
      };
    });
  });

/** Which of these ids are runs of a part of the system, and what that writes as: `engine`. */
async function partsOfSystem(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const bodies = (await newestByActors(tx, ids)).map(bodyOf);
  const parts = bodies.filter(({ actor }) => actor.kind === 'System');
  return new Map(parts.map(({ actor, writer }) => [actor.id, writer]));
}

function facetsOf(counts: readonly FacetCount[], nameOf: NameOf): z.infer<typeof output>['facets'] {
  const of = (facet: FacetCount['facet'], kind: string | null) =>
    counts
      .filter((found) => found.facet === facet)
      .map(({ value, count }) => ({ value, count, name: kind && nameOf(kind, value) }));
  return {
    action: of('action', null),
    actor: of('actor', 'Person'),
    subject: of('subject', null),
    client: of('client', 'Client'),
    chain: of('chain', null),
  };
}
