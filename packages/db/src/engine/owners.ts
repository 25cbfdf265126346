/** Whose orders were, that the engine has no longer in memory. */
import { type AccountId, type ClientId, parseId } from '@ultrathink/domain/kernel';
import type { VenueAccountId } from '@ultrathink/domain/market-data';
import type { ClOrdId } from '@ultrathink/domain/trading';
import pg from 'pg';

/** A fill as its venue names its order. */
export interface NamedFill {
  readonly execId: string;
  readonly clOrdId: string | null;
  readonly orderId: string;
}

export interface OrderOwner {
  readonly clOrdId: ClOrdId;
  readonly account: AccountId;
  readonly client: ClientId | null;
}

export interface OwnerStore {
  /** By execution; those of no order of ours are absent. @throws when it can't be read now. */
  ownersOf(
    venueAccount: VenueAccountId,
    fills: readonly NamedFill[],
  ): Promise<Readonly<Record<string, OrderOwner>>>;
  close(): Promise<void>;
}

const TIMEOUT_MS = 5_000;

/** By our own name it is found by its key; what the venue tells without one, by its own name there. */
export const OWNERS = `
  select f.exec_id, o.cl_ord_id, o.account_id, o.client_id
  from unnest($2::text[], $3::uuid[], $4::text[]) as f (exec_id, cl_ord_id, order_id)
  join lateral (
    select c.* from trading."order" c where f.cl_ord_id is not null and c.cl_ord_id = f.cl_ord_id
    union all
    select c.* from trading."order" c
    where f.cl_ord_id is null and c.venue_account_id = $1::uuid and c.order_id = f.order_id
  ) o on o.level = 'Child' and o.venue_account_id = $1::uuid`;

const ourId = (text: string | null) => (text !== null && parseId(text).ok ? text : null);

/** @param url that of the role `engine` */
export function openOwners(url: string): OwnerStore {
  const pool = new pg.Pool({
    connectionString: url,
    max: 1,
    application_name: 'ultrathink engine owners',
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  });
  pool.on('error', () => undefined);
  return {
    async ownersOf(venueAccount, fills) {
      const { rows } = await pool.query<{
        exec_id: string;
        cl_ord_id: ClOrdId;
        account_id: AccountId;
        client_id: ClientId | null;
      }>(OWNERS, [
        venueAccount,
        fills.map(({ execId }) => execId),
        fills.map(({ clOrdId }) => ourId(clOrdId)),
        fills.map(({ orderId }) => orderId),
      ]);
      return Object.fromEntries(
        rows.map(({ exec_id, cl_ord_id: clOrdId, account_id: account, client_id: client }) => [
          exec_id,
          { clOrdId, account, client },
        ]),
      );
    },
    close: () => pool.end(),
  };
}
