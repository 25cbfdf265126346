/**
 * What can happen to a running platform, made to happen: each case leaves the platform running for
 * the next one, and proves that what was committed is still there.
 */
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ENGINE_CASES, OPENS_DESK } from './engine-fault-cases.mjs';
import { Fault } from './fault.mjs';
import {
  allUp,
  asAdmin,
  freePorts,
  killByForce,
  newDataDir,
  pidOf,
  postgresPid,
  runs,
  startDemo,
  until,
} from './trial.mjs';

/** A start after the first one takes less than this. */
const LATER_START_S = 10;
/** Of a demo, and how long they may take until they are UP: streams wait longer with each attempt. */
const VENUES = 3;
const VENUES_UP_MS = 90_000;
const PROCESSES = ['simulator', 'engine', 'jobs', 'web'];

const mark = (state) =>
  asAdmin(state.dataDir, async (client) => {
    await client.query('create table if not exists public.trial_mark (number integer primary key)');
    state.marks += 1;
    await client.query('insert into public.trial_mark values ($1)', [state.marks]);
  });

async function marksAreWhole(state) {
  const { rows } = await asAdmin(state.dataDir, (client) =>
    client.query('select count(*)::int as count from public.trial_mark'),
  );
  assert.equal(rows[0].count, state.marks, 'a committed row is gone');
}

async function comesUp(state, options = {}) {
  state.demo = startDemo({ dataDir: state.dataDir, ...options });
  const took = await state.demo.up;
  await until(allUp, 'every process to be ready', { about: () => state.demo.output });
  return took;
}

/** What took so long stands in what it printed. */
const assertSoon = (state, what, took) =>
  assert.ok(took < LATER_START_S, `${what} took ${took.toFixed(1)} s\n${state.demo.output}`);

const first = {
  name: 'a first start, from an empty folder',
  run: async (state) => {
    const took = await comesUp(state);
    await mark(state);
    return `${took.toFixed(1)} s`;
  },
};

async function killAndSeeAgain(state, name) {
  const pid = pidOf(state.dataDir, name);
  killByForce(pid);
  const again = () => {
    const now = pidOf(state.dataDir, name);
    return now !== undefined && now !== pid && runs(now);
  };
  const about = () => state.demo.output;
  await until(again, `${name} to be started again`, { about });
  await until(allUp, 'every process to be ready', { about });
}

const killed = (name) => ({
  name: `kill -9 of ${name}`,
  run: async (state) => {
    await mark(state);
    await killAndSeeAgain(state, name);
    await marksAreWhole(state);
    return 'started again by the demo';
  },
});

/** Rows of what the page of a venue shows as its history. */
const venueStates = (state, text, values = []) =>
  asAdmin(state.dataDir, async (client) => (await client.query(text, values)).rows);

const NEWEST = `select distinct on (venue) venue, state from market_data.venue_state
  order by venue, at desc`;
const LOST_SINCE = `select distinct venue from market_data.venue_state
  where at > $1 and state <> 'UP'`;

const KILLS = 6;
const TOLD_MS = 4_000;

/** States are looked at once a second: a simulator that is back sooner may be gone between two looks. */
async function lostAtLast(state, allLost, about) {
  for (let kills = 1; ; kills += 1) {
    await killAndSeeAgain(state, 'simulator');
    try {
      await until(allLost, 'the loss of every venue to be told', { withinMs: TOLD_MS, about });
      return;
    } catch (error) {
      if (kills === KILLS) throw error;
    }
  }
}

const venuesGone = {
  name: 'kill -9 of the simulator, which is every venue at once',
  run: async (state) => {
    const about = () => state.demo.output;
    const allUp = async () => {
      const newest = await venueStates(state, NEWEST);
      return newest.length === VENUES && newest.every((venue) => venue.state === 'UP');
    };
    await until(allUp, 'every venue to be UP', { withinMs: VENUES_UP_MS, about });
    const engine = pidOf(state.dataDir, 'engine');
    const since = new Date();
    const allLost = async () => (await venueStates(state, LOST_SINCE, [since])).length === VENUES;
    await lostAtLast(state, allLost, about);
    await until(allUp, 'every venue to be UP again', { withinMs: VENUES_UP_MS, about });
    assert.equal(pidOf(state.dataDir, 'engine'), engine, 'the engine was started again');
    const took = (Date.now() - since.getTime()) / 1000;
    return `the loss was told, and all venues were UP again after ${took.toFixed(1)} s`;
  },
};

const postgresKilled = {
  name: 'kill -9 of PostgreSQL',
  run: async (state) => {
    await mark(state);
    const pid = postgresPid(state.dataDir);
    killByForce(pid);
    const about = () => state.demo.output;
    const again = () => {
      const now = postgresPid(state.dataDir);
      return now !== undefined && now !== pid && runs(now);
    };
    await until(again, 'PostgreSQL to be started again', { about });
    await until(
      () =>
        marksAreWhole(state).then(
          () => true,
          () => false,
        ),
      'the data',
      { about },
    );
    await until(allUp, 'every process to be ready', { about });
    return 'started again by the demo, nothing committed is lost';
  },
};

