/** What trades moved and were charged, by account, instrument and the strategy whose orders they were. */
import type { AccountId, ClientId, UtcTime } from '@ultrathink/domain/kernel';
import type { Tx } from '../connect.ts';
import { Prisma } from '../generated/client.ts';

export interface TradedRow {
  readonly account: AccountId;
  readonly client: ClientId | null;
  readonly instrument: string;
  /** Null of orders that name none: by hand. */
  readonly strategy: string | null;
  readonly fills: number;
  /** In base asset, as venues told them. */
  readonly bought: string;
  readonly sold: string;
  /** By asset: what the ledger booked to the account, charges counted, and those charges. */
  readonly amounts: readonly {
    readonly asset: string;
    readonly moved: string;
    readonly charged: string;
  }[];
}

interface TradedSearch {
  readonly client: ClientId | null;
  readonly account: AccountId | null;
  readonly from: UtcTime;
  readonly most: number;
}

interface Stored {
  readonly account: AccountId;
  readonly client: ClientId | null;
  readonly instrument: string;
  readonly strategy: string | null;
  readonly fills: number;
  readonly bought: string;
  readonly sold: string;
  readonly amounts: TradedRow['amounts'];
}

/**
 * By account, instrument, then strategy. Fills of blocks are left out, whose account is the house's and
 * whose parts are booked to those they were for.
 */
export async function listTraded(
  tx: Tx,
  { client, account, from, most }: TradedSearch,
): Promise<TradedRow[]> {
  const rows = await tx.$queryRaw<Stored[]>(Prisma.sql`
    with fills as (
      select x.cl_ord_id || '|' || x.exec_id as reference, x.account_id, x.client_id, x.instrument,
        o.strategy, split_part(x.instrument, '/', 1) as base, split_part(x.instrument, '/', 2) as quote,
        case when x.side = 'Buy' then x.last_qty else 0 end as bought,
        case when x.side = 'Sell' then x.last_qty else 0 end as sold, x.last_px
      from trading.execution x
        left join trading."order" o on o.cl_ord_id = coalesce(x.parent_cl_ord_id, x.cl_ord_id)
      where x.at >= ${from}::timestamptz and x.client_id is not null
        and (${client}::uuid is null or x.client_id = ${client}::uuid)
        and (${account}::uuid is null or x.account_id = ${account}::uuid)
    ), traded as (
      select account_id, client_id, instrument, strategy, base, quote, count(*)::int as fills,
        sum(bought) as bought, sum(sold) as sold, sum(round((sold - bought) * last_px, 18)) as got
      from fills group by account_id, client_id, instrument, strategy, base, quote
    ), booked as (
      select f.account_id, f.instrument, f.strategy, p.asset, sum(p.amount) as moved
      from fills f join ledger.entry e on e.reference = f.reference
        join ledger.posting p on p.at = e.at and p.entry_id = e.id
      where e.at >= ${from}::timestamptz and p.at >= ${from}::timestamptz and e.cause = 'Trade'
        and p.kind in ('Client', 'ClientShortfall') and p.account_id = f.account_id
      group by f.account_id, f.instrument, f.strategy, p.asset
    )
    select t.account_id as account, t.client_id as client, t.instrument, t.strategy, t.fills,
      trim_scale(t.bought)::text as bought, trim_scale(t.sold)::text as sold,
      coalesce((select json_agg(json_build_object('asset', b.asset, 'moved', trim_scale(b.moved)::text,
          'charged', trim_scale(case b.asset when t.base then t.bought - t.sold when t.quote then t.got
            else 0 end - b.moved)::text) order by b.asset)
        from booked b where b.account_id = t.account_id and b.instrument = t.instrument
          and b.strategy is not distinct from t.strategy), '[]'::json) as amounts
    from traded t order by t.account_id, t.instrument, t.strategy nulls first limit ${most}`);
  return rows;
}
