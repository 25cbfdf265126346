/**
 * Facts of orders that costs are reckoned from: one row an order, all sums exact, made by one statement.
 * An order is a parent; what its children filled is its own.
 */
import { type Decimal, decimal, type UtcTime } from '@ultrathink/domain/kernel';
import { MARKOUTS_MS, type OrderFacts } from '@ultrathink/domain/tca';
import { type ClOrdId, isEnded, type OrdStatus } from '@ultrathink/domain/trading';
import type { Tx } from '../connect.ts';
import { Prisma } from '../generated/client.ts';
import { utcOf } from '../moments.ts';

export interface CostedOrder {
  readonly clOrdId: ClOrdId;
  readonly account: string;
  readonly client: string | null;
  readonly instrument: string;
  readonly base: string;
  readonly quote: string;
  readonly strategy: string | null;
  readonly placedBy: string | null;
  readonly ordType: string;
  readonly ordStatus: OrdStatus;
  readonly placedAt: UtcTime;
  readonly fills: number;
  readonly firstFillAt: UtcTime | null;
  readonly lastFillAt: UtcTime | null;
  readonly facts: OrderFacts;
}

export interface CostSearch {
  /** One order alone; the rest narrows nothing then. */
  readonly clOrdId?: ClOrdId;
  /** Placed then or later. */
  readonly from: UtcTime;
  /** Placed before. */
  readonly to: UtcTime;
  readonly client: string | null;
  readonly account: string | null;
  readonly instrument: string | null;
  readonly side: 'Buy' | 'Sell' | null;
  readonly strategy: string | null;
  /** Those that traded at this venue; all of their fills count. */
  readonly venue: string | null;
  /** Newest first. */
  readonly most: number;
  /** A client may not read them: they bear no client. */
  readonly hasMarkouts: boolean;
}

/** Minutes of the market are summed over no longer span of an order's fills than this. */
const INTERVAL_MOST = '1 day';

/** `after_ms`, with sums over the fills that have a mid then and a mid when they were booked. */
interface StoredMarkout {
  readonly after: number;
  readonly q: string;
  readonly n: string;
  readonly m: string;
  readonly l: string;
}

interface Stored {
  readonly cl_ord_id: string;
  readonly account_id: string;
  readonly client_id: string | null;
  readonly instrument: string;
  readonly strategy: string | null;
  readonly placed_by: string | null;
  readonly side: 'Buy' | 'Sell';
  readonly ord_type: string;
  readonly ord_status: OrdStatus;
  readonly order_qty: string;
  readonly placed_at: Date;
  readonly fills: number | null;
  readonly filled: string | null;
  readonly notional: string | null;
  readonly fees: string | null;
  readonly unknown_fees: number | null;
  readonly mid_qty: string | null;
  readonly mid_notional: string | null;
  readonly mids: string | null;
  readonly first_at: Date | null;
  readonly last_at: Date | null;
  readonly decision: string | null;
  readonly arrival: string | null;
  readonly bid: string | null;
  readonly ask: string | null;
  readonly end_mid: string | null;
  readonly exp_quantity: string | null;
  readonly exp_notional: string | null;
  readonly exp_all_in: string | null;
  readonly markouts: readonly StoredMarkout[] | null;
  readonly volume: string | null;
  readonly turnover: string | null;
}

