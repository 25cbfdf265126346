/**
 * A log of millions of leaves in a database of its own, made as fast as the server takes it: the
 * tree is real, the events behind the leaves are not there, because a proof needs none.
 */

import { sha256 } from '@ultrathink/db/proof';
import { copyTemplate, startTestServer, type TestDatabase } from '@ultrathink/db/testing';
import { createFrontier, type Hash } from '@ultrathink/domain/audit';
import { Client } from 'pg';
import { ENV } from './env.ts';

const KEPT_EVERY = 8;
const NODES_PER_INSERT = 5000;

export interface LargeLog {
  readonly db: TestDatabase;
  readonly root: Hash;
  leafAt(index: number): Hash;
}

/** What SQL computes as `sha256(int8send(index))`. */
function leafAt(index: number): Hash {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(index));
  return sha256(bytes);
}

export async function makeLargeLog(leaves: number): Promise<LargeLog> {
  const db = await copyTemplate(await startTestServer(ENV));
  const client = new Client({ connectionString: db.adminUrl });
  await client.connect();
  try {
    await client.query('drop index audit.leaf_chain_sequence_key');
    const inserted = client.query(
      `insert into audit.leaf (index, chain, sequence, hash)
       select i, 'people', i + 1, sha256(int8send(i)) from generate_series(0, $1::bigint - 1) i`,
      [leaves],
    );
    const frontier = createFrontier(sha256);
    const nodes: [level: number, index: number, hash: Uint8Array][] = [];
    for (let index = 0; index < leaves; index += 1) {
      frontier.push(leafAt(index), (ref, hash) => {
        if (ref.level % KEPT_EVERY === 0) nodes.push([ref.level, ref.index, hash]);
      });
    }
    await inserted;
    for (let at = 0; at < nodes.length; at += NODES_PER_INSERT) {
      const part = nodes.slice(at, at + NODES_PER_INSERT);
      await client.query(
        'insert into audit.tree_node select * from unnest($1::smallint[], $2::bigint[], $3::bytea[])',
        [
          part.map(([level]) => level),
          part.map(([, index]) => index),
          part.map(([, , hash]) => hash),
        ],
      );
    }
    await client.query(
      'create unique index leaf_chain_sequence_key on audit.leaf (chain, sequence)',
    );
    await client.query('analyze audit.leaf, audit.tree_node');
    return { db, root: frontier.root(), leafAt };
  } catch (error) {
    await db.drop();
    throw error;
  } finally {
    await client.end();
  }
}
