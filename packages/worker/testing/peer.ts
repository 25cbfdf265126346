/** A web process as the door sees it, but one that does exactly what a test says: no better, no worse. */
import { connect } from 'node:net';
import {
  DOOR_VERSION,
  type FromEngine,
  type Position,
  readFromEngine,
} from '@ultrathink/domain/engine';
import type {
  CommandId,
  CorrelationId,
  IdempotencyKey,
  ProcessId,
} from '@ultrathink/domain/kernel';
import { createSystemIds, systemClock } from '@ultrathink/runtime';
import { WebSocket } from 'ws';

const ids = createSystemIds();

export interface Peer {
  readonly socket: WebSocket;
  readonly frames: FromEngine[];
  readonly closed: Promise<number>;
  send(message: unknown): void;
  /** The first frame, past or to come, that fits. */
  heard(fits: (frame: FromEngine) => boolean): Promise<FromEngine>;
}

export async function knock(path: string): Promise<Peer> {
  const socket = new WebSocket('ws://engine/', {
    createConnection: () => connect(path),
    perMessageDeflate: false,
  });
  const frames: FromEngine[] = [];
  const listeners = new Set<() => void>();
  socket.on('message', (data) => {
    const read = readFromEngine(data.toString());
    if (!read.ok) throw new Error(`The engine broke the contract: ${read.error.detail}`);
    frames.push(read.value);
    for (const listener of listeners) listener();
  });
  // A close by the engine may surface as a reset while a frame of ours is still on its way.
  socket.on('error', () => undefined);
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return {
    socket,
    frames,
    closed,
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    heard: (fits) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const frame = frames.find(fits);
          if (frame === undefined) return;
          listeners.delete(look);
          resolve(frame);
        };
        listeners.add(look);
        void closed.then(() => reject(new Error(`Closed; heard ${JSON.stringify(frames)}`)));
        look();
      }),
  };
}

export function aHello(more: { since?: Position | null; version?: number; shard?: number } = {}) {
  return {
    type: 'hello',
    version: DOOR_VERSION,
    shard: 0,
    peer: { kind: 'web', processId: ids.next<ProcessId>(), pid: process.pid },
    since: null,
    ...more,
  };
}

export function aPing(more: { echo?: string; deadlineMs?: number; sentAt?: string } = {}) {
  const { echo = 'hello', deadlineMs = 5_000, sentAt = systemClock.now() } = more;
  return {
    type: 'command' as const,
    commandId: ids.next<CommandId>(),
    idempotencyKey: ids.next<IdempotencyKey>(),
    correlationId: ids.next<CorrelationId>(),
    actor: null,
    sessionId: null,
    sentAt,
    deadlineMs,
    body: { name: 'ping' as const, echo },
  };
}

export function heartbeat() {
  return { type: 'heartbeat', at: systemClock.now() };
}

/** Says hello, and waits for the welcome. */
export async function enter(path: string, since: Position | null = null, shard = 0): Promise<Peer> {
  const peer = await knock(path);
  peer.send(aHello({ since, shard }));
  await peer.heard(({ type }) => type === 'welcome');
  return peer;
}