/** Newest first. Refused orders are not in it: they cost nothing. */
export async function listCostedOrders(tx: Tx, search: CostSearch): Promise<CostedOrder[]> {
  const rows = await tx.$queryRaw<Stored[]>(Prisma.sql`
    with chosen as materialized (
      select o.* from trading."order" o where o.level = 'Parent' and o.ord_status <> 'Rejected'
        ${narrowed(search)}
      order by o.placed_at desc, o.cl_ord_id desc limit ${search.most}::int
    ), fills as materialized (
      select e.parent_cl_ord_id as id, e.at, e.venue_account_id, e.exec_id, e.last_qty, e.last_px, e.mid,
        e.traded_at, ${FEE_IN_QUOTE} as fee
      from chosen c cross join lateral (
          select * from trading.execution where parent_cl_ord_id = c.cl_ord_id
            and at >= c.placed_at - ${SLACK} ${EACH}) e
        left join lateral (
          select fee_amount, fee_asset from trading.execution_fee
          where venue_account_id = e.venue_account_id and exec_id = e.exec_id
            and at >= e.at - ${SLACK} ${EACH}) f on true
    ), sums as (
      select id, count(*)::int as fills, sum(last_qty) as filled, sum(last_qty * last_px) as notional,
        sum(fee) as fees, count(*) filter (where fee is null)::int as unknown_fees,
        sum(last_qty) filter (where mid is not null) as mid_qty,
        sum(last_qty * last_px) filter (where mid is not null) as mid_notional,
        sum(last_qty * mid) as mids, min(traded_at) as first_at, max(traded_at) as last_at
      from fills group by id
    ), ${marked(search)}
    select c.cl_ord_id, c.account_id, c.client_id, c.instrument, c.strategy, c.placed_by, c.side,
      c.ord_type, c.ord_status, c.order_qty::text, c.placed_at, s.fills, s.filled::text,
      s.notional::text, s.fees::text, s.unknown_fees, s.mid_qty::text, s.mid_notional::text,
      s.mids::text, s.first_at, s.last_at, d.mid::text as decision, r.mid::text as arrival,
      r.bid::text, r.ask::text, z.mid::text as end_mid, r.quantity::text as exp_quantity,
      r.notional::text as exp_notional, r.all_in::text as exp_all_in, m.markouts,
      b.volume::text, b.turnover::text
    from chosen c left join sums s on s.id = c.cl_ord_id
      left join marked m on m.id = c.cl_ord_id
      left join lateral (${momentOf(Prisma.sql`moment = 'Decided'`)}) d on true
      left join lateral (${momentOf(Prisma.sql`moment = 'Decided' and quantity is not null`)}) r on true
      left join lateral (${momentOf(Prisma.sql`moment = 'Ended'`)}) z on true
      left join lateral (
        select sum(volume) as volume, sum(volume * (high + low + close)) / 3 as turnover
        from market_data.bar where instrument_id = c.instrument
          and opens_at >= date_trunc('minute', s.first_at) and opens_at <= s.last_at
          and s.last_at - s.first_at <= ${INTERVAL_MOST}::interval) b on true
    order by c.placed_at desc, c.cl_ord_id desc`);
  return rows.map(costedOrder);
}

/** One told in the base asset is worth its price; one in a third asset has none here. */
const FEE_IN_QUOTE = Prisma.sql`case coalesce(e.fee_asset, f.fee_asset)
  when split_part(e.instrument, '/', 2) then coalesce(e.fee_amount, f.fee_amount)
  when split_part(e.instrument, '/', 1) then coalesce(e.fee_amount, f.fee_amount) * e.last_px end`;

/** What came of an order was kept after it was placed: months before need not be looked at. */
const SLACK = Prisma.sql`interval '1 minute'`;
/** Keeps a subselect apart, so that it is looked up for each row and its table never read whole. */
const EACH = Prisma.sql`offset 0`;

const momentOf = (which: Prisma.Sql) => Prisma.sql`
  select bid, ask, mid, quantity, notional, all_in from trading.order_moment
  where cl_ord_id = c.cl_ord_id and at >= c.placed_at - ${SLACK} and ${which} order by at, sequence, ordinal limit 1`;

function narrowed(search: CostSearch): Prisma.Sql {
  const { clOrdId, from, to, client, account, instrument, side, strategy, venue } = search;
  if (clOrdId !== undefined) return Prisma.sql`and o.cl_ord_id = ${clOrdId}::uuid`;
  const parts = [
    Prisma.sql`and o.placed_at >= ${from}::timestamptz and o.placed_at < ${to}::timestamptz`,
  ];
  if (client !== null) parts.push(Prisma.sql`and o.client_id = ${client}::uuid`);
  if (account !== null) parts.push(Prisma.sql`and o.account_id = ${account}::uuid`);
  if (instrument !== null) parts.push(Prisma.sql`and o.instrument = ${instrument}`);
  if (side !== null) parts.push(Prisma.sql`and o.side = ${side}`);
  if (strategy !== null) parts.push(Prisma.sql`and o.strategy = ${strategy}`);
  if (venue !== null) {
    parts.push(Prisma.sql`and exists (select 1 from trading.execution x
      where x.parent_cl_ord_id = o.cl_ord_id and x.venue = ${venue})`);
  }
  return Prisma.join(parts, ' ');
}

