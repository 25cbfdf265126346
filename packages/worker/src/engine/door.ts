/** The engine's door: a WebSocket server on a unix socket, for the web processes of this machine. */
import { createServer } from 'node:http';
import { FAULT_CODES, type FaultCode, MAX_FRAME_BYTES } from '@ultrathink/domain/engine';
import type { Clock, ProcessId } from '@ultrathink/domain/kernel';
import { LATENCY_BUCKETS_SECONDS, type Log, METRIC_PREFIX } from '@ultrathink/runtime';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Decide, Outcome } from './commands.ts';
import { DoorConnection } from './door-connection.ts';
import type { DoorLimits } from './door-limits.ts';
import { claimDoor, listenAt } from './door-path.ts';
import type { Relay } from './relay.ts';

/** How often the door looks whether its path still leads to it. */
const PATH_ASKED_EVERY_MS = 1_000;

/** Time for peers to take the closing fault. */
const CLOSE_DEADLINE_MS = 500;

export interface DoorParts {
  readonly path: string;
  readonly relay: Relay;
  readonly decide: Decide;
  readonly processId: ProcessId;
  readonly clock: Clock;
  readonly log: Log;
  readonly registry: Registry;
  readonly limits: DoorLimits;
  /** The path leads elsewhere: nobody can reach this engine any more. */
  readonly onLost: () => void;
}

export interface Door {
  readonly connections: number;
  close(): Promise<void>;
}

/** @throws {StartRefusal} when another engine answers at the path, or the place is not safe. */
export async function openDoor(parts: DoorParts): Promise<Door> {
  await claimDoor(parts.path);
  const connections = new Set<DoorConnection>();
  const sockets = new Set<WebSocket>();
  const metrics = doorMetrics(parts.registry, connections);
  let stopping = false;

  const http = createServer(
    {
      // Node looks at these deadlines only this often; its default is half a minute.
      connectionsCheckingInterval: 500,
      headersTimeout: parts.limits.handshakeMs,
      requestTimeout: parts.limits.handshakeMs,
    },
    (_request, response) => response.writeHead(426).end('This is a WebSocket.\n'),
  );
  http.maxConnections = 2 * parts.limits.connections;
  const server = new WebSocketServer({
    server: http,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    clientTracking: false,
  });
  server.on('wsClientError', (error) =>
    parts.log.warn('A handshake at the door failed.', { error }),
  );
  server.on('connection', (socket) => {
    const connection = new DoorConnection(socket, {
      ...parts,
      decide: timed(parts.decide, metrics.commandSeconds),
      isStopping: () => stopping,
      onFault: (code) => metrics.faults.inc({ code }),
    });
    if (connections.size >= parts.limits.connections) {
      connection.fault('TooManyConnections', `The door has ${connections.size} connections.`);
      return;
    }
    connections.add(connection);
    sockets.add(socket);
    socket.once('close', () => {
      connections.delete(connection);
      sockets.delete(socket);
    });
  });

  const held = await listenAt(http, parts.path);
  const watch = setInterval(async () => {
    if (stopping || (await held.isOurs())) return;
    clearInterval(watch);
    parts.log.fatal('The path of the door no longer leads to this engine.', { path: parts.path });
    parts.onLost();
  }, PATH_ASKED_EVERY_MS);
  parts.log.info('The door is open.', { path: parts.path });

  return {
    get connections() {
      return [...connections].filter(({ isOpen }) => isOpen).length;
    },
    async close() {
      stopping = true;
      clearInterval(watch);
      for (const connection of connections) connection.fault('Stopping', 'The engine is stopping.');
      await allClosed(sockets);
      // Closing removes the file at the path, which may by now be another engine's.
      if (await held.isOurs()) await new Promise((resolve) => http.close(resolve));
      else http.unref();
    },
  };
}

async function allClosed(sockets: ReadonlySet<WebSocket>): Promise<void> {
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, CLOSE_DEADLINE_MS);
  const closed = [...sockets].map((socket) => new Promise((done) => socket.once('close', done)));
  await Promise.race([Promise.all(closed), late.promise]);
  clearTimeout(timer);
  for (const socket of sockets) socket.terminate();
}

function timed(decide: Decide, seconds: Histogram<'command' | 'outcome'>): Decide {
  return (command) => {
    const startMs = performance.now();
    const observed = (outcome: Outcome) => {
      const labels = { command: command.body.name, outcome: outcome.kind };
      seconds.observe(labels, (performance.now() - startMs) / 1_000);
      return outcome;
    };
    const decided = decide(command);
    return decided instanceof Promise ? decided.then(observed) : observed(decided);
  };
}

function doorMetrics(registry: Registry, connections: ReadonlySet<DoorConnection>) {
  const registers = [registry];
  new Gauge({
    name: `${METRIC_PREFIX}door_connections`,
    help: 'Web processes connected to the door.',
    registers,
    collect() {
      this.set(connections.size);
    },
  });
  const faults = new Counter<'code'>({
    name: `${METRIC_PREFIX}door_faults_total`,
    help: 'Connections ended with a fault, by its code.',
    labelNames: ['code'],
    registers,
  });
  // A series that appears only with its first fault can not be alerted on.
  for (const code of FAULT_CODES satisfies readonly FaultCode[]) faults.inc({ code }, 0);
  const commandSeconds = new Histogram<'command' | 'outcome'>({
    name: `${METRIC_PREFIX}command_seconds`,
    help: 'Time from a command being read to its decision.',
    labelNames: ['command', 'outcome'],
    buckets: LATENCY_BUCKETS_SECONDS,
    registers,
  });
  return { faults, commandSeconds };
}
