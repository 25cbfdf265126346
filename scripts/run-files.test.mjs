import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isAlive, isSame, startMark } from './lib/identity.mjs';
import { ROOT } from './lib/paths.mjs';
import { claim, note, runningDemo, stopLeftovers } from './lib/run-files.mjs';

let dataDir;
const children = [];
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'run-files-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

const lockFile = () => join(dataDir, 'run/demo.json');

function start(text) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', text], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

const firstWord = (child) =>
  new Promise((resolve) => child.stdout.once('data', (bytes) => resolve(bytes.toString().trim())));
const ended = (child) =>
  new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)));

it('lets one demo have a data folder, and names the one that has it', () => {
  const release = claim(dataDir, { address: 'http://localhost:3000' });
  expect(() => claim(dataDir, {})).toThrow(`http://localhost:3000 (process ${process.pid})`);
  release();
  claim(dataDir, {})();
  expect(existsSync(lockFile())).toBe(false);
});

it('keeps its folder for its owner, whatever the umask', () => {
  mkdirSync(join(dataDir, 'run'));
  chmodSync(join(dataDir, 'run'), 0o775);
  claim(dataDir, {})();
  expect(statSync(join(dataDir, 'run')).mode & 0o777).toBe(0o700);
});

it('takes over from a demo that was killed', () => {
  mkdirSync(join(dataDir, 'run'));
  writeFileSync(lockFile(), JSON.stringify({ pid: 2 ** 22 + 1, mark: 'gone' }));
  expect(runningDemo(dataDir)).toBeUndefined();
  claim(dataDir, {});
  expect(runningDemo(dataDir)?.pid).toBe(process.pid);
});

it('does not take another program that got the same number for the demo', () => {
  mkdirSync(join(dataDir, 'run'));
  writeFileSync(lockFile(), JSON.stringify({ pid: process.ppid, mark: 'started at another time' }));
  expect(runningDemo(dataDir)).toBeUndefined();
});

it('takes a lock that was half written for none', () => {
  mkdirSync(join(dataDir, 'run'));
  writeFileSync(lockFile(), '{"pid": 12');
  claim(dataDir, {})();
});

it('gives a stale lock to exactly one of eight that come at once', async () => {
  mkdirSync(join(dataDir, 'run'));
  writeFileSync(lockFile(), JSON.stringify({ pid: 2 ** 22 + 1, mark: 'gone' }));
  const module = JSON.stringify(join(ROOT, 'scripts/lib/run-files.mjs'));
  const text = `const { claim } = await import(${module});
    let word = 'won';
    try { claim(${JSON.stringify(dataDir)}, {}); } catch { word = 'lost'; }
    console.log(word); setInterval(() => {}, 1000);`;
  const words = await Promise.all(Array.from({ length: 8 }, () => firstWord(start(text))));
  expect(words.filter((word) => word === 'won')).toHaveLength(1);
}, 30_000);

it('stops what a killed demo left running, and forgets it', async () => {
  const child = start("console.log('up'); setInterval(() => {}, 1000);");
  await firstWord(child);
  const gone = ended(child);
  note(dataDir, 'engine', child.pid);
  expect(await stopLeftovers(dataDir)).toEqual(['engine']);
  expect(await gone).toBe('SIGTERM');
  expect(existsSync(join(dataDir, 'run/engine.json'))).toBe(false);
});

it('insists when a leftover does not listen', async () => {
  const child = start(
    "process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000);",
  );
  await firstWord(child);
  const gone = ended(child);
  note(dataDir, 'jobs', child.pid);
  expect(await stopLeftovers(dataDir, 200)).toEqual(['jobs']);
  expect(await gone).toBe('SIGKILL');
});

it('never stops a program that merely got the number of a leftover', async () => {
  const child = start("console.log('up'); setInterval(() => {}, 1000);");
  await firstWord(child);
  note(dataDir, 'web', child.pid);
  const file = join(dataDir, 'run/web.json');
  writeFileSync(
    file,
    JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), mark: 'earlier' }),
  );
  expect(await stopLeftovers(dataDir)).toEqual([]);
  expect(isAlive(child.pid)).toBe(true);
});

it('knows a process by its number and its start', () => {
  const mark = startMark(process.pid);
  expect(isSame({ pid: process.pid, mark })).toBe(true);
  expect(isSame({ pid: process.pid, mark: `${mark}0` })).toBe(false);
  expect(startMark(2 ** 22 + 1)).toBeUndefined();
});
