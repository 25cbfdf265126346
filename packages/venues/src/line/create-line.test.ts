import { createServer, type Server, type Socket } from 'node:net';
import { addMs, type Clock, fromEpochMs } from '@ultrathink/domain/kernel';
import { afterEach, describe, expect, it } from 'vitest';
import { createLine, type LineRequest, type LineSetup, realTimers } from './index.ts';

const clock: Clock = { now: () => fromEpochMs(Date.now()), monotonicMs: () => performance.now() };
const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

/** A server of raw bytes: what it does with a request is the test. */
async function serverThat(
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

function answer(body: string, status = '200 OK', headers = ''): string {
  return `HTTP/1.1 ${status}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n${headers}\r\n${body}`;
}

function lineTo(origin: string, more: Partial<LineSetup> = {}) {
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

function request(origin: string, more: Partial<LineRequest> = {}): LineRequest {
  return {
    operation: 'order.place',
    cost: { weight: 1 },
    sign: () => ({ method: 'POST', url: `${origin}/order?a=1`, headers: {}, body: 'x=1' }),
    timeoutMs: 2_000,
    notAfter: addMs(clock.now(), 5_000),
    ...more,
  };
}

describe('What an exchange proves, on real sockets', () => {
  it('gives status, headers and body of an answer, and evidence of both sides', async () => {
    const { origin, requests } = await serverThat((socket) =>
      socket.write(answer('{"ok":1}', '201 Created', 'X-Used: 7\r\n')),
    );
    const result = await lineTo(origin).call(request(origin));
    expect(result).toMatchObject({
      kind: 'Answered',
      status: 201,
      headers: { 'x-used': '7' },
      body: '{"ok":1}',
      evidence: { operation: 'order.place', request: { body: 'x=1' }, response: { status: 201 } },
    });
    expect(requests).toHaveLength(1);
  });

  it('A7-3 the server reads the request and closes: no answer, and it is not sent again', async () => {
    const { origin, requests } = await serverThat((socket) => socket.destroy());
    const result = await lineTo(origin).call(request(origin));
    expect(result).toMatchObject({ kind: 'NoAnswer', fault: 'ConnectionLost' });
    expect(requests).toHaveLength(1);
  });

  it('a port nobody listens on proves that nothing was sent', async () => {
    const { origin, server } = await serverThat(() => undefined);
    await new Promise((resolve) => {
      server.close(resolve);
    });
    const result = await lineTo(origin).call(request(origin));
    expect(result).toMatchObject({ kind: 'NotSent', why: { code: 'ConnectFailed' } });
  });

  it('A7-5 a server that holds its answer is a timeout, not a rejection', async () => {
    const { origin } = await serverThat(() => undefined);
    const result = await lineTo(origin).call(request(origin, { timeoutMs: 50 }));
    expect(result).toMatchObject({ kind: 'NoAnswer', fault: 'Timeout' });
  });
});
