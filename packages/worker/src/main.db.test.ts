import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openTestDatabase } from '@ultrathink/db/testing';
import { readinessSchema } from '@ultrathink/domain/operations';
import { EXIT } from '@ultrathink/runtime';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { COMPILED } from '../testing/compiled.ts';
import { aPing, enter } from '../testing/peer.ts';

// Bounds for a busy machine; nothing here waits for as long.
vi.setConfig({ testTimeout: 60_000 });

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const db = await openTestDatabase();

let folder: string;
const children: ChildProcess[] = [];
const servers: Server[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'main-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const server of servers.splice(0)) server.close();
  // Nobody waits for the lease of a process that was killed over its test.
  await db.sql('update engine.lease set until = now()');
  await rm(folder, { recursive: true, force: true });
});

const door = () => join(folder, 'engine.sock');
const engineEnv = () => ({
  DEPLOYMENT: 'DEMO',
  METRICS_PORT: '0',
  DATABASE_URL: db.url('engine'),
  ENGINE_DOOR: door(),
  DATA_DIR: folder,
  VENUE_KEY_FILE: ringFile('venue'),
});
const jobsEnv = () => ({
  DEPLOYMENT: 'DEMO',
  METRICS_PORT: '0',
  DATABASE_URL: db.url('jobs'),
  DATA_DIR: folder,
  APP_ORIGIN: 'http://localhost:3000',
  PEOPLE_KEY_FILE: ringFile('people'),
  VENUE_KEY_FILE: ringFile('venue'),
  MAIL_SINK_DIR: join(folder, 'mail'),
  AUDIT_COPY_DIR: join(folder, 'checkpoints'),
  AUDIT_ORIGIN: 'localhost/test',
});

function ringFile(name: string): string {
  const file = join(folder, `${name}-ring`);
  writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
  return file;
}

function start(args: string[], env: Record<string, string>) {
  const child = spawn(process.execPath, [MAIN, ...args], { env: { ...env, ...COMPILED } });
  children.push(child);
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    out += part;
  });
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    err += part;
  });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  /** Resolves with the line of the log that holds the sentence. */
  const says = (sentence: string): Promise<Record<string, unknown>> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const line = out.split('\n').find((text) => text.includes(`"sentence":"${sentence}"`));
        if (line !== undefined) resolve(JSON.parse(line));
      };
      child.stdout.on('data', look);
      child.once('close', () => reject(new Error(`It ended without saying so: ${out}${err}`)));
      look();
    });
  return { child, ended, says, out: () => out, err: () => err };
}

/** Asks the process's health port, which its log names. */
async function ready(process: ReturnType<typeof start>) {
  const { metricsPort } = await process.says('Starting.');
  const answer = await fetch(`http://127.0.0.1:${metricsPort}/health/ready`);
  return { status: answer.status, body: readinessSchema.parse(await answer.json()) };
}

