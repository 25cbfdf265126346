/**
 * Every decision about one order, made again: the state before it is folded from the journal, `step`
 * gets the recorded input and market, and what it decides is compared with what was recorded.
 */
import { type Replayed, replayDecision } from '@ultrathink/domain/engine/core';
import type { ClOrdId } from '@ultrathink/domain/trading';
import type pg from 'pg';
import { onOneConnection } from './one-connection.ts';
import { sha256, walkJournal } from './reading.ts';

interface ReplayedRecord {
  readonly sequence: number;
  readonly at: string;
  /** Kind of the input: Command, Sent, FillReported, ... */
  readonly input: string;
  readonly events: readonly string[];
  readonly replayed: Replayed;
}

type OrderReplay =
  | { readonly kind: 'NoOrder' }
  /** Between the first and the last record of it lie more than may be read now. */
  | { readonly kind: 'TooLong'; readonly records: number }
  | {
      readonly kind: 'Replayed';
      readonly shard: number;
      readonly records: readonly ReplayedRecord[];
    };

interface ReplayBounds {
  /** So many records at most are read on from the first; the last is the last that the trail names. */
  readonly most: number;
}

/**
 * @param url of a role that reads the journal: `engine` or `jobs`.
 * @param order of a parent or a child; all of its parent's is replayed.
 * @param bounds for who waits for it; without them the journal is read to its end.
 * @throws when the journal is not what was written.
 */
export function replayOrder(
  url: string,
  order: ClOrdId,
  bounds?: ReplayBounds,
): Promise<OrderReplay> {
  return onOneConnection(url, 'ultrathink replay', (client) => replayOn(client, order, bounds));
}

async function replayOn(
  client: pg.Client,
  order: ClOrdId,
  bounds: ReplayBounds | undefined,
): Promise<OrderReplay> {
  const { rows: family } = await client.query<{ id: string; shard: number; placed_at: Date }>(
    `select o.cl_ord_id as id, o.shard, o.placed_at from trading."order" o, trading."order" asked
     where asked.cl_ord_id = $1 and coalesce(asked.parent_cl_ord_id, asked.cl_ord_id)
       in (o.cl_ord_id, o.parent_cl_ord_id) order by o.cl_ord_id`,
    [order],
  );
  const [first] = family;
  if (first === undefined) return { kind: 'NoOrder' };
  const { shard } = first;
  const { rows } = await client.query<{ sequence: string | null }>(
    `select min(sequence) as sequence from engine.journal where shard = $1 and at >= $2::timestamptz - interval '1 second'`,
    [shard, first.placed_at],
  );
  const names = family.map(({ id }) => id);
  const from = Number(rows[0]?.sequence ?? 1);
  const until = bounds === undefined ? null : await lastTold(client, names);
  if (bounds !== undefined && until !== null && until - from > bounds.most) {
    return { kind: 'TooLong', records: until - from };
  }
  const records: ReplayedRecord[] = [];
  await walkJournal(client, {
    shard,
    from,
    until,
    visit: (record, before) => {
      const text = JSON.stringify([record.input, record.events]);
      if (!names.some((name) => text.includes(name))) return;
      records.push({
        sequence: record.sequence,
        at: record.at,
        input: record.input.kind,
        events: record.events.map(({ type }) => type),
        replayed: replayDecision(before, record, sha256),
      });
    },
  });
  return { kind: 'Replayed', shard, records };
}

/** The last record that a sealed event of these orders names. */
async function lastTold(client: pg.Client, names: readonly string[]): Promise<number> {
  const { rows } = await client.query<{ last: string | null }>(
    `select max((convert_from(body, 'UTF8')::jsonb #>> '{after,journal,sequence}')::bigint) as last
     from audit.event where subject_kind = 'Order' and subject_id = any($1)`,
    [names],
  );
  return Number(rows[0]?.last ?? 0);
}
