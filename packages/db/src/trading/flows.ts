/** What came in for clients and what went out, as it was booked. */
import type { AccountId, ClientId, UtcTime } from '@ultrathink/domain/kernel';
import type { Tx } from '../connect.ts';
import { Prisma } from '../generated/client.ts';
import { utcOf } from '../moments.ts';

export interface FlowRow {
  readonly entry: string;
  readonly at: UtcTime;
  readonly cause: 'Deposit' | 'Withdrawal';
  readonly account: AccountId;
  readonly client: ClientId | null;
  readonly asset: string;
  /** Negative of a withdrawal. */
  readonly amount: string;
  readonly venueAccount: string;
  /** As the venue or custodian names it. */
  readonly reference: string | null;
  readonly approval: string | null;
}

interface Stored {
  readonly id: string;
  readonly at: Date;
  readonly cause: string;
  readonly account_id: string;
  readonly client_id: string | null;
  readonly asset: string;
  readonly amount: Prisma.Decimal;
  readonly place_id: string;
  readonly reference: string | null;
  readonly approval: string | null;
}

/** Newest first; of clients' and the house's own accounts. */
export async function listFlows(
  tx: Tx,
  { client, most }: { readonly client: ClientId | null; readonly most: number },
): Promise<FlowRow[]> {
  const rows = await tx.$queryRaw<Stored[]>(Prisma.sql`
    select e.id, e.at, e.cause, p.account_id, p.client_id, p.asset, p.amount, p.place_id, e.reference, e.approval
    from ledger.entry e join ledger.posting p on p.entry_id = e.id and p.at = e.at
    where e.cause in ('Deposit', 'Withdrawal') and p.kind in ('Client', 'House') and p.account_id is not null
      and (${client}::uuid is null or p.client_id = ${client}::uuid)
    order by e.at desc, e.id desc, p.ordinal limit ${most}`);
  return rows.map((row) => ({
    entry: row.id,
    at: utcOf(row.at),
    cause: row.cause as FlowRow['cause'],
    account: row.account_id as AccountId,
    client: row.client_id as ClientId | null,
    asset: row.asset,
    amount: row.amount.toFixed(),
    venueAccount: row.place_id,
    reference: row.reference,
    approval: row.approval,
  }));
}
