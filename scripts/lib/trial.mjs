/**
 * A platform for trials: the demo started as a person starts it, in a data folder and on ports of
 * its own, so that a trial never touches a developer's.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { sleep, startMark } from './identity.mjs';
import { portTaken } from './machine.mjs';
import { ROOT } from './paths.mjs';

/** A first start builds, on a machine that may be busy. */
const READY_MS = 600_000;

/**
 * Ports nobody listens on now, for one platform: beneath the range from which a system takes the
 * ports of outgoing connections, so that none of those gets one of ours between two starts.
 */
export async function freePorts() {
  const ports = [];
  while (ports.length < 4) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (!ports.includes(port) && !(await portTaken(port))) ports.push(port);
  }
  const [PORT, ENGINE_METRICS_PORT, JOBS_METRICS_PORT, SIMULATOR_PORT] = ports.map(String);
  return { PORT, ENGINE_METRICS_PORT, JOBS_METRICS_PORT, SIMULATOR_PORT };
}

export const PORTS = await freePorts();

const ANSWER_TIMEOUT_MS = 2_000;

const readyAt = () => [
  `http://127.0.0.1:${PORTS.PORT}/api/health/ready`,
  `http://127.0.0.1:${PORTS.ENGINE_METRICS_PORT}/health/ready`,
  `http://127.0.0.1:${PORTS.JOBS_METRICS_PORT}/health/ready`,
];

export const newDataDir = () => mkdtempSync(join(tmpdir(), 'ultrathink-trial-'));

/** Of its past: enough to be there, and quick. */
const DEMO_ORDERS = process.env.DEMO_ORDERS ?? '300';

/** Starts the demo. `up` resolves when it says it is ready, `ended` when its process is gone. */
export function startDemo({ dataDir, env = {}, args = [] }) {
  const { DATABASE_URL: _, DATABASE_ADMIN_URL: __, ...outer } = process.env;
  const child = spawn(process.execPath, [join(ROOT, 'scripts/demo.mjs'), ...args], {
    env: { ...outer, ...PORTS, DEMO_ORDERS, DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const demo = { child, pid: child.pid, output: '', startedAt: performance.now() };
  demo.ended = new Promise((resolve) => {
    child.once('close', (status, signal) => resolve({ status, signal, output: demo.output }));
  });
  const take = (bytes) => {
    demo.output += bytes;
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  demo.up = until(() => demo.output.includes('is ready at'), 'the demo to be ready', {
    withinMs: READY_MS,
    giveUp: () => child.exitCode ?? child.signalCode,
    about: () => demo.output,
  }).then(() => (performance.now() - demo.startedAt) / 1000);
  demo.up.catch(() => undefined);
  return demo;
}

/** Waits for a condition and not for a time; says what it waited for when it waits too long. */
export async function until(condition, what, { withinMs = 30_000, giveUp, about } = {}) {
  const end = performance.now() + withinMs;
  while (!(await condition())) {
    const reason = giveUp?.() ?? undefined;
    if (reason !== undefined && reason !== null) {
      throw new Error(`Waited for ${what}, and it ended (${reason}).\n${about?.() ?? ''}`);
    }
    if (performance.now() > end) {
      throw new Error(`Waited ${withinMs / 1000} s for ${what}.\n${about?.() ?? ''}`);
    }
    await sleep(20);
  }
}

export const pidOf = (dataDir, name) => {
  try {
    return JSON.parse(readFileSync(join(dataDir, `run/${name}.json`), 'utf8')).pid;
  } catch {
    // Not written yet, or just being written.
    return undefined;
  }
};

export const postgresPid = (dataDir) => {
  try {
    return Number(
      readFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0],
    );
  } catch {
    return undefined;
  }
};

export const runs = (pid) => pid !== undefined && startMark(pid) !== undefined;

export function killByForce(pid) {
  process.kill(pid, 'SIGKILL');
}

/** Up with all its parts: an engine that lacks a venue is ready, and not this. */
export async function allUp() {
  const answers = await Promise.all(readyAt().map(isUp));
  return answers.every(Boolean);
}

async function isUp(url) {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
    return (await answer.json()).state === 'Up';
  } catch {
    return false;
  }
}

/** One connection as the cluster's own administrator, to look at the data from outside. */
export async function asAdmin(dataDir, work) {
  const lines = readFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n');
  const client = new pg.Client({
    host: lines[4].trim() || '127.0.0.1',
    port: Number(lines[3]),
    user: 'postgres',
    password: readFileSync(join(dataDir, 'secrets/postgres'), 'utf8').trim(),
    database: 'ultrathink',
    connectionTimeoutMillis: 5000,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