const demoKilled = {
  name: 'kill -9 of the demo itself',
  run: async (state) => {
    await mark(state);
    const pids = PROCESSES.map((name) => pidOf(state.dataDir, name));
    killByForce(state.demo.pid);
    await until(() => pids.every((pid) => !runs(pid)), 'its processes to notice and end');
    const took = await comesUp(state);
    await marksAreWhole(state);
    assertSoon(state, 'the next start', took);
    return `its processes ended by themselves; the next start took ${took.toFixed(1)} s`;
  },
};

const allKilled = {
  name: 'kill -9 of everything at once, as when a machine loses power',
  run: async (state) => {
    await mark(state);
    const pids = PROCESSES.map((name) => pidOf(state.dataDir, name));
    for (const pid of [state.demo.pid, ...pids, postgresPid(state.dataDir)]) killByForce(pid);
    await comesUp(state);
    await marksAreWhole(state);
    return 'the next start recovers, nothing committed is lost';
  },
};

const second = {
  name: 'a second demo on the same folder',
  run: async (state) => {
    const { status, output } = await startDemo({ dataDir: state.dataDir }).ended;
    assert.equal(status, 1, output);
    assert.match(output, /A demo already runs on .* It was left alone\./);
    assert.ok(await allUp(), 'the first demo was disturbed');
    return 'is refused in a sentence; the first goes on';
  },
};

const stopped = {
  name: 'Ctrl-C, and a second start',
  run: async (state) => {
    await mark(state);
    const pids = [
      ...PROCESSES.map((name) => pidOf(state.dataDir, name)),
      postgresPid(state.dataDir),
    ];
    state.demo.child.kill('SIGINT');
    const { status, output } = await state.demo.ended;
    assert.equal(status, 0, output);
    assert.deepEqual(pids.filter(runs), [], 'a process was left behind');
    assert.equal(postgresPid(state.dataDir), undefined, 'PostgreSQL did not shut down cleanly');
    const took = await comesUp(state);
    await marksAreWhole(state);
    assertSoon(state, 'the second start', took);
    return `everything ended in order; the second start took ${took.toFixed(1)} s`;
  },
};

const portTaken = {
  name: 'a port that is taken',
  run: async (state) => {
    const server = createServer();
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const port = String(server.address().port);
    const dataDir = newDataDir();
    state.folders.push(dataDir);
    const { status, output } = await startDemo({
      dataDir,
      env: { ...(await freePorts()), PORT: port },
    }).ended;
    server.close();
    assert.equal(status, 1, output);
    assert.match(output, new RegExp(`Port ${port} is taken by another program`));
    assert.match(output, /PORT=\d+ npm run demo/);
    assert.equal(existsSync(join(dataDir, 'postgres')), false, 'a database was made all the same');
    return 'is named, with how to choose another';
  },
};

const halfStarted = {
  name: 'kill -9 in the middle of a first start',
  run: async (state) => {
    const dataDir = newDataDir();
    state.folders.push(dataDir);
    const env = await freePorts();
    const broken = startDemo({ dataDir, env });
    await until(() => /^migrate/m.test(broken.output), 'the first start to reach the schema', {
      about: () => broken.output,
    });
    killByForce(broken.pid);
    await broken.ended;
    const next = startDemo({ dataDir, env });
    await next.up;
    next.child.kill('SIGTERM');
    const { status, output } = await next.ended;
    assert.equal(status, 0, output);
    return 'the next start goes on from there';
  },
};

const reset = {
  name: 'a reset',
  run: async (state) => {
    writeFileSync(join(state.dataDir, 'mine.txt'), 'kept');
    state.marks = 0;
    state.demo.child.kill('SIGTERM');
    await state.demo.ended;
    await comesUp(state, { args: ['--reset'] });
    const { rows } = await asAdmin(state.dataDir, (client) =>
      client.query("select to_regclass('public.trial_mark') as mark"),
    );
    assert.equal(rows[0].mark, null, 'the old database is still there');
    assert.ok(existsSync(join(state.dataDir, 'mine.txt')), 'a file that is not ours was removed');
    return "starts afresh and keeps a file that is not the demo's";
  },
};

const CASES = [
  first,
  ...PROCESSES.filter((name) => name !== 'simulator').map(killed),
  venuesGone,
  postgresKilled,
  ...ENGINE_CASES,
  second,
  portTaken,
  demoKilled,
  allKilled,
  stopped,
  halfStarted,
  reset,
];

/**
 * All of them, or those whose names begin with one of the words, after what they build on.
 * @throws when a word names none.
 */
export function casesOf(words) {
  if (words.length === 0) return CASES;
  const named = (word) => CASES.filter(({ name }) => name === word || name.startsWith(`${word} `));
  const unknown = words.find((word) => named(word).length === 0);
  if (unknown !== undefined) {
    const names = CASES.map(({ name }) => `  ${name}`).join('\n');
    throw new Fault(`There is no fault ${unknown}.`, `Name one of:\n${names}`);
  }
  const wanted = new Set(words.flatMap(named));
  return CASES.filter((one) => wanted.has(one) || one === first || one.name === OPENS_DESK);
}
