/**
 * Faults while orders are on their way, made to happen to real processes: each case places an order,
 * breaks something at one exact moment, and then counts what the venues were given. One intent is one
 * order at a venue at most, whatever was killed, cut or held.
 *
 * The exact moments: a commit that is durable and not yet answered is a writer that waits for a standby
 * which does not exist; an order that a venue has and has not confirmed is an answer that takes long.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sleep } from './identity.mjs';
import { ROOT } from './paths.mjs';
import { allUp, asAdmin, killByForce, PORTS, pidOf, postgresPid, runs, until } from './trial.mjs';
import { openDesk, untilTrading, VENUES } from './trial-desk.mjs';
import {
  aboutOf,
  acase,
  askedAgain,
  begin,
  cleared,
  concluded,
  counted,
  crossing,
  engineIsBack,
  idOf,
  isForAPerson,
  madeSince,
  resting,
  SETTLES_MS,
  settled,
  taking,
} from './trial-orders.mjs';
import { LAST_VENUE_CASE, VENUE_CASES } from './venue-fault-cases.mjs';

/** Without it nothing of orders can be made to fail. */
export const OPENS_DESK = 'an engine that trades at three venues';

const WRITER = 'ultrathink engine journal 0';

// ------------------------------------------------------------------ moments

const writer = (client, and) =>
  client.query(
    `select pid, query_start::text as "since" from pg_stat_activity
      where application_name = $1 and ${and}`,
    [WRITER],
  );
const ON_STANDBY = `wait_event = 'SyncRep'`;
const ON_LOCK = `wait_event_type = 'Lock'`;

const OTHERS = `select pg_cancel_backend(pid) from pg_stat_activity
  where wait_event = 'SyncRep' and application_name <> $1`;

async function waits(client, what, { not } = {}) {
  let found;
  await until(async () => {
    // Only the journal is held: a lease that is being renewed would keep it from being written.
    await client.query(OTHERS, [WRITER]);
    const { rows } = await writer(client, what);
    [found] = rows;
    return found !== undefined && found.since !== not;
  }, 'the journal to be held');
  return found;
}

const standby = async (client, names) => {
  await client.query(`alter system set synchronous_standby_names = '${names}'`);
  await client.query('select pg_reload_conf()');
};

/**
 * Places it and stops at the moment when it is durable in the journal and the engine does not know:
 * `work` is given the writer's server process.
 */
const atCommit = (state, wish, work) =>
  asAdmin(state.dataDir, async (client) => {
    await standby(client, 'nobody');
    try {
      // What was being written before waits; the order is collected behind it.
      const first = await waits(client, ON_STANDBY);
      const begun = await begin(state, wish);
      await sleep(300);
      await client.query('select pg_cancel_backend($1)', [first.pid]);
      const held = await waits(client, ON_STANDBY, { not: first.since });
      await work(client, held);
      return begun;
    } finally {
      await standby(client, '');
    }
  });

