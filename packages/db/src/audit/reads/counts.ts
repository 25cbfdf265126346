/** How many events a search finds, by what they have in common, and when they were. */
import type { Tx } from '../../connect.ts';
import { Prisma } from '../../generated/client.ts';
import { type EventSearch, found } from './condition.ts';

export type FacetColumn = 'action' | 'actor' | 'subject' | 'client' | 'chain';

export interface FacetCount {
  readonly facet: FacetColumn;
  readonly value: string;
  readonly count: number;
}

export interface BucketCount {
  readonly fromMs: number;
  readonly toMs: number;
  readonly count: number;
}

export interface SearchCounts {
  readonly total: number;
  /** More than are counted: of the newest alone is told. */
  readonly isMore: boolean;
  readonly facets: readonly FacetCount[];
}

/** So many of the newest events are counted; beyond that a reader narrows the search. */
export const COUNTED_MOST = 20_000;
const VALUES_MOST = 40;

export async function countSearch(tx: Tx, search: EventSearch): Promise<SearchCounts> {
  const rows = await tx.$queryRaw<
    { facet: FacetColumn | null; value: string | null; n: bigint }[]
  >(Prisma.sql`
    with m as materialized (
      select e.action, e.actor, e.subject_kind, e.client_id, e.chain
      from ${found(search, { after: null, most: COUNTED_MOST + 1 })} f
      join audit.event e on e.at = f.at and e.id = f.id)
    select null as facet, null as value, count(*) as n from m
    union all (select 'action', action, count(*) from m group by action order by 3 desc limit ${VALUES_MOST})
    union all (select 'actor', actor::text, count(*) from m group by actor order by 3 desc limit ${VALUES_MOST})
    union all (select 'subject', subject_kind, count(*) from m group by subject_kind order by 3 desc limit ${VALUES_MOST})
    union all (select 'client', client_id::text, count(*) from m where client_id is not null group by client_id order by 3 desc limit ${VALUES_MOST})
    union all (select 'chain', chain, count(*) from m group by chain order by 3 desc limit ${VALUES_MOST})`);
  const counted = Number(rows.find(({ facet }) => facet === null)?.n ?? 0);
  const facets = rows.flatMap(({ facet, value, n }) =>
    facet === null || value === null ? [] : [{ facet, value, count: Number(n) }],
  );
  return { total: Math.min(counted, COUNTED_MOST), isMore: counted > COUNTED_MOST, facets };
}

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;
const WIDTHS_S = [
  MINUTE_S,
  5 * MINUTE_S,
  15 * MINUTE_S,
  HOUR_S,
  6 * HOUR_S,
  DAY_S,
  7 * DAY_S,
  30 * DAY_S,
  365 * DAY_S,
];
const BUCKETS_MOST = 60;

/** Spans of time that touch, each as wide as keeps them at most sixty, empty ones too. */
export async function bucketSearch(tx: Tx, search: EventSearch): Promise<BucketCount[]> {
  const newest = found(search, { after: null, most: COUNTED_MOST });
  const [ends] = await tx.$queryRaw<{ first: Date | null; last: Date | null }[]>(
    Prisma.sql`select min(f.at) as first, max(f.at) as last from ${newest} f`,
  );
  if (!ends?.first || !ends.last) return [];
  const spanMs = ends.last.getTime() - ends.first.getTime();
  const widthS = WIDTHS_S.find((width) => spanMs / (width * 1_000) < BUCKETS_MOST - 1) ?? spanMs;
  const widthMs = widthS * 1_000;
  const startMs = Math.floor(ends.first.getTime() / widthMs) * widthMs;
  const rows = await tx.$queryRaw<{ n: bigint; count: bigint }[]>(Prisma.sql`
    select floor(extract(epoch from f.at) / ${widthS})::bigint as n, count(*) as count
    from ${newest} f group by 1`);
  const counts = new Map(rows.map(({ n, count }) => [Number(n) * widthMs, Number(count)]));
  const buckets: BucketCount[] = [];
  for (let fromMs = startMs; fromMs <= ends.last.getTime(); fromMs += widthMs) {
    buckets.push({ fromMs, toMs: fromMs + widthMs, count: counts.get(fromMs) ?? 0 });
  }
  return buckets;
}
