import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it, vi } from 'vitest';
import { EXIT } from './exit-codes.ts';

// Bounds for a busy machine; nothing here waits for as long.
vi.setConfig({ testTimeout: 30_000 });

const LIFE = fileURLToPath(new URL('../testing/life-fixture.ts', import.meta.url));
const PARENT = fileURLToPath(new URL('../testing/parent-fixture.ts', import.meta.url));
const ENV = { DEPLOYMENT: 'DEMO', METRICS_PORT: '0', STOP_DEADLINE_MS: '1500' };

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

interface Run {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
  /** Resolves when standard output holds the text; the process ending first is an error. */
  readonly says: (text: string) => Promise<void>;
  readonly ended: Promise<number | null>;
}

function start(file: string, args: string[], env: Record<string, string> = ENV): Run {
  const child = spawn(process.execPath, [file, ...args], { env });
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
  const says = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (out.includes(text)) resolve();
      };
      look();
      child.stdout.on('data', look);
      child.once('close', () => reject(new Error(`It never said ${text}: ${out}${err}`)));
    });
  return { child, out: () => out, err: () => err, says, ended };
}

it('starts, says when it is ready, and stops on SIGTERM: last opened, first closed, exit 0', async () => {
  const life = start(LIFE, ['plain']);
  await life.says('"sentence":"Ready."');
  life.child.kill('SIGTERM');
  expect(await life.ended).toBe(EXIT.stopped);
  expect(life.out().indexOf('second closed')).toBeGreaterThan(0);
  expect(life.out().indexOf('first closed')).toBeGreaterThan(life.out().indexOf('second closed'));
});

it('says every problem of its environment on standard error and ends with 78', async () => {
  const life = start(LIFE, [], { DEPLOYMENT: 'demo', LOG_LEVEL: 'loud' });
  expect(await life.ended).toBe(EXIT.config);
  expect(life.err()).toContain('The jobs process can not start.');
  for (const name of ['DEPLOYMENT', 'LOG_LEVEL', 'METRICS_PORT'])
    expect(life.err()).toContain(name);
});

it('says in a sentence why it can not start, closes what was open and ends with 69', async () => {
  const life = start(LIFE, ['refuse']);
  expect(await life.ended).toBe(EXIT.unavailable);
  expect(life.err()).toContain('The database is older than 18.');
  expect(life.err()).not.toContain('    at ');
  expect(life.out()).toContain('first closed');
});

it.each([
  ['a bug at the start', 'bug', 'x is not a function'],
  ['an error nobody caught', 'throw-later', 'An error nobody caught'],
  ['a rejection nobody handled', 'reject-later', 'A rejection nobody handled'],
  ['a failure while closing', 'fail-on-stop', 'Closing broken failed.'],
])('ends with a fault after %s, and the log says which', async (_what, act, sentence) => {
  const life = start(LIFE, [act]);
  if (act === 'fail-on-stop') {
    await life.says('Ready.');
    life.child.kill('SIGTERM');
  }
  expect(await life.ended).toBe(EXIT.fault);
  expect(life.out()).toContain(sentence);
});

it('ends at its deadline when something does not close, and names it', async () => {
  const life = start(LIFE, ['hang-on-stop']);
  await life.says('Ready.');
  life.child.kill('SIGTERM');
  expect(await life.ended).toBe(EXIT.stopDeadline);
  expect(life.out()).toContain('"open":["stuck","second","first","health and metrics"]');
});

it('takes signals that come together as one, so that Ctrl-C under a supervisor still stops in order', async () => {
  const life = start(LIFE, ['plain']);
  await life.says('Ready.');
  life.child.kill('SIGINT');
  life.child.kill('SIGTERM');
  expect(await life.ended).toBe(EXIT.stopped);
});

it('ends at once on a second signal that comes later', async () => {
  const life = start(LIFE, ['hang-on-stop'], { ...ENV, STOP_DEADLINE_MS: '60000' });
  await life.says('Ready.');
  life.child.kill('SIGINT');
  await life.says('Stopping.');
  const again = setInterval(() => life.child.kill('SIGINT'), 100);
  expect(await life.ended).toBe(EXIT.secondSignal);
  clearInterval(again);
});

it('carries the exit code of whoever stops it from inside', async () => {
  expect(await start(LIFE, ['stop-itself']).ended).toBe(EXIT.unavailable);
});

it('stops by itself when its parent is killed, so that no orphan keeps the port', async () => {
  const parent = start(PARENT, [], { ...ENV, STOP_WITH_PARENT: '1' });
  await parent.says('child ');
  const pid = Number(/child (\d+)/.exec(parent.out())?.[1]);
  expect(() => process.kill(pid, 0)).not.toThrow();
  parent.child.kill('SIGKILL');
  await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