function marked({ hasMarkouts }: CostSearch): Prisma.Sql {
  if (!hasMarkouts) {
    return Prisma.sql`marked as (select null::uuid as id, null::json as markouts where false)`;
  }
  return Prisma.sql`by_time as (
      select f.id, k.after_ms, sum(f.last_qty) as q, sum(f.last_qty * f.last_px) as n,
        sum(f.last_qty * f.mid) as m, sum(f.last_qty * k.mid) as l
      from fills f cross join lateral (
        select after_ms, mid from trading.markout where venue_account_id = f.venue_account_id
          and exec_id = f.exec_id and at >= f.at - ${SLACK} ${EACH}) k
      where k.mid is not null and f.mid is not null group by f.id, k.after_ms
    ), marked as (
      select id, json_agg(json_build_object('after', after_ms, 'q', q::text, 'n', n::text,
        'm', m::text, 'l', l::text) order by after_ms) as markouts from by_time group by id
    )`;
}

const known = (text: string | null): Decimal | null => (text === null ? null : decimal(text));
const orZero = (text: string | null): Decimal => decimal(text ?? '0');

function costedOrder(row: Stored): CostedOrder {
  const [base = '', quote = ''] = row.instrument.split('/');
  return {
    clOrdId: row.cl_ord_id as ClOrdId,
    account: row.account_id,
    client: row.client_id,
    instrument: row.instrument,
    base,
    quote,
    strategy: row.strategy,
    placedBy: row.placed_by,
    ordType: row.ord_type,
    ordStatus: row.ord_status,
    placedAt: utcOf(row.placed_at),
    fills: row.fills ?? 0,
    firstFillAt: row.first_at && utcOf(row.first_at),
    lastFillAt: row.last_at && utcOf(row.last_at),
    facts: factsOf(row),
  };
}

function factsOf(row: Stored): OrderFacts {
  const [quantity, notional, allIn] = [row.exp_quantity, row.exp_notional, row.exp_all_in];
  const isExpected = quantity !== null && notional !== null && allIn !== null;
  return {
    side: row.side,
    orderQty: decimal(row.order_qty),
    isEnded: isEnded(row.ord_status),
    filled: orZero(row.filled),
    notional: orZero(row.notional),
    fees: (row.unknown_fees ?? 0) > 0 ? null : orZero(row.fees),
    decision: known(row.decision),
    arrival: known(row.arrival),
    end: known(row.end_mid),
    bid: known(row.bid),
    ask: known(row.ask),
    atFill: {
      quantity: orZero(row.mid_qty),
      notional: orZero(row.mid_notional),
      mids: orZero(row.mids),
    },
    after: markoutsOf(row.markouts),
    interval:
      row.volume === null || row.turnover === null
        ? null
        : { volume: decimal(row.volume), turnover: decimal(row.turnover) },
    expected: isExpected
      ? { quantity: decimal(quantity), notional: decimal(notional), allIn: decimal(allIn) }
      : null,
  };
}

/** Of each time that the engine looks, as far as it has looked. */
export function markoutsOf(stored: readonly StoredMarkout[] | null): OrderFacts['after'] {
  return MARKOUTS_MS.flatMap((afterMs) => {
    const found = stored?.find(({ after }) => after === afterMs);
    if (found === undefined) return [];
    const { q, n, m, l } = found;
    return [
      { afterMs, quantity: decimal(q), notional: decimal(n), mids: decimal(m), later: decimal(l) },
    ];
  });
}
