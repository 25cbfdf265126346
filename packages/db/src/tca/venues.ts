/** How venues served in a span of time: what they were sent, how fast they answered, what was traded. */
import { type Decimal, decimal, type UtcTime } from '@ultrathink/domain/kernel';
import type { BesideLater } from '@ultrathink/domain/tca';
import type { Tx } from '../connect.ts';
import { Prisma } from '../generated/client.ts';
import { markoutsOf } from './order-facts.ts';

export interface VenueSearch {
  /** Sent, or booked, then or later. */
  readonly from: UtcTime;
  readonly to: UtcTime;
  readonly client: string | null;
  readonly account: string | null;
  readonly instrument: string | null;
  readonly side: 'Buy' | 'Sell' | null;
  readonly strategy: string | null;
  readonly venue: string | null;
  readonly hasMarkouts: boolean;
}

export interface VenueService {
  readonly venue: string;
  /** Children that were sent there, and of those that have ended how many traded, or were refused there. */
  readonly sent: number;
  readonly traded: number;
  readonly rejected: number;
  /** Requests whose outcome was open for a while, ended ones included. */
  readonly unconfirmed: number;
  /** In base assets, each order by its own share: mean of filled over ordered of what has ended. */
  readonly filledShare: Decimal | null;
  /** From the commit of an order to the venue's first answer. */
  readonly ackP50Ms: number | null;
  readonly ackP95Ms: number | null;
  readonly answers: number;
}

const ENDED = Prisma.sql`('Filled', 'Canceled', 'Rejected', 'Expired')`;

/** By name. What was never sent does not count. */
export async function listVenueService(tx: Tx, search: VenueSearch): Promise<VenueService[]> {
  const rows = await tx.$queryRaw<
    {
      venue: string;
      sent: number;
      traded: number;
      rejected: number;
      unconfirmed: number;
      filled_share: string | null;
      p50: number | null;
      p95: number | null;
      answers: number;
    }[]
  >(Prisma.sql`
    with sent as materialized (
      select o.cl_ord_id, o.venue, o.order_qty, o.cum_qty, o.ord_status, o.rejected_by
      from trading."order" o where o.level = 'Child' and o.venue is not null
        and o.placed_at >= ${search.from}::timestamptz and o.placed_at < ${search.to}::timestamptz
        and o.rejected_by is distinct from 'Engine' ${narrowed(search)}
    ), answers as (
      select m.cl_ord_id, min(m.after_ms) as after_ms
      from sent s join trading.order_moment m on m.cl_ord_id = s.cl_ord_id
      where m.moment = 'Acknowledged' and m.at >= ${search.from}::timestamptz
      group by m.cl_ord_id
    ), doubts as (
      select u.cl_ord_id, count(*) as doubts
      from trading.unconfirmed u where u.since >= ${search.from}::timestamptz group by u.cl_ord_id
    )
    select s.venue, count(*)::int as sent, count(*) filter (where s.cum_qty > 0)::int as traded,
      count(*) filter (where s.rejected_by = 'Venue')::int as rejected,
      coalesce(sum(u.doubts), 0)::int as unconfirmed,
      round(avg(s.cum_qty / s.order_qty) filter (where s.ord_status in ${ENDED}), 4)::text
        as filled_share,
      percentile_disc(0.5) within group (order by a.after_ms) as p50,
      percentile_disc(0.95) within group (order by a.after_ms) as p95,
      count(a.after_ms)::int as answers
    from sent s
      left join answers a on a.cl_ord_id = s.cl_ord_id
      left join doubts u on u.cl_ord_id = s.cl_ord_id
    group by s.venue order by s.venue`);
  return rows.map(({ filled_share, p50, p95, ...row }) => ({
    ...row,
    filledShare: filled_share === null ? null : decimal(filled_share),
    ackP50Ms: p50,
    ackP95Ms: p95,
  }));
}

/** Sums over the fills of one instrument and side at one venue. */
export interface VenueFills {
  readonly venue: string;
  readonly side: 'Buy' | 'Sell';
  readonly quote: string;
  readonly fills: number;
  readonly notional: Decimal;
  readonly fees: Decimal | null;
  readonly made: Decimal;
  readonly atFill: {
    readonly quantity: Decimal;
    readonly notional: Decimal;
    readonly mids: Decimal;
  };
  readonly after: readonly BesideLater[];
}

