/**
 * The password step of a sign-in, with its delays, its look at the person, its session and
 * its sealed event, against the hash alone. What a sign-in takes should be the hash and little else:
 * that is what makes guessing dear.
 */
import { aFirm, aPerson, FrontDoor, verifyPassword } from '@ultrathink/api/testing';
import { copyTemplate, startTestServer } from '@ultrathink/db/testing';
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
const PLAN = { warmUp: 5, count: 30 };
/** Hash and commit are at least two thirds of it. */
const GOAL_RATIO = 1.5;

const p50Us = ({ p50Us: us }: LatencySummary): number => us;

async function run(): Promise<BarResult> {
  const database = await copyTemplate(await startTestServer(ENV));
  try {
    const door = new FrontDoor(database);
    const person = await aPerson(database, door.services, await aFirm(database), {
      role: 'Operations',
    });
    const [stored] = await database.sql<{ hash: string }>(
      'select hash from access.password where person_id = $1',
      [person.id],
    );
    const { prisma } = database.as('app_identity');
    const rounds = await inTurns(ROUNDS, {
      signIn: () =>
        closedLoop(PLAN, async () => {
          await door.givePassword(person);
        }),
      hash: () =>
        closedLoop(PLAN, async () => {
          await verifyPassword(person.password, stored?.hash ?? null);
        }),
      least: (round) =>
        closedLoop(PLAN, async (turn) => {
          await verifyPassword(person.password, stored?.hash ?? null);
          await prisma.attempt.create({ data: { key: `bench ${round} ${turn}`, points: 1 } });
        }),
    });
    const p50 = spreadOf(rounds.signIn.map(p50Us));
    const ratio = ratioSpread(rounds.signIn, rounds.least, p50Us);
    return {
      columns: [...LATENCY_COLUMNS],
      rows: [
        { what: 'password step', cells: latencyCells(middleRound(rounds.signIn, p50Us)) },
        { what: 'Argon2id and one commit', cells: latencyCells(middleRound(rounds.least, p50Us)) },
        { what: 'Argon2id alone', cells: latencyCells(middleRound(rounds.hash, p50Us)) },
      ],
      met: ratio.median <= GOAL_RATIO,
      verdict:
        `p50 ${micros(p50.median)}, ${times(ratio.median)} of hash and commit ` +
        `(${times(ratio.least)} to ${times(ratio.most)}), goal ${times(GOAL_RATIO)}`,
      settings: { rounds: ROUNDS, ...PLAN, loop: 'closed', shown: 'middle round' },
      raw: rounds,
    };
  } finally {
    await database.drop();
  }
}

export const bar: Bar = { name: 'SIGN-IN', title: 'A sign-in is its hash', run };
