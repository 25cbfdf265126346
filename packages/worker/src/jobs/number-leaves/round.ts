/**
 * Gives events their places in the log, a few seconds after they were sealed. It runs in every jobs
 * process; a lock in the database lets one at a time do it. A chain that is broken stays where it
 * broke, is written down once, and stops no other chain.
 */
import type { Database } from '@ultrathink/db';
import {
  explainFinding,
  insertLogCheck,
  type LogCheckId,
  type LogFinding,
  listLogChecks,
  numberLeaves,
} from '@ultrathink/db/proof';
import type { Clock, Ids } from '@ultrathink/domain/kernel';
import { type Log, METRIC_PREFIX } from '@ultrathink/runtime';
import { Counter, Gauge, type Registry } from 'prom-client';

/** Of each chain in one transaction: some hundred milliseconds. */
const EVENTS_MOST = 2000;
const TRANSACTION = { timeout: 30_000, maxWait: 5_000 };

export interface NumberLeavesParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly registry: Registry;
}

/** One round; answers whether there is more to number at once. */
export function createNumberLeaves(parts: NumberLeavesParts): () => Promise<boolean> {
  const { database, log, registry } = parts;
  const registers = [registry];
  const numberedTotal = new Counter({
    name: `${METRIC_PREFIX}audit_leaves_numbered_total`,
    help: 'Events that this process gave a place in the log.',
    registers,
  });
  const broken = new Gauge({
    name: `${METRIC_PREFIX}audit_chains_broken`,
    help: 'Chains of the audit trail that are not numbered on, because an event of them is wrong.',
    registers,
  });
  let told = '';
  return async () => {
    const end = await database.prisma.$transaction((tx) => numberLeaves(tx, EVENTS_MOST), {
      ...TRANSACTION,
      isolationLevel: 'RepeatableRead',
    });
    if (end === undefined) return false;
    const { numbered, size, findings, isMore } = end;
    numberedTotal.inc(numbered);
    broken.set(findings.length);
    const now = JSON.stringify(findings);
    if (now !== told) {
      for (const finding of findings) {
        log.error('The audit trail is broken and is not numbered on.', {
          finding: explainFinding(finding),
        });
        await writeDown(parts, finding, size);
      }
      told = now;
    }
    return isMore;
  };
}

/** Once, also over restarts and by several processes: the last refusal says the same. */
async function writeDown(
  { database, clock, ids }: NumberLeavesParts,
  finding: LogFinding,
  size: number,
): Promise<void> {
  const at = clock.now();
  await database.prisma.$transaction(async (tx) => {
    const known = await listLogChecks(tx, { kind: 'Numbering', most: 50 });
    const text = JSON.stringify(sorted(finding));
    if (known.some((check) => JSON.stringify(sorted(check.finding ?? {})) === text)) return;
    const counts = { events: 0, size, checkpoints: 0, copies: 0 };
    const id = ids.next<LogCheckId>();
    await insertLogCheck(tx, { id, kind: 'Numbering', startedAt: at, at, ...counts, finding });
  });
}

/** jsonb keeps members in an order of its own. */
const sorted = (value: object): object =>
  Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
