/**
 * Which process a number means. Process ids are used again after a while, so a pid alone must
 * never be the reason to stop anything: it is kept together with the time its process started.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * A text that is the same as long as the pid means the same process; undefined when no process
 * has it, or when this platform does not tell (Windows).
 */
export function startMark(pid) {
  if (process.platform === 'linux') return linuxMark(pid);
  if (process.platform === 'win32') return isAlive(pid) ? 'unknown' : undefined;
  try {
    const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], options).trim() || undefined;
  } catch {
    return undefined;
  }
}

function linuxMark(pid) {
  try {
    // Fields after the last ")": the name before it may itself hold spaces and brackets.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state] = fields;
    if (state === 'Z' || state === 'X') return undefined;
    return `${bootId()}:${fields[19]}`;
  } catch {
    return undefined;
  }
}

function bootId() {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return 'boot';
  }
}

export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Whether the process that was written down is still the one that runs. */
export function isSame({ pid, mark }) {
  const now = startMark(pid);
  return now !== undefined && now === mark;
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks a process to end, insists after the deadline. Answers how it went. */
export async function endProcess({ pid, mark, deadlineMs }) {
  if (!isSame({ pid, mark })) return 'gone';
  signal(pid, 'SIGTERM');
  const until = performance.now() + deadlineMs;
  while (performance.now() < until) {
    if (!isSame({ pid, mark })) return 'ended';
    await sleep(25);
  }
  signal(pid, 'SIGKILL');
  for (let i = 0; i < 80 && isSame({ pid, mark }); i += 1) await sleep(25);
  return 'killed';
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
