/**
 * PROOF: the inclusion proof of one event among ten million, as a page asks for it: through the role
 * of staff, in a transaction of its own, each time another event; and the consistency proof between
 * two lengths of that log. Each proof is verified before it counts.
 */
import { read } from '@ultrathink/db';
import { consistencyProof, inclusionProof, rootAt, sha256 } from '@ultrathink/db/proof';
import { anActor } from '@ultrathink/db/testing';
import { verifyConsistency, verifyInclusion } from '@ultrathink/domain/audit';
import { type Bar, type BarResult, LATENCY_COLUMNS, latencyCells, micros } from './lib/bar.ts';
import { ENV } from './lib/env.ts';
import { makeLargeLog } from './lib/large-log.ts';
import { closedLoop } from './lib/load.ts';

const LEAVES = Number(ENV['BENCH_LEAVES'] ?? 10_000_000);
const PLAN = { warmUp: 20, count: 500 };
const GOAL_US = 50_000;
/** Far apart, and every place in its turn. */
const STRIDE = 7_654_321;

async function run(): Promise<BarResult> {
  const { db, root, leafAt } = await makeLargeLog(LEAVES);
  try {
    const staff = db.as('app_staff');
    const actor = anActor();
    const whole = { size: LEAVES, root };
    let turn = 0;
    const next = () => {
      turn += 1;
      return (turn * STRIDE) % LEAVES;
    };
    const inclusion = await closedLoop(PLAN, async () => {
      const index = next();
      const proof = await read(staff, actor, (tx) => inclusionProof(tx, index, LEAVES));
      const claim = { index, size: LEAVES, leaf: leafAt(index), root };
      if (!verifyInclusion(sha256, claim, proof)) throw new Error(`No proof for ${index}.`);
    });
    const consistency = await closedLoop(PLAN, async () => {
      const size = next() + 1;
      const [first, proof] = await read(staff, actor, async (tx) => [
        { size, root: await rootAt(tx, size) },
        await consistencyProof(tx, size, LEAVES),
      ]);
      if (!verifyConsistency(sha256, first, whole, proof)) throw new Error(`No proof for ${size}.`);
    });
    return {
      columns: [...LATENCY_COLUMNS],
      rows: [
        { what: 'inclusion of one event', cells: latencyCells(inclusion) },
        { what: 'consistency of two lengths', cells: latencyCells(consistency) },
      ],
      met: inclusion.p99Us < GOAL_US,
      verdict: `p99 ${micros(inclusion.p99Us)}, goal under ${micros(GOAL_US)}`,
      settings: { events: LEAVES, proofs: PLAN.count, loop: 'closed' },
      raw: { inclusion, consistency },
    };
  } finally {
    await db.drop();
  }
}

export const bar: Bar = { name: 'PROOF', title: 'the proof of one event among ten million', run };
