/** Lines and servers of raw bytes, for tests: `closeAll` ends what a test opened. */
import { createServer, type Server, type Socket } from 'node:net';
import { addMs, type Clock, fromEpochMs } from '@ultrathink/domain/kernel';
import { createLine, type LineRequest, type LineSetup, realTimers } from './index.ts';

export const clock: Clock = {
  now: () => fromEpochMs(Date.now()),
  monotonicMs: () => performance.now(),
};
const open: { close(): unknown }[] = [];

/** After each test. */
export async function closeAll(): Promise<void> {
  for (const each of open.splice(0)) await each.close();
}

/** A server of raw bytes: what it does with a request is the test. */
export async function serverThat(
  onRequest: (socket: Socket, text: string, nth: number) => void,
): Promise<{ origin: string; requests: string[]; server: Server }> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      requests.push(bytes.toString());
      onRequest(socket, bytes.toString(), requests.length);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  open.push({
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { origin: `http://127.0.0.1:${port}`, requests, server };
}

export function answer(body: string, status = '200 OK', headers = ''): string {
  return `HTTP/1.1 ${status}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n${headers}\r\n${body}`;
}

export function lineTo(origin: string, more: Partial<LineSetup> = {}) {
  const line = createLine({
    name: 'test',
    clock,
    timers: realTimers,
    origins: [origin],
    budgets: { weight: { kind: 'Bucket', capacity: 100, refillPerSecond: 10, keptForCancels: 10 } },
    mostInFlight: 4,
    secrets: { headers: [], parameters: [], values: [] },
    ...more,
  });
  open.push(line);
  return line;
}

export function request(origin: string, more: Partial<LineRequest> = {}): LineRequest {
  return {
    operation: 'order.place',
    cost: { weight: 1 },
    sign: () => ({ method: 'POST', url: `${origin}/order?a=1`, headers: {}, body: 'x=1' }),
    timeoutMs: 2_000,
    notAfter: addMs(clock.now(), 5_000),
    ...more,
  };
}
