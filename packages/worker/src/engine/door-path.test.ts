import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartRefusal } from '@ultrathink/runtime';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { aDoor, type TestDoor } from '../../testing/open-door.ts';
import { enter, knock } from '../../testing/peer.ts';
import { claimDoor } from './door-path.ts';

// Bounds for a busy machine; nothing here waits for as long.
vi.setConfig({ testTimeout: 30_000 });

let folder: string;
let path: string;
const open: TestDoor[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'path-'));
  path = join(folder, 'engine.sock');
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((door) => door.close()));
  await rm(folder, { recursive: true, force: true });
});

async function openAt(): Promise<TestDoor> {
  const door = await aDoor({}, { path });
  open.push(door);
  return door;
}

/** A process that listens at the path and is killed, as a crashed engine is. */
async function leaveStaleSocket(): Promise<void> {
  const script = `require('net').createServer().listen(${JSON.stringify(path)}, () => console.log(1))`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'close');
}

it('makes a socket that only its own user may open', async () => {
  await openAt();
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

it.runIf(process.getuid?.() === 0)('keeps another user out', async () => {
  await openAt();
  await chmod(folder, 0o755);
  const script = `process.setgid(65534); process.setuid(65534);
    require('net').connect(${JSON.stringify(path)})
      .on('connect', () => { console.log('IN'); process.exit(); })
      .on('error', (e) => console.log(e.code))`;
  const { stdout } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  expect(stdout.trim()).toBe('EACCES');
});

it('takes over the socket of a killed engine', async () => {
  await leaveStaleSocket();
  expect((await stat(path)).isSocket()).toBe(true);
  await openAt();
  await enter(path);
});

it('refuses to start beside another engine on the same path, and leaves that one alone', async () => {
  await openAt();
  await expect(aDoor({}, { path })).rejects.toThrow(/Another engine answers at/);
  await expect(aDoor({}, { path })).rejects.toBeInstanceOf(StartRefusal);
  await enter(path);
});

it('never removes a file that is no socket', async () => {
  await writeFile(path, 'precious');
  await expect(claimDoor(path)).rejects.toThrow(/is a file that is no socket/);
  expect((await stat(path)).size).toBe(8);
});

it('refuses a folder in which other users could put a socket of theirs', async () => {
  await chmod(folder, 0o777);
  await expect(claimDoor(path)).rejects.toThrow(/Other users may write/);
  await chmod(folder, 0o1777);
  await claimDoor(path);
});

it('finds out that its path no longer leads to it, and leaves what now stands there', async () => {
  const first = await openAt();
  await rename(path, `${path}.moved`);
  const second = await openAt();
  await first.lost;
  await first.close();
  open.splice(open.indexOf(first), 1);
  expect((await stat(path)).isSocket()).toBe(true);
  const peer = await knock(second.path);
  peer.socket.terminate();
});
