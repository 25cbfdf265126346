/**
 * B1: a database of its own for a test file, as `db/testing` gives it, against the bare statement
 * on a connection that is already there. Copy and removal both count: a test file pays for both.
 */
import { copyTemplate, startTestServer } from '@ultrathink/db/testing';
import { Client } from 'pg';
import {
  type Bar,
  type BarResult,
  LATENCY_COLUMNS,
  latencyCells,
  micros,
  times,
} from './lib/bar.ts';
import { ENV } from './lib/env.ts';
import type { LatencySummary } from './lib/latencies.ts';
import { closedLoop } from './lib/load.ts';
import { inTurns, middleRound, ratioSpread, spreadOf } from './lib/rounds.ts';

const ROUNDS = 5;
const COUNT = 10;
const GOAL_US = 500_000;
const GOAL_RATIO = 1.5;

async function run(): Promise<BarResult> {
  const server = await startTestServer(ENV);
  const client = new Client({ connectionString: server.adminUrl });
  await client.connect();
  try {
    const plan = { warmUp: 2, count: COUNT };
    const rounds = await inTurns(ROUNDS, {
      ours: () =>
        closedLoop(plan, async () => {
          await (await copyTemplate(server)).drop();
        }),
      bare: (round) =>
        closedLoop(plan, async (turn) => {
          const name = `bench_${process.pid}_${round}_${turn}`;
          await client.query(`create database ${name} template ${server.template}`);
          await client.query(`drop database ${name}`);
        }),
    });
    const p50 = spreadOf(rounds.ours.map(p50Us));
    const ratio = ratioSpread(rounds.ours, rounds.bare, p50Us);
    return {
      columns: [...LATENCY_COLUMNS],
      rows: [
        { what: 'db/testing: copy and drop', cells: latencyCells(middleRound(rounds.ours, p50Us)) },
        {
          what: 'bare CREATE and DROP DATABASE',
          cells: latencyCells(middleRound(rounds.bare, p50Us)),
        },
      ],
      met: p50.median <= GOAL_US && ratio.median <= GOAL_RATIO,
      verdict:
        `p50 ${micros(p50.median)} (${micros(p50.least)} to ${micros(p50.most)}), goal ` +
        `${micros(GOAL_US)}; ${times(ratio.median)} of the bare statements (${times(ratio.least)} ` +
        `to ${times(ratio.most)}), goal ${times(GOAL_RATIO)}`,
      settings: { rounds: ROUNDS, copiesPerRound: COUNT, loop: 'closed', shown: 'middle round' },
      raw: rounds,
    };
  } finally {
    await client.end();
  }
}

const p50Us = (summary: LatencySummary): number => summary.p50Us;

export const bar: Bar = { name: 'B1', title: 'a database for a test file', run };