describe('the engine', () => {
  it('starts, is ready, answers a ping, tells its process metrics, and stops in order', async () => {
    const engine = start(['engine'], engineEnv());
    await engine.says('Ready.');
    expect(await ready(engine)).toMatchObject({ status: 200, body: { state: 'Up' } });
    const peer = await enter(door());
    peer.send(aPing());
    expect(await peer.heard(({ type }) => type === 'decision')).toMatchObject({
      outcome: { kind: 'Accepted', result: { pid: engine.child.pid } },
    });
    expect(await peer.heard(({ type }) => type === 'notice')).toMatchObject({
      body: {
        topic: 'operations.process-metrics',
        payload: { kind: 'engine', pid: engine.child.pid, doorConnections: 1 },
      },
    });
    engine.child.kill('SIGTERM');
    await peer.heard((frame) => frame.type === 'fault' && frame.code === 'Stopping');
    expect(await engine.ended).toBe(EXIT.stopped);
  });

  it('refuses to start beside another engine at the same door, which goes on', async () => {
    const first = start(['engine'], engineEnv());
    await first.says('Ready.');
    const second = start(['engine'], engineEnv());
    expect(await second.ended).toBe(EXIT.unavailable);
    expect(second.err()).toMatch(/Another engine answers at/);
    const peer = await enter(door());
    peer.send(aPing());
    await peer.heard(({ type }) => type === 'decision');
  });

  it('killed, leaves a door that its successor takes over', async () => {
    const first = start(['engine'], engineEnv());
    await first.says('Ready.');
    first.child.kill('SIGKILL');
    await first.ended;
    const second = start(['engine'], engineEnv());
    await second.says('Ready.');
    await enter(door());
  });

  it('is ready whatever its venues do: one that is away is told as down', async () => {
    // Nobody listens at the port that a system keeps for nobody.
    const venues = { VENUES: 'binance,kraken', VENUE_SIMULATOR: 'http://127.0.0.1:1' };
    const engine = start(['engine'], { ...engineEnv(), ...venues });
    await engine.says('Ready.');
    const peer = await enter(door());
    const told = await peer.heard(
      (frame) => frame.type === 'notice' && frame.body.topic === 'market-data.venues',
    );
    expect(told).toMatchObject({
      key: 'binance',
      body: { payload: { network: 'Simulator', current: { state: 'DOWN' } } },
    });
  });

  it('refuses simulated venues in production', async () => {
    const simulated = { VENUES: 'kraken', VENUE_SIMULATOR: 'http://127.0.0.1:1' };
    const env = { ...engineEnv(), ...simulated, DEPLOYMENT: 'PRODUCTION' };
    const engine = start(['engine'], env);
    expect(await engine.ended).toBe(EXIT.config);
    expect(engine.err()).toMatch(/VENUE_SIMULATOR is set.*no place in PRODUCTION/);
  });

  it.each([
    ['a superuser', () => db.adminUrl, /superuser or bypasses row-level security/],
    ['the role of another process', () => db.url('jobs'), /role jobs.*runs as engine/],
    ['nobody the server knows', () => unknownRole(), /can not be reached/],
  ])('refuses to start as %s, before it opens its door', async (_who, url, sentence) => {
    const engine = start(['engine'], { ...engineEnv(), DATABASE_URL: url() });
    expect(await engine.ended).toBe(EXIT.unavailable);
    expect(engine.err()).toMatch(sentence);
    expect(engine.err() + engine.out()).not.toContain(new URL(url()).password);
    expect(engine.out()).not.toContain('The door is open');
  });

  it('begins where the server let the first of its connections go', async () => {
    const { url, refused } = await cuttingOnce(db.url('engine'));
    const engine = start(['engine'], { ...engineEnv(), DATABASE_URL: url });
    await engine.says('Ready.');
    expect(refused()).toBe(1);
  });

  it('is not ready while the database does not answer, and lives on', async () => {
    const engine = start(['engine'], engineEnv());
    await engine.says('Ready.');
    // Of this test's database only: the roles belong to every test of the server.
    await db.sql(`alter database ${db.name} connection limit 0`);
    try {
      await db.sql(`select pg_terminate_backend(pid) from pg_stat_activity
        where usename = 'engine' and datname = current_database()`);
      await expect
        .poll(() => ready(engine), { timeout: 20_000 })
        .toMatchObject({
          status: 503,
          body: { state: 'Down' },
        });
    } finally {
      await db.sql(`alter database ${db.name} connection limit -1`);
    }
    await expect.poll(() => ready(engine), { timeout: 20_000 }).toMatchObject({ status: 200 });
  });
});

describe('jobs', () => {
  it('starts, measures the database at once, is ready, and stops in order', async () => {
    const jobs = start(['jobs'], jobsEnv());
    await jobs.says('Ready.');
    expect(await ready(jobs)).toMatchObject({ status: 200, body: { process: 'jobs' } });
    const rows = () =>
      db.sql<{ n: number }>('select count(*)::int as n from operations.database_measure');
    await expect.poll(rows, { timeout: 30_000 }).toMatchObject([{ n: 1 }]);
    jobs.child.kill('SIGTERM');
    expect(await jobs.ended).toBe(EXIT.stopped);
    expect(jobs.out()).not.toMatch(/"level":"(warn|error|fatal)"/);
  });

  it('refuses a data folder that is not there', async () => {
    const jobs = start(['jobs'], { ...jobsEnv(), DATA_DIR: join(folder, 'nowhere') });
    expect(await jobs.ended).toBe(EXIT.config);
    expect(jobs.err()).toMatch(/DATA_DIR .*nowhere is no folder/);
  });
});

it.each([[[]], [['web']], [['engine', 'twice']]])('says how it is called: %j', async (args) => {
  const process = start(args, engineEnv());
  expect(await process.ended).toBe(EXIT.usage);
  expect(process.err()).toContain('engine|jobs');
});

/** A server in front of the real one, which ends the first connection it takes. */
async function cuttingOnce(real: string): Promise<{ url: string; refused: () => number }> {
  const url = new URL(real);
  const socket = `.s.PGSQL.${url.port || url.searchParams.get('port') || '5432'}`;
  const behind = join(url.searchParams.get('host') ?? '', socket);
  let refused = 0;
  const server = createServer((client) => {
    if (refused === 0) {
      refused += 1;
      client.destroy();
      return;
    }
    const upstream = connect(behind);
    for (const end of [client, upstream]) end.on('error', () => undefined);
    client.pipe(upstream).pipe(client);
  });
  servers.push(server);
  server.listen(join(folder, socket));
  await once(server, 'listening');
  url.searchParams.set('host', folder);
  return { url: url.href, refused: () => refused };
}

function unknownRole(): string {
  const url = new URL(db.url('engine'));
  url.username = 'nobody';
  return url.href;
}
