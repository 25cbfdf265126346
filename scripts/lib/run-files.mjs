/**
 * What runs, written down in `<data>/run`: one file per process with its pid and start time, and
 * `demo.json` as the lock of the demo itself. A file left behind by a killed demo is recognised by
 * its start time, and what it names is stopped by the next start.
 */
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Fault } from './fault.mjs';
import { endProcess, isSame, startMark } from './identity.mjs';

const runDir = (dataDir) => join(dataDir, 'run');
const fileOf = (dataDir, name) => join(runDir(dataDir), `${name}.json`);

/** For its owner alone, whatever the umask: the engine's socket stands in it too. */
function makeRunDir(dataDir) {
  mkdirSync(runDir(dataDir), { recursive: true });
  chmodSync(runDir(dataDir), 0o700);
}

const readRun = (dataDir, name) => readEntry(fileOf(dataDir, name));

function readEntry(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Absent or half written: nobody can be found by it.
    return undefined;
  }
}

/** Writes a process down. */
export function note(dataDir, name, pid, more = {}) {
  makeRunDir(dataDir);
  const entry = { pid, mark: startMark(pid), ...more };
  writeFileSync(fileOf(dataDir, name), `${JSON.stringify(entry)}\n`);
  return entry;
}

export function forget(dataDir, name) {
  rmSync(fileOf(dataDir, name), { force: true });
}

/** The demo that runs on this data folder now, if one does. */
export function runningDemo(dataDir) {
  const entry = readRun(dataDir, 'demo');
  return entry !== undefined && isSame(entry) ? entry : undefined;
}

/**
 * Takes the lock of a data folder. The entry is written aside and linked into place, because a
 * link is made by exactly one of two that try, and is never seen half written.
 * @throws {Fault} when another demo runs on the same folder.
 */
export function claim(dataDir, more) {
  makeRunDir(dataDir);
  const draft = join(runDir(dataDir), `demo.${process.pid}.draft`);
  const entry = { pid: process.pid, mark: startMark(process.pid), ...more };
  writeFileSync(draft, `${JSON.stringify(entry)}\n`);
  try {
    // Three rounds: a stale lock is removed in the first, a rival may be faster in the second.
    for (let round = 0; round < 3; round += 1) {
      if (tryLink(draft, fileOf(dataDir, 'demo'))) return () => release(dataDir, entry);
      const other = runningDemo(dataDir);
      if (other !== undefined) throw alreadyRunning(dataDir, other);
      removeStale(dataDir);
    }
    throw alreadyRunning(dataDir, readRun(dataDir, 'demo') ?? {});
  } finally {
    rmSync(draft, { force: true });
  }
}

function tryLink(draft, place) {
  try {
    linkSync(draft, place);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Removes a lock whose demo is gone. Between our look and our act a rival may have put its own
 * there, so the file is moved aside first, looked at again, and put back when it is alive.
 */
function removeStale(dataDir) {
  const aside = join(runDir(dataDir), `demo.${process.pid}.stale`);
  try {
    renameSync(fileOf(dataDir, 'demo'), aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  const moved = readEntry(aside);
  if (moved !== undefined && isSame(moved)) tryLink(aside, fileOf(dataDir, 'demo'));
  rmSync(aside, { force: true });
}

function release(dataDir, entry) {
  const now = readRun(dataDir, 'demo');
  if (now?.pid === entry.pid && now.mark === entry.mark) forget(dataDir, 'demo');
}

function alreadyRunning(dataDir, { pid, address }) {
  const where = address === undefined ? '' : ` at ${address}`;
  return new Fault(
    `A demo already runs on ${dataDir}${where} (process ${pid ?? 'unknown'}). It was left alone.`,
    'Open it, or stop it with Ctrl-C in its terminal. A second one needs ports and a folder of its ' +
      'own: PORT=3001 ENGINE_METRICS_PORT=9474 JOBS_METRICS_PORT=9475 SIMULATOR_PORT=9510 ' +
      'DATA_DIR=.data/second npm run demo.',
  );
}

/** Stops what an earlier, killed demo left running. Answers the names of what was stopped. */
export async function stopLeftovers(dataDir, deadlineMs = 5000) {
  const names = listRuns(dataDir).filter((name) => name !== 'demo');
  const stopped = await Promise.all(
    names.map(async (name) => {
      const entry = readRun(dataDir, name);
      const how = entry?.pid ? await endProcess({ ...entry, deadlineMs }) : 'gone';
      forget(dataDir, name);
      return how === 'gone' ? undefined : name;
    }),
  );
  return stopped.filter((name) => name !== undefined);
}

function listRuns(dataDir) {
  try {
    const files = readdirSync(runDir(dataDir)).filter((file) => file.endsWith('.json'));
    return files.map((file) => file.slice(0, -'.json'.length));
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}
