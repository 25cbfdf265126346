/**
 * Orders that the desk's page shows from its start, and that it is told of under load: so many rows of
 * the running platform's own database. They end with the run; no engine knows them.
 */
import { randomUUIDv7 } from 'node:crypto';
import type { OrderView } from '@ultrathink/domain/engine';
import { systemClock } from '@ultrathink/runtime';
import { Client } from 'pg';
import type { Platform } from './platform.ts';
import { platformUrls } from './platform-database.ts';

const QUANTITY = '100';

export interface TableRows {
  readonly rows: readonly OrderView[];
  end(): Promise<void>;
}

export async function openTableRows(
  platform: Platform,
  { client, count }: { readonly client: string; readonly count: number },
): Promise<TableRows> {
  const urls = await platformUrls(platform);
  const database = new Client({ connectionString: urls['engine'] ?? '' });
  await database.connect();
  const account = await accountOf(database, client);
  const ids = Array.from({ length: count }, () => randomUUIDv7());
  await database.query(
    `insert into trading."order" (cl_ord_id, level, account_id, client_id, instrument, side, ord_type,
       price, order_qty, time_in_force, is_post_only, is_reduce_only, ord_status, cum_qty, leaves_qty,
       late_qty, protection, placed_at, shard, sequence)
     select id, 'Parent', $2, $3, 'BTC/USDT', 'Buy', 'Limit', 100, $4, 'GoodTillCancel', false, false,
       'New', 0, $4, 0, 'NONE', now(), 0, 1 from unnest($1::uuid[]) as given (id)`,
    [ids, account, client, QUANTITY],
  );
  return {
    rows: ids.map((id) => viewOf(id, account)),
    async end() {
      await database.query(
        `update trading."order" set ord_status = 'Canceled', leaves_qty = 0, ended_at = now()
         where cl_ord_id = any($1::uuid[])`,
        [ids],
      );
      await database.end();
    },
  };
}

async function accountOf(database: Client, client: string): Promise<string> {
  const found = await database.query<{ id: string }>(
    'select id from clients.account where client_id = $1 limit 1',
    [client],
  );
  const [first] = found.rows;
  if (first === undefined) throw new Error('The client has no account.');
  return first.id;
}

function viewOf(id: string, account: string): OrderView {
  return {
    ...{ clOrdId: id as OrderView['clOrdId'], level: 'Parent', parentClOrdId: null },
    ...{ account: account as OrderView['account'], venue: null, instrument: 'BTC/USDT' },
    ...{ side: 'Buy', ordType: 'Limit', timeInForce: 'GoodTillCancel', price: '100' },
    ...{ stopPx: null, orderQty: QUANTITY, cumQty: '0', leavesQty: QUANTITY, avgPx: null },
    ...{ ordStatus: 'New', unconfirmed: [], isTriggered: false, at: systemClock.now() },
  };
}
