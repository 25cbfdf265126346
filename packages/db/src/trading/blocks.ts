/** Accounts of the house, and the blocks that are worked in their names. */
import type { ProposalId } from '@ultrathink/domain/access';
import type { AccountId, ClientId, PersonId, UtcTime } from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import type { Tx } from '../connect.ts';
import { Prisma } from '../generated/client.ts';
import { utcOf, utcOrNull } from '../moments.ts';

export interface HouseAccount {
  readonly id: AccountId;
  readonly shard: number;
  readonly name: string;
}

/** Its shard's engine is told in the same transaction. False where the name is taken. Role `app_staff`. */
export async function insertHouseAccount(
  tx: Tx,
  account: HouseAccount & {
    /** Who carried it out, by what was agreed to. */
    readonly by: PersonId;
    readonly proposal: ProposalId;
    readonly at: UtcTime;
  },
): Promise<boolean> {
  const { count } = await tx.houseAccount.createMany({
    skipDuplicates: true,
    data: {
      id: account.id,
      shard: account.shard,
      name: account.name,
      openedBy: account.by,
      proposalId: account.proposal,
      createdAt: account.at,
    },
  });
  return count === 1;
}

const MOST_ACCOUNTS = 100;

export async function listHouseAccounts(tx: Tx, shard: number): Promise<HouseAccount[]> {
  const rows = await tx.houseAccount.findMany({
    where: { shard },
    orderBy: { name: 'asc' },
    take: MOST_ACCOUNTS,
  });
  return rows.map(({ id, name }) => ({ id: id as AccountId, shard, name }));
}

export interface HouseHolding {
  readonly id: AccountId;
  readonly name: string;
  readonly openedAt: UtcTime;
  /** What it has in all, and what of it is held; assets of which it has nothing are left out. */
  readonly holdings: readonly {
    readonly asset: string;
    readonly balance: string;
    readonly held: string;
  }[];
}

/** By name, with what the ledger says of each. Role `app_staff`. */
export async function listHouseHoldings(tx: Tx, shard: number): Promise<HouseHolding[]> {
  const rows = await tx.$queryRaw<
    {
      readonly id: string;
      readonly name: string;
      readonly created_at: Date;
      readonly holdings: HouseHolding['holdings'];
    }[]
  >(Prisma.sql`
    select h.id, h.name, h.created_at, coalesce((
      select jsonb_agg(jsonb_build_object('asset', b.asset, 'balance', trim_scale(b.balance)::text,
        'held', trim_scale(b.held)::text) order by b.asset)
      from (select asset, sum(balance) as balance, sum(held) as held from ledger.balance
        where account_id = h.id and kind in ('House', 'HouseShortfall')
        group by asset having sum(balance) <> 0 or sum(held) <> 0) as b), '[]') as holdings
    from trading.house_account h where h.shard = ${shard} order by h.name limit ${MOST_ACCOUNTS}`);
  return rows.map(({ id, name, created_at, holdings }) => ({
    id: id as AccountId,
    name,
    openedAt: utcOf(created_at),
    holdings,
  }));
}

/** One version of the sealed rule. */
export interface BlockVersion {
  readonly version: number;
  /** SHA-256 of its canonical bytes, hexadecimal. */
  readonly hash: string;
  readonly at: UtcTime;
  readonly terms: {
    readonly method: string;
    readonly legs: readonly {
      readonly account: AccountId;
      readonly client: ClientId;
      readonly weight: string;
    }[];
    readonly reallocation: { readonly reason: string } | null;
  };
}

/** What one account has of a block so far. */
export interface BlockShare {
  readonly account: AccountId;
  readonly client: ClientId;
  readonly cumQty: string;
  readonly notional: string;
  /** Fills of which it has a part. */
  readonly fills: number;
}

