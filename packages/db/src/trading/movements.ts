/** What moved in accounts, entry by entry: trades, deposits, withdrawals and what people corrected. */
import type { AccountId, UtcTime } from '@ultrathink/domain/kernel';
import type { Tx } from '../connect.ts';
import { Prisma } from '../generated/client.ts';
import { utcOf } from '../moments.ts';

/** One entry as one account felt it. */
export interface MovementRow {
  readonly entry: string;
  readonly at: UtcTime;
  readonly account: AccountId;
  /** As the ledger names its cause: Trade, Deposit, Withdrawal. */
  readonly cause: string;
  /** Of a trade its order and execution, of a deposit whatever it was booked with. */
  readonly reference: string | null;
  /** What the account has more, or less, of each asset; by asset, without nought. */
  readonly amounts: readonly { readonly asset: string; readonly amount: string }[];
  /** Of a trade, as its venue told it. */
  readonly trade: {
    readonly clOrdId: string;
    readonly venue: string;
    readonly instrument: string;
    readonly side: 'Buy' | 'Sell';
    readonly lastQty: string;
    readonly lastPx: string;
    readonly fee: { readonly amount: string; readonly asset: string } | null;
  } | null;
}

export interface MovementSearch {
  readonly client: string | null;
  readonly account: string | null;
  readonly causes: readonly string[] | null;
  /** Booked before; null for the newest. */
  readonly before: { readonly at: UtcTime; readonly entry: string } | null;
  readonly most: number;
}

interface Stored {
  readonly entry_id: string;
  readonly at: Date;
  readonly account_id: string;
  readonly cause: string;
  readonly reference: string | null;
  readonly amounts: readonly { readonly asset: string; readonly amount: string }[];
  readonly cl_ord_id: string | null;
  readonly venue: string | null;
  readonly instrument: string | null;
  readonly side: 'Buy' | 'Sell' | null;
  readonly last_qty: string | null;
  readonly last_px: string | null;
  readonly fee_amount: string | null;
  readonly fee_asset: string | null;
}

/** Newest first. Moving within one account, from hold to hold or place to place, is no movement. */
export async function listMovements(tx: Tx, search: MovementSearch): Promise<MovementRow[]> {
  const { causes } = search;
  const rows = await tx.$queryRaw<Stored[]>(Prisma.sql`
    with recent as materialized (
      select p.at, p.entry_id from ledger.posting p
      ${causes === null ? Prisma.empty : Prisma.sql`join ledger.entry e on e.at = p.at and e.id = p.entry_id and e.cause = any(${[...causes]})`}
      where p.kind in ('Client', 'ClientShortfall') and p.account_id is not null ${narrowed(search)}
      group by p.at, p.entry_id order by p.at desc, p.entry_id desc limit ${search.most}::int
    ), moved as (
      select p.at, p.entry_id, p.account_id, p.asset, sum(p.amount) as amount
      from recent r join ledger.posting p on p.at = r.at and p.entry_id = r.entry_id
      where p.kind in ('Client', 'ClientShortfall') and p.account_id is not null
        ${whose(search)}
      group by p.at, p.entry_id, p.account_id, p.asset having sum(p.amount) <> 0
    ), entries as (
      select m.at, m.entry_id, m.account_id, json_agg(json_build_object('asset', m.asset, 'amount',
        trim_scale(m.amount)::text) order by m.asset) as amounts
      from moved m group by m.at, m.entry_id, m.account_id
    )
    select n.at, n.entry_id, n.account_id, n.amounts, e.cause, e.reference, x.parent_cl_ord_id as
      cl_ord_id, x.venue, x.instrument, x.side, trim_scale(x.last_qty)::text as last_qty,
      trim_scale(x.last_px)::text as last_px, trim_scale(x.fee_amount)::text as fee_amount, x.fee_asset
    from entries n join ledger.entry e on e.at = n.at and e.id = n.entry_id
      left join lateral (
        select * from trading.execution where exec_id = substr(e.reference, 38)
          and cl_ord_id = case e.cause when 'Trade' then split_part(e.reference, '|', 1)::uuid end
        limit 1) x on true
    order by n.at desc, n.entry_id desc, n.account_id limit ${search.most}::int`);
  return rows.map(movementRow);
}

function narrowed(search: MovementSearch): Prisma.Sql {
  const { before } = search;
  if (before === null) return whose(search);
  return Prisma.sql`${whose(search)} and p.at <= ${before.at}::timestamptz
    and (p.at, p.entry_id) < (${before.at}::timestamptz, ${before.entry}::uuid)`;
}

function whose({ client, account }: MovementSearch): Prisma.Sql {
  const parts: Prisma.Sql[] = [];
  if (client !== null) parts.push(Prisma.sql`and p.client_id = ${client}::uuid`);
  if (account !== null) parts.push(Prisma.sql`and p.account_id = ${account}::uuid`);
  return parts.length === 0 ? Prisma.empty : Prisma.join(parts, ' ');
}

function movementRow(row: Stored): MovementRow {
  const { cl_ord_id, venue, instrument, side, last_qty, last_px, fee_amount, fee_asset } = row;
  const isTrade = cl_ord_id !== null && venue !== null && instrument !== null && side !== null;
  return {
    entry: row.entry_id,
    at: utcOf(row.at),
    account: row.account_id as AccountId,
    cause: row.cause,
    reference: row.reference,
    amounts: row.amounts,
    trade: isTrade
      ? {
          clOrdId: cl_ord_id,
          venue,
          instrument,
          side,
          lastQty: last_qty ?? '0',
          lastPx: last_px ?? '0',
          fee:
            fee_amount === null || fee_asset === null
              ? null
              : { amount: fee_amount, asset: fee_asset },
        }
      : null,
  };
}
