import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startMark } from './lib/identity.mjs';
import { ROOT } from './lib/paths.mjs';
import { createSupervisor } from './lib/supervise.mjs';

let dataDir;
let said;
let supervisor;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'supervise-'));
  said = [];
  supervisor = createSupervisor({ dataDir, say: (line) => said.push(line) });
});
afterEach(async () => {
  await supervisor.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const LEASH = join(ROOT, 'scripts/lib/leash.mjs');
const LIVES = 'setInterval(() => {}, 1000);';
const env = { PATH: process.env.PATH };

function service(name, text, more = {}) {
  const args = ['--import', LEASH, '--input-type=module', '-e', text];
  return { name, command: process.execPath, args, env, cwd: ROOT, ...more };
}

/** A killed process that nobody has collected yet has a number still, and no life. */
const runs = (pid) => startMark(pid) !== undefined;
const log = (name) => readFileSync(join(dataDir, `logs/${name}.log`), 'utf8');
const until = (condition) => vi.waitFor(() => expect(condition()).toBe(true), { timeout: 10_000 });

it('starts a killed process again, and says so', async () => {
  supervisor.start(service('engine', `console.log('up'); ${LIVES}`));
  await until(() => log('engine') === 'up\n');
  const first = supervisor.pids().engine;
  process.kill(first, 'SIGKILL');
  await until(() => log('engine') === 'up\nup\n');
  expect(supervisor.pids().engine).not.toBe(first);
  expect(said).toEqual(['engine ended (SIGKILL). Starting it again.']);
});

it('waits until a process is ready, and no longer', async () => {
  const path = join(dataDir, 'ready');
  const text = `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(path)}, ''); ${LIVES}`;
  supervisor.start(service('engine', text, { ready: async () => existsSync(path) }));
  await supervisor.ready('engine');
  expect(existsSync(path)).toBe(true);
});

it('says what a process said last when it is not ready in time', async () => {
  const never = { ready: async () => false, readyMs: 1500 };
  supervisor.start(service('web', `console.log('I wait for the moon'); ${LIVES}`, never));
  await expect(supervisor.ready('web')).rejects.toThrow('I wait for the moon');
});

it('gives up at once on settings that can not work', async () => {
  const text = 'console.error(\'SHARD is "x".\'); process.exit(78);';
  supervisor.start(service('engine', text, { ready: async () => false }));
  await expect(supervisor.ready('engine')).rejects.toThrow('SHARD is "x".');
  expect(log('engine').match(/SHARD/g)).toHaveLength(1);
});

it('gives up on a process that dies again and again', async () => {
  supervisor = createSupervisor({ dataDir, say: (line) => said.push(line), backoffMs: 5 });
  supervisor.start(service('jobs', "console.log('no'); process.exit(3);"));
  await expect(supervisor.gaveUp).rejects.toThrow('jobs ended 6 times within a minute');
  expect(log('jobs').trim().split('\n')).toHaveLength(6);
}, 30_000);

it('stops the last started first, each after its own end', async () => {
  const path = join(dataDir, 'order');
  const leaves = (name) => `import { appendFileSync } from 'node:fs'; console.log('up');
    process.on('SIGTERM', () => setTimeout(() => { appendFileSync(${JSON.stringify(path)}, '${name} '); process.exit(0); }, 50)); ${LIVES}`;
  for (const name of ['engine', 'jobs', 'web']) supervisor.start(service(name, leaves(name)));
  await until(() => ['engine', 'jobs', 'web'].every((name) => log(name) === 'up\n'));
  await supervisor.stop();
  expect(readFileSync(path, 'utf8')).toBe('web jobs engine ');
  expect(said).toEqual([]);
});

it('ends by force what does not end in time, and says so', async () => {
  const text = `process.on('SIGTERM', () => {}); console.log('up'); ${LIVES}`;
  supervisor.start(service('web', text, { stopMs: 200 }));
  await until(() => log('web') === 'up\n');
  const pid = supervisor.pids().web;
  await supervisor.stop();
  expect(runs(pid)).toBe(false);
  expect(said).toEqual(['web did not end within 0.2 s and was ended by force.']);
});

it('gives a process only the environment it was given', async () => {
  supervisor.start(service('engine', `console.log(Object.keys(process.env).join()); ${LIVES}`));
  await until(() => log('engine') !== '');
  expect(log('engine').trim()).toBe('PATH');
});

it('leaves nothing behind when it is itself killed by force', async () => {
  const modules = ['supervise', 'paths'].map((name) => join(ROOT, `scripts/lib/${name}.mjs`));
  const text = `const { createSupervisor } = await import(${JSON.stringify(modules[0])});
    const supervisor = createSupervisor({ dataDir: ${JSON.stringify(dataDir)}, say: () => {} });
    supervisor.start(${JSON.stringify(service('engine', LIVES))});
    process.stdout.write(String(supervisor.pids().engine));`;
  const host = spawn(process.execPath, ['--input-type=module', '-e', text], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pid = Number(await new Promise((resolve) => host.stdout.once('data', resolve)));
  expect(runs(pid)).toBe(true);
  host.kill('SIGKILL');
  await until(() => !runs(pid));
});
