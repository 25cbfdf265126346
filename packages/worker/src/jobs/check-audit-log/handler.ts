/**
 * Everything in the database against itself and against the copies outside. What it found becomes a
 * row that operations see and an event of the trail; a break also shows in the log and in a metric,
 * and stays until a later look finds the trail whole.
 */
import type { Database } from '@ultrathink/db';
import {
  checkLog,
  explainFinding,
  insertLogCheck,
  type LogCheck,
  type LogCheckId,
  type SecretRing,
  trustedKeys,
} from '@ultrathink/db/proof';
import type { Ids } from '@ultrathink/domain/kernel';
import { METRIC_PREFIX } from '@ultrathink/runtime';
import { Gauge, type Registry } from 'prom-client';
import type { CheckpointCopies } from '../../drivers/checkpoint-copies/folder.ts';
import type { JobHandler } from '../job.ts';
import type { CheckAuditLogInput } from './definition.ts';

export interface CheckAuditLogParts {
  readonly database: Database;
  readonly ring: SecretRing;
  readonly ids: Ids;
  readonly origin: string;
  readonly copies: CheckpointCopies;
  readonly registry: Registry;
  /** Seals that the trail was looked at, and what was found. */
  readonly sealCheck: (check: LogCheck) => Promise<void>;
}

export function createCheckAuditLog(parts: CheckAuditLogParts): JobHandler<CheckAuditLogInput> {
  const { database, ring, ids, origin, copies, registry, sealCheck } = parts;
  const broken = new Gauge({
    name: `${METRIC_PREFIX}audit_log_broken`,
    help: '1 when the last look at the whole audit trail found a bad place, 0 when it was whole.',
    registers: [registry],
  });
  return async ({ clock, log }) => {
    const startedAt = clock.now();
    const readKeys = () => database.prisma.$transaction((tx) => trustedKeys(tx, ring));
    const look = async (keys: Awaited<ReturnType<typeof readKeys>>) => {
      // The name of the log is that of its first key: a changed setting does not rename it.
      const name = keys[0]?.name ?? origin;
      return checkLog({ database, origin: name, keys, copies: copies.list() });
    };
    let keys = await readKeys();
    let end = await look(keys);
    // A key made meanwhile has signed already: what it signed is looked at again with it at hand.
    for (let now = await readKeys(); now.length > keys.length; now = await readKeys()) {
      keys = now;
      end = await look(keys);
    }
    const check: LogCheck = {
      ...end,
      id: ids.next<LogCheckId>(),
      kind: 'Check',
      startedAt,
      at: clock.now(),
    };
    await database.prisma.$transaction((tx) => insertLogCheck(tx, check));
    broken.set(end.finding === undefined ? 0 : 1);
    const { events, size, checkpoints, finding } = end;
    if (finding === undefined) {
      log.info('The audit trail was looked at and is whole.', { events, size, checkpoints });
    } else {
      log.error('The audit trail is broken.', { finding: explainFinding(finding) });
    }
    await sealCheck(check);
  };
}
