/** What trading brought day by day: flows of assets, closing prices, and what trades were charged. */
import type { ClientId, UtcTime } from '@ultrathink/domain/kernel';
import type { Tx } from '../connect.ts';
import { Prisma } from '../generated/client.ts';

/** What trades moved of an asset on a day of UTC; amounts as decimal text. */
export interface TradeFlow {
  readonly day: string;
  readonly asset: string;
  readonly amount: string;
}

interface Whose {
  readonly client: ClientId | null;
  readonly from: UtcTime;
}

const whose = (client: ClientId | null) =>
  client === null ? Prisma.empty : Prisma.sql`and p.client_id = ${client}::uuid`;

/**
 * Of clients' accounts, charges counted; by day, then asset, without nought. What else was booked is few
 * entries and is taken off again: asking of each posting whether it is of a trade took most of the time.
 */
export async function listTradeFlows(tx: Tx, { client, from }: Whose): Promise<TradeFlow[]> {
  const rows = await tx.$queryRaw<{ day: string; asset: string; amount: string }[]>(Prisma.sql`
    with moved as (
      select (p.at at time zone 'UTC')::date as day, p.asset, p.amount from ledger.posting p
      where p.at >= ${from}::timestamptz and p.kind in ('Client', 'ClientShortfall') ${whose(client)}
      union all
      select (p.at at time zone 'UTC')::date, p.asset, -p.amount
      from ledger.entry e join ledger.posting p on p.at = e.at and p.entry_id = e.id
      where e.at >= ${from}::timestamptz and p.at >= ${from}::timestamptz and e.cause <> 'Trade'
        and p.kind in ('Client', 'ClientShortfall') ${whose(client)}
    )
    select to_char(day, 'YYYY-MM-DD') as day, asset, trim_scale(sum(amount))::text as amount from moved
    group by day, asset having sum(amount) <> 0 order by day, asset`);
  return rows.map(({ day, asset, amount }) => ({ day, asset, amount }));
}

/** Everything that a client's accounts got and gave on each day of UTC, whatever the cause. */
export async function listDayFlows(
  tx: Tx,
  { client, from }: { readonly client: ClientId; readonly from: UtcTime },
): Promise<TradeFlow[]> {
  return tx.$queryRaw<TradeFlow[]>(Prisma.sql`
    select to_char((p.at at time zone 'UTC')::date, 'YYYY-MM-DD') as day, p.asset,
      trim_scale(sum(p.amount))::text as amount
    from ledger.posting p
    where p.client_id = ${client}::uuid and p.at >= ${from}::timestamptz
      and p.kind in ('Client', 'ClientShortfall')
    group by 1, 2 having sum(p.amount) <> 0 order by 1, 2`);
}

/** What came in and what went out of it, by day, asset and which of the two. */
export async function listDayTransfers(
  tx: Tx,
  { client, from }: { readonly client: ClientId; readonly from: UtcTime },
): Promise<(TradeFlow & { readonly cause: 'Deposit' | 'Withdrawal' })[]> {
  return tx.$queryRaw<(TradeFlow & { readonly cause: 'Deposit' | 'Withdrawal' })[]>(Prisma.sql`
    select to_char((p.at at time zone 'UTC')::date, 'YYYY-MM-DD') as day, e.cause, p.asset,
      trim_scale(sum(p.amount))::text as amount
    from ledger.entry e join ledger.posting p on p.at = e.at and p.entry_id = e.id
    where e.at >= ${from}::timestamptz and p.at >= ${from}::timestamptz
      and e.cause in ('Deposit', 'Withdrawal') and p.client_id = ${client}::uuid
      and p.kind in ('Client', 'ClientShortfall')
    group by 1, 2, 3 order by 1, 2, 3`);
}

/**
 * What venues and the firm took for trades, by asset: what accounts got less than their fills alone
 * would have brought. Trades of blocks are left out, whose fills are the house's.
 */
export async function listCharges(
  tx: Tx,
  { client, from }: Whose,
): Promise<{ readonly asset: string; readonly amount: string }[]> {
  return tx.$queryRaw<{ asset: string; amount: string }[]>(Prisma.sql`
    with fills as (
      select x.cl_ord_id || '|' || x.exec_id as reference, split_part(x.instrument, '/', 1) as base,
        split_part(x.instrument, '/', 2) as quote,
        case when x.side = 'Buy' then x.last_qty else -x.last_qty end as bought,
        round(case when x.side = 'Buy' then -x.last_qty else x.last_qty end * x.last_px, 18) as got
      from trading.execution x
      where x.at >= ${from}::timestamptz and x.client_id is not null
        and (${client}::uuid is null or x.client_id = ${client}::uuid)
    ), alone as (
      select base as asset, bought as amount from fills union all select quote, got from fills
    ), booked as (
      select p.asset, p.amount from ledger.entry e
        join ledger.posting p on p.at = e.at and p.entry_id = e.id
      where e.at >= ${from}::timestamptz and p.at >= ${from}::timestamptz and e.cause = 'Trade'
        and p.kind in ('Client', 'ClientShortfall') and e.reference in (select reference from fills)
    )
    select asset, trim_scale(sum(amount))::text as amount from (
      select asset, amount from alone union all select asset, -amount from booked) as parts
    group by asset having sum(amount) <> 0 order by asset`);
}

export interface DayClose {
  readonly day: string;
  readonly base: string;
  readonly quote: string;
  readonly close: string;
}

/** Of each instrument and day of UTC the last price that any venue told; by day, then instrument. */
export async function listDayCloses(tx: Tx, days: readonly string[]): Promise<DayClose[]> {
  if (days.length === 0) return [];
  return tx.$queryRaw<DayClose[]>(Prisma.sql`
    select d.day, i.base, i.quote, trim_scale(b.close)::text as close
    from unnest(${[...days]}::text[]) as d(day)
      cross join market_data.instrument i cross join lateral (
        select last.close from market_data.venue_instrument v cross join lateral (
          select close, opens_at from market_data.bar
          where instrument_id = i.id and venue = v.venue
            and opens_at >= (d.day || 'T00:00:00Z')::timestamptz
            and opens_at < (d.day || 'T00:00:00Z')::timestamptz + interval '1 day'
          order by opens_at desc limit 1) as last
        where v.instrument_id = i.id order by last.opens_at desc, v.venue limit 1) as b
    order by d.day, i.id`);
}
