/**
 * A web process of our own beside a running platform: its database and its people, and an engine's door
 * of ours, so that what it is told can be made at a rate.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { portsOf, servicesOf } from '@ultrathink/scripts/services';
import { ENV } from './env.ts';
import type { KeptMemory } from './memory-told.ts';
import type { Platform } from './platform.ts';
import { platformUrls } from './platform-database.ts';

const READY_WITHIN_MS = 120_000;
const MEMORY_TOLD = new URL('./memory-told.ts', import.meta.url).href;

export interface OwnWeb {
  readonly origin: string;
  rssMb(): number;
  /** What it keeps once everything that is garbage was collected. */
  keptMb(): Promise<number>;
  cpuMs(): number;
  stop(): Promise<void>;
}

export async function startOwnWeb(
  platform: Platform,
  { door, port }: { readonly door: string; readonly port: number },
): Promise<OwnWeb> {
  const ports = { ...portsOf({}), PORT: port };
  const urls = await platformUrls(platform);
  const all = servicesOf({ ports, urls, dataDir: platform.dataDir, door, env: ENV });
  const web = all.find(({ name }) => name === 'web');
  if (web === undefined) throw new Error('The platform has no web process.');
  const log = openSync(join(platform.dataDir, 'own-web.log'), 'w');
  const child = spawn(web.command, ['--import', MEMORY_TOLD, ...web.args], {
    cwd: web.cwd,
    env: { ...web.env, LOG_LEVEL: 'warn' },
    stdio: ['ignore', log, 'inherit', 'ipc'],
  });
  closeSync(log);
  const untilMs = performance.now() + READY_WITHIN_MS;
  const answers = async () =>
    (await fetch(`http://127.0.0.1:${port}/api/health/live`).catch(() => undefined))?.ok === true;
  while (!(await answers())) {
    if (child.exitCode !== null || performance.now() > untilMs) {
      child.kill('SIGKILL');
      throw new Error('The web process did not start.');
    }
    await sleep(200);
  }
  const { pid = 0 } = child;
  return {
    origin: `http://localhost:${port}`,
    rssMb: () => rssMbOf(pid),
    keptMb: () => keptMbOf(child),
    cpuMs: () => cpuMsOf(pid),
    stop: () => stopped(child),
  };
}

function keptMbOf(child: ChildProcess): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const take = (told: Partial<KeptMemory>) => {
    // The process says other things as well.
    if (told.kind !== 'KeptMemory' || told.keptMb === undefined) return;
    child.off('message', take);
    child.off('exit', gone);
    resolve(told.keptMb);
  };
  const gone = () => reject(new Error('The web process ended by itself.'));
  child.on('message', take);
  child.once('exit', gone);
  child.send('memory');
  return promise;
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await Promise.race([ended, sleep(10_000)]);
  child.kill('SIGKILL');
}

/** What the kernel counts: pages in memory, of 4 kB on every machine this runs on. */
const rssMbOf = (pid: number): number =>
  (Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096) / 1e6;

const TICK_MS = 10;

function cpuMsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}