/** By venue, quote asset and side. */
export async function listVenueFills(tx: Tx, search: VenueSearch): Promise<VenueFills[]> {
  const rows = await tx.$queryRaw<StoredFills[]>(Prisma.sql`
    with fills as materialized (
      select e.venue, e.side, split_part(e.instrument, '/', 2) as quote, e.venue_account_id,
        e.exec_id, e.last_qty as q, e.last_qty * e.last_px as n, e.last_qty * e.mid as m, e.is_maker,
        case coalesce(e.fee_asset, f.fee_asset)
          when split_part(e.instrument, '/', 2) then coalesce(e.fee_amount, f.fee_amount)
          when split_part(e.instrument, '/', 1)
            then coalesce(e.fee_amount, f.fee_amount) * e.last_px end as fee
      from trading.execution e left join trading.execution_fee f
        on f.venue_account_id = e.venue_account_id and f.exec_id = e.exec_id
          and f.at >= ${search.from}::timestamptz
      ${search.strategy === null ? Prisma.empty : Prisma.sql`join trading."order" o on o.cl_ord_id = e.parent_cl_ord_id and o.strategy = ${search.strategy}`}
      where e.at >= ${search.from}::timestamptz and e.at < ${search.to}::timestamptz
        and e.cl_ord_id is not null ${narrowedFills(search)}
    ), ${later(search)}
    select f.venue, f.side, f.quote, count(*)::int as fills,
      sum(n)::text as notional, sum(fee)::text as fees,
      count(*) filter (where fee is null)::int as unknown_fees,
      coalesce(sum(n) filter (where is_maker), 0)::text as made,
      coalesce(sum(q) filter (where m is not null), 0)::text as q,
      coalesce(sum(n) filter (where m is not null), 0)::text as n,
      coalesce(sum(m), 0)::text as m,
      (select json_agg(json_build_object('after', l.after_ms, 'q', l.q::text, 'n', l.n::text,
        'm', l.m::text, 'l', l.l::text)) from later l
        where l.venue = f.venue and l.side = f.side and l.quote = f.quote) as markouts
    from fills f group by f.venue, f.side, f.quote order by f.venue, f.quote, f.side`);
  return rows.map((row) => ({
    venue: row.venue,
    side: row.side,
    quote: row.quote,
    fills: row.fills,
    notional: decimal(row.notional),
    fees: row.unknown_fees > 0 || row.fees === null ? null : decimal(row.fees),
    made: decimal(row.made),
    atFill: { quantity: decimal(row.q), notional: decimal(row.n), mids: decimal(row.m) },
    after: markoutsOf(row.markouts),
  }));
}

interface StoredFills {
  readonly venue: string;
  readonly side: 'Buy' | 'Sell';
  readonly quote: string;
  readonly fills: number;
  readonly notional: string;
  readonly fees: string | null;
  readonly unknown_fees: number;
  readonly made: string;
  readonly q: string;
  readonly n: string;
  readonly m: string;
  readonly markouts: Parameters<typeof markoutsOf>[0];
}

function later({ hasMarkouts, from }: VenueSearch): Prisma.Sql {
  if (!hasMarkouts) {
    return Prisma.sql`later as (select null::text as venue, null::text as side, null::text as quote,
      0 as after_ms, 0 as q, 0 as n, 0 as m, 0 as l where false)`;
  }
  return Prisma.sql`later as materialized (
    select f.venue, f.side, f.quote, k.after_ms, sum(f.q) as q, sum(f.n) as n, sum(f.m) as m,
      sum(f.q * k.mid) as l
    from fills f join trading.markout k on k.venue_account_id = f.venue_account_id
      and k.exec_id = f.exec_id and k.at >= ${from}::timestamptz
    where k.mid is not null and f.m is not null group by f.venue, f.side, f.quote, k.after_ms)`;
}

function narrowed({ client, account, instrument, side, strategy, venue }: VenueSearch): Prisma.Sql {
  const parts: Prisma.Sql[] = [];
  if (client !== null) parts.push(Prisma.sql`and o.client_id = ${client}::uuid`);
  if (account !== null) parts.push(Prisma.sql`and o.account_id = ${account}::uuid`);
  if (instrument !== null) parts.push(Prisma.sql`and o.instrument = ${instrument}`);
  if (side !== null) parts.push(Prisma.sql`and o.side = ${side}`);
  if (strategy !== null) parts.push(Prisma.sql`and o.strategy = ${strategy}`);
  if (venue !== null) parts.push(Prisma.sql`and o.venue = ${venue}`);
  return parts.length === 0 ? Prisma.empty : Prisma.join(parts, ' ');
}

function narrowedFills({ client, account, instrument, side, venue }: VenueSearch): Prisma.Sql {
  const parts: Prisma.Sql[] = [];
  if (client !== null) parts.push(Prisma.sql`and e.client_id = ${client}::uuid`);
  if (account !== null) parts.push(Prisma.sql`and e.account_id = ${account}::uuid`);
  if (instrument !== null) parts.push(Prisma.sql`and e.instrument = ${instrument}`);
  if (side !== null) parts.push(Prisma.sql`and e.side = ${side}`);
  if (venue !== null) parts.push(Prisma.sql`and e.venue = ${venue}`);
  return parts.length === 0 ? Prisma.empty : Prisma.join(parts, ' ');
}
