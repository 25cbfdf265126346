/** The engine's own door before a shell, and somebody who comes in by it over the unix socket. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Command, DOOR_VERSION, HEARTBEAT_EVERY_MS } from '@ultrathink/domain/engine';
import type { ProcessId } from '@ultrathink/domain/kernel';
import { createRegistry, silentLog, systemClock, systemIds } from '@ultrathink/runtime';
import {
  answerWithoutVenues,
  createDecide,
  DOOR_LIMITS,
  type Outcome,
  openDoor,
} from '@ultrathink/worker/engine';
import { WebSocket } from 'ws';
import type { Shell } from './engine-shell.ts';

export interface ShellDoor {
  ask(command: Command): Promise<Outcome>;
  close(): Promise<void>;
}

/** The door alone, at a path: whoever comes in by it asks, and is told what is published. */
export async function openDoorAt(path: string, { relay, processId, callers }: Shell) {
  const decided = {
    ...{ relay, processId, clock: systemClock, callers },
    answerMarket: (question: Parameters<typeof answerWithoutVenues>[0]) =>
      answerWithoutVenues(question, systemClock.now()),
    nudge: () => undefined,
    standings: () => [],
  };
  return openDoor({
    path,
    relay,
    decide: createDecide(decided),
    processId,
    clock: systemClock,
    log: silentLog,
    registry: createRegistry('engine'),
    limits: DOOR_LIMITS,
    onLost: () => undefined,
  });
}

export async function openShellDoor(shell: Shell): Promise<ShellDoor> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-door-'));
  const path = join(folder, 'engine.sock');
  const door = await openDoorAt(path, shell);
  const socket = new WebSocket('ws://engine/', {
    createConnection: () => connect(path),
    perMessageDeflate: false,
  });
  await once(socket, 'open');
  const waiting = new Map<string, (outcome: Outcome) => void>();
  socket.on('message', (data) => {
    const frame = JSON.parse(data.toString()) as {
      type: string;
      commandId?: string;
      outcome?: Outcome;
    };
    if (frame.type !== 'decision' || frame.outcome === undefined) return;
    waiting.get(frame.commandId ?? '')?.(frame.outcome);
    waiting.delete(frame.commandId ?? '');
  });
  const welcomed = once(socket, 'message');
  const peer = { kind: 'web', processId: systemIds.next<ProcessId>(), pid: process.pid };
  const hello = {
    type: 'hello',
    version: DOOR_VERSION,
    shard: shell.relay.shard,
    peer,
    since: null,
  };
  socket.send(JSON.stringify(hello));
  await welcomed;
  const beat = () => socket.send(JSON.stringify({ type: 'heartbeat', at: systemClock.now() }));
  const timer = setInterval(beat, HEARTBEAT_EVERY_MS);
  return {
    ask(command) {
      const { promise, resolve } = Promise.withResolvers<Outcome>();
      waiting.set(command.commandId, resolve);
      socket.send(JSON.stringify(command));
      return promise;
    },
    async close() {
      clearInterval(timer);
      socket.terminate();
      await door.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
