/**
 * A small supervisor: starts processes in order, starts again what dies, and stops all of them in
 * the opposite order with deadlines. It gives up, and says so, when a process dies too often:
 * endless restarts would hide the reason.
 */
import { spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { Fault } from './fault.mjs';
import { endProcess, sleep, startMark } from './identity.mjs';
import { openLog } from './log-files.mjs';
import { forget, note } from './run-files.mjs';

const BACKOFF_FIRST_MS = 250;
const BACKOFF_MAX_MS = 4000;
const RESTARTS_MAX = 5;
const RESTARTS_WINDOW_MS = 60_000;
const TRIM_EVERY_MS = 60_000;
const READY_POLL_MS = 50;
/** A process that ends with it can't be helped by starting it again: its settings are wrong. */
const EXIT_CONFIG = 78;

/**
 * @typedef {{ name: string, command: string, args: string[], env: Record<string, string>,
 *   cwd: string, ready?: () => Promise<boolean>, readyMs?: number, stopMs?: number }} Service
 *
 * @param {{ dataDir: string, say: (line: string) => void, backoffMs?: number }} shell
 *   `backoffMs`: the wait before the first restart; it doubles with each one after
 */
export function createSupervisor({ dataDir, say, backoffMs = BACKOFF_FIRST_MS }) {
  /** @type {Map<string, any>} */
  const watched = new Map();
  let stopping = false;
  let giveUp;
  const gaveUp = new Promise((_, reject) => {
    giveUp = reject;
  });
  // Whoever waits hears of it; nobody waiting is no unhandled rejection.
  gaveUp.catch(() => undefined);
  const trimming = setInterval(() => {
    for (const { log } of watched.values()) log.trim();
  }, TRIM_EVERY_MS);
  trimming.unref();

  function launch(watch) {
    const { name, command, args, env, cwd } = watch.service;
    const child = spawn(command, args, {
      cwd,
      env,
      // Its own group: Ctrl-C in the terminal reaches us, and we stop everything in order.
      detached: process.platform !== 'win32',
      windowsHide: true,
      stdio: ['ignore', watch.log.fd, watch.log.fd, 'ipc'],
    });
    watch.child = child;
    watch.mark = startMark(child.pid);
    if (child.pid !== undefined) note(dataDir, name, child.pid);
    child.once('error', (error) => ended(watch, child, error.message));
    child.once('exit', (status, signal) => ended(watch, child, signal ?? `code ${status}`, status));
  }

  function ended(watch, child, how, status) {
    if (watch.child !== child) return;
    watch.child = undefined;
    forget(dataDir, watch.service.name);
    if (stopping || watch.stopped) return;
    const now = performance.now();
    watch.deaths = [...watch.deaths.filter((at) => now - at < RESTARTS_WINDOW_MS), now];
    if (status === EXIT_CONFIG) return giveUp(misconfigured(watch));
    if (watch.deaths.length > RESTARTS_MAX) return giveUp(tooOften(watch, how));
    const wait = Math.min(backoffMs * 2 ** (watch.deaths.length - 1), BACKOFF_MAX_MS);
    say(`${watch.service.name} ended (${how}). Starting it again.`);
    watch.timer = setTimeout(() => launch(watch), wait);
  }

  /** @param {Service} service */
  function start(service) {
    const log = openLog(dataDir, service.name);
    const watch = { service, log, deaths: [], stopped: false };
    watched.set(service.name, watch);
    launch(watch);
  }

  /** Resolves when the service answers that it is ready. */
  async function ready(name) {
    const watch = watched.get(name);
    const { ready: isReady = async () => true, readyMs = 60_000 } = watch.service;
    const until = performance.now() + readyMs;
    for (;;) {
      // The end of hope first: of two that are settled, a race takes the one it names first.
      if (await Promise.race([gaveUp, isReady()])) return;
      if (performance.now() > until) throw tooSlow(watch, readyMs);
      await sleep(READY_POLL_MS);
    }
  }

  async function stopOne(watch) {
    watch.stopped = true;
    clearTimeout(watch.timer);
    const { name, stopMs = 10_000 } = watch.service;
    const { child, mark } = watch;
    const pid = child?.pid;
    const how = pid === undefined ? 'gone' : await endProcess({ pid, mark, deadlineMs: stopMs });
    if (how === 'killed')
      say(`${name} did not end within ${stopMs / 1000} s and was ended by force.`);
    forget(dataDir, name);
    closeSync(watch.log.fd);
    watched.delete(name);
  }

  /** Stops everything, last started first. Never throws; a second call waits for the first. */
  let stopped;
  function stop() {
    stopping = true;
    clearInterval(trimming);
    stopped ??= (async () => {
      for (const watch of [...watched.values()].reverse()) await stopOne(watch);
    })();
    return stopped;
  }

  const pids = () =>
    Object.fromEntries([...watched].map(([name, { child }]) => [name, child?.pid]));
  return { start, ready, stop, pids, gaveUp };
}

function tooOften({ service, log }, how) {
  return new Fault(
    `${service.name} ended ${RESTARTS_MAX + 1} times within a minute, the last time with ${how}. ` +
      `Its last lines:\n\n${log.tail()}\n`,
    `Its log is ${log.path}. Everything was stopped in order; the data is whole.`,
  );
}

function misconfigured({ service, log }) {
  return new Fault(
    `${service.name} refuses to run with its settings. Its last lines:\n\n${log.tail()}\n`,
    `Its log is ${log.path}. Everything was stopped in order; the data is whole.`,
  );
}

function tooSlow({ service, log }, readyMs) {
  return new Fault(
    `${service.name} was not ready within ${readyMs / 1000} s. Its last lines:\n\n${log.tail()}\n`,
    `Its log is ${log.path}. Everything was stopped in order; the data is whole.`,
  );
}
