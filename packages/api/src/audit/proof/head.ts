/** How long the log is, what was signed last and by which keys, and what the platform itself found. */
import { read } from '@ultrathink/db';
import {
  latestCheckpoint,
  listLogChecks,
  listSigningKeys,
  readTips,
  sha256,
  treeSize,
} from '@ultrathink/db/proof';
import { formatVerifierKey, toHex } from '@ultrathink/domain/audit';
import { utcTimeSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { query } from '../../procedures/query.ts';
import { sightOf } from '../../procedures/sight-of.ts';
import {
  checkpointRow,
  checkpointSchema,
  countSchema,
  findingRow,
  findingSchema,
} from './schemas.ts';

const output = z.strictObject({
  /** Events that have a place in the log. */
  treeSize: countSchema,
  /** The last event of each chain that has one. */
  chains: z.array(z.strictObject({ chain: z.string(), sequence: countSchema, hash: z.string() })),
  checkpoint: checkpointSchema.nullable(),
  keys: z.array(
    z.strictObject({
      name: z.string(),
      algorithm: z.enum(['Ed25519', 'ML-DSA-44']),
      /** SHA-256 of the public key. */
      fingerprint: z.string(),
      /** The line that verifiers take. */
      line: z.string(),
      since: utcTimeSchema,
      until: utcTimeSchema.nullable(),
    }),
  ),
  /** The platform's own last look at the whole log; null before the first. */
  lastCheck: z
    .strictObject({
      at: utcTimeSchema,
      events: countSchema,
      checkpoints: countSchema,
      copies: countSchema,
      finding: findingSchema.nullable(),
    })
    .nullable(),
});

export const head = query('audit.read')
  .output(output)
  .query(async ({ ctx: { authorise, caller } }) => {
    const { database, actor } = await authorise('audit.read', sightOf(caller));
    return read(
      database,
      actor,
      async (tx) => {
        const newest = await latestCheckpoint(tx);
        const [last] = await listLogChecks(tx, { kind: 'Check', most: 1 });
        const keys = await listSigningKeys(tx);
        const tips = await readTips(tx);
        return {
          treeSize: await treeSize(tx),
          chains: tips.map(({ chain, sequence, hash }) => ({ chain, sequence, hash: toHex(hash) })),
          checkpoint: newest === undefined ? null : checkpointRow(newest),
          keys: keys.map((key) => ({
            name: key.name,
            algorithm: key.algorithm,
            fingerprint: toHex(sha256(key.publicKey)),
            line: formatVerifierKey(sha256, key),
            since: key.from,
            until: key.until,
          })),
          lastCheck: last === undefined ? null : checkRow(last),
        };
      },
      { isOneMoment: true },
    );
  });

function checkRow(check: Awaited<ReturnType<typeof listLogChecks>>[number]) {
  const { at, events, checkpoints, copies, finding } = check;
  const found = finding === undefined ? null : findingRow(finding);
  return { at, events, checkpoints, copies, finding: found };
}
