/**
 * Health and metrics over HTTP, on loopback only: `/health/live`, `/health/ready`, `/metrics`.
 *
 * Invariant: it answers no peer but this machine and no name but this machine's, so neither a wrong
 * bind address nor a page that rebinds its DNS name to 127.0.0.1 can read it.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isIPv4 } from 'node:net';
import {
  type HealthCheck,
  type HealthState,
  isReady,
  type ProcessKind,
  type Readiness,
  worstHealth,
} from '@ultrathink/domain/operations';
import type { Registry } from 'prom-client';
import { StartRefusal } from './exit-codes.ts';

/** A check that has not answered by then counts as Down. */
const CHECK_DEADLINE_MS = 2_000;

const MAX_CONNECTIONS = 32;

export type CheckFunction = () => HealthVerdict | Promise<HealthVerdict>;

export type HealthVerdict = Omit<HealthCheck, 'name'>;

export const UP: HealthVerdict = { state: 'Up', sentence: '' };

export interface Health {
  /** Asked at every `/health/ready`; a check must be quick and must not change anything. */
  addCheck(name: string, check: CheckFunction): void;
  /** Starting until told otherwise; Up lets the checks decide. */
  setPhase(phase: 'Starting' | 'Up' | 'Stopping'): void;
  readiness(): Promise<Readiness>;
}

export function createHealth(kind: ProcessKind): Health {
  const checks = new Map<string, CheckFunction>();
  let phase: 'Starting' | 'Up' | 'Stopping' = 'Starting';
  return {
    addCheck: (name, check) => checks.set(name, check),
    setPhase: (next) => {
      phase = next;
    },
    async readiness() {
      const asked = [...checks].map(([name, check]) => ask(name, check));
      const answers = await Promise.all(asked);
      const states: HealthState[] = [phase, ...answers.map(({ state }) => state)];
      return { process: kind, state: worstHealth(states), checks: answers };
    },
  };
}

async function ask(name: string, check: CheckFunction): Promise<HealthCheck> {
  const late = Promise.withResolvers<HealthVerdict>();
  const timer = setTimeout(() => {
    const sentence = `The check ${name} did not answer within ${CHECK_DEADLINE_MS} ms.`;
    late.resolve({ state: 'Down', sentence });
  }, CHECK_DEADLINE_MS);
  try {
    return { name, ...(await Promise.race([check(), late.promise])) };
  } catch {
    // The error itself belongs into the log of whatever failed, not into an answer.
    return { name, state: 'Down', sentence: `The check ${name} failed.` };
  } finally {
    clearTimeout(timer);
  }
}

export function isLoopbackAddress(address: string | undefined): boolean {
  if (address === undefined) return false;
  const v4 = address.replace(/^::ffff:/i, '');
  return address === '::1' || (isIPv4(v4) && v4.startsWith('127.'));
}

/** Whether a Host header names this machine: localhost, 127.x.x.x or [::1], with any port. */
export function isLoopbackHost(host: string | undefined): boolean {
  const name = host?.replace(/:\d{1,5}$/, '').toLowerCase();
  return name === 'localhost' || name === '[::1]' || isLoopbackAddress(name);
}

export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

/** @throws {StartRefusal} when the port is taken. */
export async function serveHealth(options: {
  readonly port: number;
  readonly health: Health;
  readonly registry: Registry;
}): Promise<HealthServer> {
  const server = createServer((request, response) => {
    answer(request, response, options).catch(() => {
      if (!response.headersSent) send(response, 500, 'text/plain', 'Failed.\n');
      else response.destroy();
    });
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.requestTimeout = 5_000;
  server.headersTimeout = 5_000;
  server.keepAliveTimeout = 5_000;
  const port = await listen(server, options.port);
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const sentence =
        error.code === 'EADDRINUSE'
          ? `Port ${port} for health and metrics is taken by another program. ` +
            'Stop that program, or set METRICS_PORT to a free port.'
          : `Port ${port} for health and metrics can not be opened (${error.code}). ` +
            'Set METRICS_PORT to another port.';
      reject(new StartRefusal(sentence, undefined, error));
    });
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  sources: { readonly health: Health; readonly registry: Registry },
): Promise<void> {
  if (!isLoopbackAddress(request.socket.remoteAddress) || !isLoopbackHost(request.headers.host)) {
    return send(response, 403, 'text/plain', 'Answers this machine only.\n');
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return send(response, 405, 'text/plain', 'GET only.\n');
  }
  switch (request.url) {
    case '/health/live':
      return send(response, 200, 'application/json', '{"live":true}\n');
    case '/health/ready': {
      const readiness = await sources.health.readiness();
      const status = isReady(readiness.state) ? 200 : 503;
      return send(response, status, 'application/json', `${JSON.stringify(readiness)}\n`);
    }
    case '/metrics':
      return send(response, 200, sources.registry.contentType, await sources.registry.metrics());
    default:
      return send(response, 404, 'text/plain', 'Not found.\n');
  }
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}
