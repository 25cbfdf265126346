/** Accounts of the house, and the blocks that are worked in their names. */
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
  account: HouseAccount & { readonly by: PersonId; readonly at: UtcTime },
): Promise<boolean> {
  const { count } = await tx.houseAccount.createMany({
    skipDuplicates: true,
    data: {
      id: account.id,
      shard: account.shard,
      name: account.name,
      openedBy: account.by,
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
