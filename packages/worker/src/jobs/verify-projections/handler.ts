/**
 * The rows that pages read, against the journal that they are made of, shard by shard. That it was looked
 * at, and what differed, is an event of the trail; a difference also shows in the log and in a metric, and
 * stays there until a later look finds none.
 */
import { createHash } from 'node:crypto';
import { type Door, write } from '@ultrathink/db';
import { type ProjectionFinding, verifyShards } from '@ultrathink/db/engine';
import {
  type CorrelationId,
  type IdempotencyKey,
  type Ids,
  makeUuidv7,
  type ProcessId,
  toEpochMs,
  type UtcTime,
} from '@ultrathink/domain/kernel';
import { METRIC_PREFIX } from '@ultrathink/runtime';
import { Gauge, type Registry } from 'prom-client';
import type { JobHandler } from '../job.ts';
import type { VerifyProjectionsInput } from './definition.ts';

/** Findings that an event holds; the count says how many there were. */
const MOST_TOLD = 20;
const MOST_TEXT = 200;

export interface VerifyProjectionsParts {
  readonly door: Door;
  /** Of the role `jobs`, which reads the journal. */
  readonly url: string;
  readonly ids: Ids;
  readonly processId: ProcessId;
  readonly registry: Registry;
}

export function createVerifyProjections(
  parts: VerifyProjectionsParts,
): JobHandler<VerifyProjectionsInput> {
  const differing = new Gauge({
    name: `${METRIC_PREFIX}projection_findings`,
    help: 'Rows that the last look found to differ from the journal, by shard; 100 are the most told.',
    labelNames: ['shard'],
    registers: [parts.registry],
  });
  return async ({ jobId, sentAt, clock, log }) => {
    let startedMs = clock.monotonicMs();
    await verifyShards(parts.url, async (shard, found) => {
      const tookMs = Math.round(clock.monotonicMs() - startedMs);
      differing.set({ shard: String(shard) }, found.length);
      if (found.length === 0)
        log.info('What pages read is what the journal says.', { shard, tookMs });
      else
        log.error('What pages read is not what the journal says.', {
          shard,
          found: found.map(shortened),
        });
      await seal(parts, shard, keyOf(`${jobId} ${shard}`, sentAt), found, tookMs);
      startedMs = clock.monotonicMs();
    });
  };
}

const cut = (text: string | null) => text?.slice(0, MOST_TEXT) ?? null;

const shortened = ({ table, key, column, journal, row }: ProjectionFinding) => ({
  ...{ table, key: cut(key), column, journal: cut(journal), row: cut(row) },
});

/** A second attempt of the same job is the same look: it is sealed once. */
function keyOf(name: string, sentAt: UtcTime): IdempotencyKey {
  const chance = createHash('sha256').update(name).digest();
  return makeUuidv7(toEpochMs(sentAt), chance) as IdempotencyKey;
}

async function seal(
  { door, ids, processId }: VerifyProjectionsParts,
  shard: number,
  idempotencyKey: IdempotencyKey,
  found: readonly ProjectionFinding[],
  tookMs: number,
): Promise<void> {
  const written = await write(
    door,
    {
      actor: { id: processId, scope: { kind: 'Firm' }, kind: 'System' },
      idempotencyKey,
      correlationId: ids.next<CorrelationId>(),
      kind: 'engine.verifyProjections',
      input: { shard },
    },
    async () => ({
      ok: true,
      value: {
        answer: null,
        events: [
          {
            action: 'engine.verifyProjections',
            subject: { kind: 'Shard', id: String(shard) },
            after: {
              differing: found.length,
              tookMs,
              found: found.slice(0, MOST_TOLD).map(shortened),
            },
          },
        ],
      },
    }),
  );
  if (!written.ok) throw new Error(`The look could not be sealed: ${written.error.code}.`);
}
