/**
 * B6: a ping through the engine's door (schemas on both sides, deadline, decision) against a bare
 * WebSocket over a unix socket that echoes a frame of the same size. Both ends are processes.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OpenServices } from '@ultrathink/api';
import type { CorrelationId, IdempotencyKey } from '@ultrathink/domain/kernel';
import { createSystemIds } from '@ultrathink/runtime';
import { WebSocket } from 'ws';
import { type Bar, type BarResult, LATENCY_COLUMNS, latencyCells, times } from './lib/bar.ts';
import { type LoadResult, openLoop } from './lib/load.ts';
import { type Platform, startPlatform } from './lib/platform.ts';
import { platformServices } from './lib/platform-services.ts';
import { inTurns, middleRound, ratioSpread } from './lib/rounds.ts';

const ROUNDS = 5;
const PLAN = { ratePerSecond: 1000, warmUpMs: 500, durationMs: 3000, maxInFlight: 200 };
const GOAL_RATIO = 3;
const DEADLINE_MS = 2000;
const CONNECT_WITHIN_MS = 5000;
/** A ping command and its decision are some 350 bytes each. */
const FRAME_BYTES = 350;

const ids = createSystemIds();

async function openDoor(platform: Platform): Promise<OpenServices> {
  const services = await platformServices(platform);
  const until = performance.now() + CONNECT_WITHIN_MS;
  while (services.door.state().kind !== 'Connected') {
    if (performance.now() > until) throw new Error('The engine did not open its door.');
    await sleep(20);
  }
  return services;
}

async function ping({ door }: OpenServices): Promise<void> {
  const answer = await door.request(
    {
      idempotencyKey: ids.next<IdempotencyKey>(),
      correlationId: ids.next<CorrelationId>(),
      actor: null,
      sessionId: null,
      body: { name: 'ping', echo: '' },
    },
    { deadlineMs: DEADLINE_MS },
  );
  if (!answer.ok) throw new Error(answer.error.code);
}

interface Echo {
  ask(): Promise<void>;
  close(): void;
}

async function openEcho(): Promise<Echo> {
  const folder = mkdtempSync(join(tmpdir(), 'echo-'));
  const path = join(folder, 'echo.sock');
  const child = fork(new URL('./lib/echo-process.ts', import.meta.url), [path], { silent: true });
  if (child.stdout) await once(child.stdout, 'data');
  const socket = new WebSocket('ws://echo/', {
    createConnection: () => connect(path),
    perMessageDeflate: false,
  });
  const waiting: (() => void)[] = [];
  socket.on('message', () => waiting.shift()?.());
  await once(socket, 'open');
  const frame = 'x'.repeat(FRAME_BYTES);
  return {
    ask: () =>
      new Promise((answered) => {
        waiting.push(answered);
        socket.send(frame);
      }),
    close() {
      socket.terminate();
      child.disconnect();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const p50Us = (result: LoadResult): number => result.p50Us;

async function run(): Promise<BarResult> {
  const web = await openDoor(await startPlatform());
  const echo = await openEcho();
  try {
    const lane = (request: () => Promise<void>) => (round: number) =>
      openLoop({ ...PLAN, seed: round + 1 }, request);
    const rounds = await inTurns(ROUNDS, {
      ours: lane(() => ping(web)),
      bare: lane(() => echo.ask()),
    });
    const ratio = ratioSpread(rounds.ours, rounds.bare, p50Us);
    const row = (what: string, list: readonly LoadResult[]) => {
      const { failed, refused, generatorLagP99Us, ...middle } = middleRound(list, p50Us);
      const lag = `${generatorLagP99Us} us`;
      return { what, cells: [...latencyCells(middle), lag, `${failed}/${refused}`] };
    };
    return {
      columns: [...LATENCY_COLUMNS, 'lag p99', 'failed/refused'],
      rows: [row("ping through the engine's door", rounds.ours), row('bare echo', rounds.bare)],
      met: ratio.median <= GOAL_RATIO,
      verdict:
        `p50 ${times(ratio.median)} of the bare echo (${times(ratio.least)} to ` +
        `${times(ratio.most)}), goal ${times(GOAL_RATIO)}`,
      settings: { ...PLAN, loop: 'open', rounds: ROUNDS, frameBytes: FRAME_BYTES },
      raw: rounds,
    };
  } finally {
    await web.close();
    echo.close();
  }
}

export const bar: Bar = { name: 'B6', title: "the engine's door", run };