/** What one account got more, or less, of a block after its fills were divided. */
export interface BlockCorrection {
  readonly at: UtcTime;
  /** Of the rule by which it is divided from then on. */
  readonly version: number;
  readonly why: 'Evened' | 'Reallocated';
  readonly account: AccountId;
  readonly quantity: string;
  readonly notional: string;
  readonly commission: string;
}

export interface Block {
  readonly clOrdId: ClOrdId;
  readonly house: AccountId;
  readonly placedBy: PersonId | null;
  readonly instrument: string;
  readonly side: string;
  readonly ordType: string;
  readonly price: string | null;
  readonly orderQty: string;
  readonly cumQty: string;
  readonly avgPx: string | null;
  readonly timeInForce: string;
  readonly ordStatus: string;
  readonly placedAt: UtcTime;
  readonly endedAt: UtcTime | null;
  /** Oldest first. */
  readonly versions: readonly BlockVersion[];
  /** In the order of account ids; of accounts that have anything, corrections in it. */
  readonly shares: readonly BlockShare[];
  /** Oldest first. */
  readonly corrections: readonly BlockCorrection[];
}

interface Row {
  readonly cl_ord_id: string;
  readonly account_id: string;
  readonly placed_by: string | null;
  readonly instrument: string;
  readonly side: string;
  readonly ord_type: string;
  readonly price: string | null;
  readonly order_qty: string;
  readonly cum_qty: string;
  readonly avg_px: string | null;
  readonly time_in_force: string;
  readonly ord_status: string;
  readonly placed_at: Date;
  readonly ended_at: Date | null;
  readonly versions: readonly (Omit<BlockVersion, 'at'> & { readonly at: string })[];
  readonly shares: readonly BlockShare[];
  readonly corrections: readonly (Omit<BlockCorrection, 'at'> & { readonly at: string })[];
}

/** Newest first: those of which the reader may see every client. Role `app_staff`. */
export async function listBlocks(
  tx: Tx,
  { only = null, most }: { readonly only?: ClOrdId | null; readonly most: number },
): Promise<Block[]> {
  const text = (column: string) => Prisma.raw(`trim_scale(b.${column})::text as ${column}`);
  const rows = await tx.$queryRaw<Row[]>(Prisma.sql`
    select b.cl_ord_id, b.account_id, b.placed_by, b.instrument, b.side, b.ord_type, ${text('price')},
      ${text('order_qty')}, ${text('cum_qty')}, ${text('avg_px')}, b.time_in_force, b.ord_status,
      b.placed_at, b.ended_at, b.versions, b.shares, b.corrections
    from trading.list_blocks(${only}::uuid, ${most}::int) b order by b.placed_at desc, b.cl_ord_id desc`);
  return rows.map((row) => ({
    clOrdId: row.cl_ord_id as ClOrdId,
    house: row.account_id as AccountId,
    placedBy: row.placed_by as PersonId | null,
    instrument: row.instrument,
    side: row.side,
    ordType: row.ord_type,
    price: row.price,
    orderQty: row.order_qty,
    cumQty: row.cum_qty,
    avgPx: row.avg_px,
    timeInForce: row.time_in_force,
    ordStatus: row.ord_status,
    placedAt: utcOf(row.placed_at),
    endedAt: utcOrNull(row.ended_at),
    versions: row.versions.map((one) => ({ ...one, at: utcOf(new Date(one.at)) })),
    shares: row.shares,
    corrections: row.corrections.map((one) => ({ ...one, at: utcOf(new Date(one.at)) })),
  }));
}

/** The version of its rule that is in force; null: no block. Its hash is SHA-256 in hex. Role `app_staff`. */
export async function blockVersion(
  tx: Tx,
  clOrdId: ClOrdId,
): Promise<{ readonly version: number; readonly hash: string } | null> {
  const [last] = await tx.$queryRaw<{ readonly version: number; readonly hash: string }[]>(
    Prisma.sql`select version, hash from trading.block_version(${clOrdId}::uuid)`,
  );
  return last ?? null;
}