const opened = {
  name: OPENS_DESK,
  run: async (state) => {
    const startedAt = performance.now();
    state.desk = await openDesk({ web: PORTS.PORT, simulator: PORTS.SIMULATOR_PORT });
    await untilTrading(state.desk, aboutOf(state));
    return `after ${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
  },
};

const beforeSend = acase('A7-1 kill -9 of the engine between commit and send', async (state) => {
  const pid = pidOf(state.dataDir, 'engine');
  const begun = await atCommit(state, await crossing(state), async () => {
    killByForce(pid);
    await until(() => !runs(pid), 'the engine to be gone');
  });
  assert.deepEqual(await madeSince(state, begun), [], 'a venue was asked before the commit');
  await engineIsBack(state, pid);
  const says = await concluded(state, begun);
  return `venues had nothing at the kill; then ${says}`;
});

const afterSend = acase('A7-2 kill -9 of the engine after the send', async (state) => {
  const { venue } = state.desk;
  await Promise.all(
    VENUES.map((one) => venue.fault(one, { kind: 'Latency', ms: 4000, jitterMs: 0 })),
  );
  const pid = pidOf(state.dataDir, 'engine');
  const begun = await begin(state, await resting(state));
  const isThere = async () => (await madeSince(state, begun)).length > 0;
  await until(isThere, 'a venue to have the order', { about: aboutOf(state) });
  killByForce(pid);
  await state.desk.venue.heal();
  await engineIsBack(state, pid);
  const says = await concluded(state, begun);
  return `found by its ClOrdID and adopted: ${says}`;
});

const answerLost = (number, what, wishOf) =>
  acase(`A7-${number} a venue ${what}, and its answer is lost`, async (state) => {
    for (const one of VENUES) {
      await state.desk.venue.fault(one, { kind: 'AnswerLost' });
    }
    const begun = await begin(state, await wishOf(state));
    const clOrdId = await askedAgain(state, begun);
    const says = await counted(state, begun, clOrdId);
    const seen = await Promise.all(VENUES.map((one) => state.desk.venue.seen(one)));
    const left = seen.filter(({ faults }) => faults.length > 0).length;
    assert.ok(left < VENUES.length, 'no answer was lost');
    await cleared(state, clOrdId);
    return says;
  });

const dropped = acase('A7-22 the connection is dropped in the middle of a write', async (state) => {
  const begun = await atCommit(state, await resting(state), async (client, held) => {
    await client.query('select pg_cancel_backend($1)', [held.pid]);
  });
  const clOrdId = await askedAgain(state, begun);
  const next = await asAdmin(state.dataDir, async (client) => {
    await client.query('begin');
    await client.query('lock table engine.journal in share row exclusive mode');
    const canceling = state.desk.cancel(clOrdId).catch(() => undefined);
    const held = await waits(client, ON_LOCK);
    const second = await begin(state, await resting(state));
    await client.query('select pg_terminate_backend($1)', [held.pid]);
    await client.query('rollback');
    await canceling;
    return second;
  });
  await untilTrading(state.desk, aboutOf(state));
  const says = await concluded(state, next);
  await cleared(state, clOrdId);
  return `rolled back, read again, asked again: ${says}`;
});

const commitLost = acase('A7-23 the answer to a commit is lost', async (state) => {
  const begun = await atCommit(state, await resting(state), async (client, held) => {
    await client.query('select pg_terminate_backend($1)', [held.pid]);
  });
  const says = await concluded(state, begun);
  return `the journal was read again, and has it once: ${says}`;
});

const postmasterKilled = acase('A7-24 kill -9 of PostgreSQL under orders', async (state) => {
  const wish = await resting(state);
  const all = [];
  for (const orderQty of ['0.02', '0.03', '0.04']) {
    all.push(await begin(state, { ...wish, orderQty }));
    // The first is answered, and so it is kept; the others are on their way.
    if (all.length === 1) await all[0].answer;
  }
  const pid = postgresPid(state.dataDir);
  killByForce(pid);
  const again = () => {
    const now = postgresPid(state.dataDir);
    return now !== undefined && now !== pid && runs(now);
  };
  await until(again, 'PostgreSQL to be started again', { about: aboutOf(state) });
  await until(allUp, 'every process to be ready', { about: aboutOf(state) });
  await untilTrading(state.desk, aboutOf(state));
  const ids = [];
  for (const begun of all) ids.push(await askedAgain(state, begun));
  assert.notEqual(ids[0], null, 'what was answered is lost');
  const placed = ids.filter((id) => id !== null);
  let children = 0;
  for (const id of placed) children += (await settled(state, id)).children.length;
  const made = await madeSince(state, all[0]);
  const names = new Set(made.map(({ venue, clientId }) => `${venue} ${clientId}`));
  assert.equal(names.size, made.length, 'two orders for one intent');
  assert.equal(made.length, children, JSON.stringify(made));
  for (const id of placed) await cleared(state, id);
  return `3 intents asked again, ${placed.length} placed: ${made.length} orders at venues`;
});

/** Another engine beside the one of the demo, as on another machine: its own door, the same shard. */
function secondEngine(pid) {
  const text = readFileSync(`/proc/${pid}/environ`, 'utf8');
  const env = Object.fromEntries(
    text
      .split('\0')
      .filter(Boolean)
      .map((pair) => {
        const at = pair.indexOf('=');
        return [pair.slice(0, at), pair.slice(at + 1)];
      }),
  );
  const child = spawn(process.execPath, [join(ROOT, 'packages/worker/src/main.ts'), 'engine'], {
    cwd: ROOT,
    env: { ...env, ENGINE_DOOR: `${env.ENGINE_DOOR}.2`, METRICS_PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const second = { child, output: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes) => {
      second.output += bytes;
    });
  }
  second.ended = new Promise((resolve) => child.once('exit', resolve));
  return second;
}

const LEADS = 'This engine leads its shard.';
const WAITS = 'Another engine leads this shard.';

const splitBrain = acase('A7-26 SIGSTOP of the leader, and another takes over', async (state) => {
  const pid = pidOf(state.dataDir, 'engine');
  const second = secondEngine(pid);
  try {
    return await takenOver(state, pid, second);
  } finally {
    if (runs(pid)) process.kill(pid, 'SIGCONT');
    second.child.kill('SIGKILL');
  }
});

async function takenOver(state, pid, second) {
  const about = () => `${second.output}\n${state.demo.output}`;
  const says = (what) => () => second.output.includes(what);
  await until(says(WAITS), 'the second to wait', { withinMs: 90_000, about });
  const begun = await atCommit(state, await crossing(state), () => process.kill(pid, 'SIGSTOP'));
  const stoppedAt = performance.now();
  await until(says(LEADS), 'the second to lead', { withinMs: 60_000, about });
  const tookOver = (performance.now() - stoppedAt) / 1000;
  const child = await asAdmin(state.dataDir, (client) => newestClear(state, client));
  const made = await madeSince(state, begun);
  process.kill(pid, 'SIGCONT');
  await engineIsGone(state, pid, about);
  await begun.answer;
  const now = await madeSince(state, begun);
  assert.deepEqual(now.map(idOf), made.map(idOf), 'the stale one sent something');
  second.child.kill('SIGTERM');
  await second.ended;
  await until(allUp, 'every process to be ready', { withinMs: 60_000, about });
  await untilTrading(state.desk, about);
  const counts = await concluded(state, begun);
  return `the second led after ${tookOver.toFixed(1)} s (child ${child}), the stale one ended by itself; ${counts}`;
}

const NEWEST = `select cl_ord_id as "clOrdId", venue, ord_status as "ordStatus",
    unconfirmed_since as "unconfirmedSince", placed_at as "placedAt"
  from trading."order" where level = 'Child' order by placed_at desc limit 1`;

/** Whoever leads knows of the newest child whether a venue has it, and how it is. */
async function newestClear(state, client) {
  let child;
  const isClear = async () => {
    [child] = (await client.query(NEWEST)).rows;
    if (child === undefined) return false;
    if (await isForAPerson(state, child)) return true;
    return child.unconfirmedSince === null && !child.ordStatus.startsWith('Pending');
  };
  await until(isClear, 'the newest child to be clear', { withinMs: SETTLES_MS });
  return child.unconfirmedSince === null ? child.ordStatus : 'for a person to decide';
}

async function engineIsGone(state, pid, about) {
  await until(() => !runs(pid) || pidOf(state.dataDir, 'engine') !== pid, 'the stale one to end', {
    about,
  });
}

export const ENGINE_CASES = [
  opened,
  beforeSend,
  afterSend,
  answerLost(3, 'accepts', resting),
  answerLost(4, 'accepts and fills', taking),
  ...VENUE_CASES,
  dropped,
  commitLost,
  postmasterKilled,
  splitBrain,
  LAST_VENUE_CASE,
];
