import { createServer, type Server, type Socket } from 'node:net';
import { addMs, type Clock, fromEpochMs } from '@ultrathink/domain/kernel';
import { afterEach, describe, expect, it } from 'vitest';
import type { Evidence } from '../contract/answer.ts';
import {
  createAddressBudget,
  createLine,
  type LineRequest,
  type LineSetup,
  realTimers,
} from './index.ts';

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

  it('A7-5 a server that holds its answer, or drips it, is a timeout and not a rejection', async () => {
    const { origin } = await serverThat((socket, _text, nth) => {
      if (nth === 1) return;
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n');
      const drip = setInterval(() => socket.write('x'), 5);
      socket.on('close', () => clearInterval(drip));
    });
    const line = lineTo(origin);
    const holds = await line.call(request(origin, { timeoutMs: 50 }));
    expect(holds).toMatchObject({ kind: 'NoAnswer', fault: 'Timeout' });
    const drips = await line.call(request(origin, { timeoutMs: 50 }));
    expect(drips).toMatchObject({ kind: 'NoAnswer', fault: 'Timeout' });
  });

  it('a server that closes before it reads has proven nothing', async () => {
    const { origin, server } = await serverThat(() => undefined);
    server.on('connection', (socket: Socket) => socket.destroy());
    const result = await lineTo(origin).call(request(origin));
    expect(result).toMatchObject({ kind: 'NoAnswer', fault: 'ConnectionLost' });
  });

  it('a server that closes in the middle of its answer has given none', async () => {
    const { origin } = await serverThat((socket) =>
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"orderId":1'),
    );
    const result = await lineTo(origin).call(request(origin));
    expect(result).toMatchObject({ kind: 'NoAnswer', fault: 'ConnectionLost' });
  });

  it('50 MB of answer, or of headers, is cut off and kept nowhere', async () => {
    let written = 0;
    const { origin } = await serverThat((socket, _text, nth) => {
      if (nth === 2) {
        socket.write(`HTTP/1.1 200 OK\r\nx: ${'h'.repeat(100_000)}\r\n\r\n`);
        return;
      }
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${50 * 1024 * 1024}\r\n\r\n`);
      const part = Buffer.alloc(256 * 1024, 'x');
      const more = () => {
        if (socket.destroyed || written >= 50 * 1024 * 1024) return;
        written += part.length;
        socket.write(part, more);
      };
      more();
    });
    const line = lineTo(origin, { limits: { responseBytes: 1024 * 1024 } });
    const body = await line.call(request(origin));
    expect(body).toMatchObject({
      kind: 'NoAnswer',
      fault: 'TooLarge',
      evidence: { response: null },
    });
    expect(written).toBeLessThan(50 * 1024 * 1024);
    const headers = await line.call(request(origin));
    expect(headers).toMatchObject({ kind: 'NoAnswer', fault: 'TooLarge' });
  });

  it('a page of HTML is an answer like any other, for the adapter to doubt', async () => {
    const page = '<html>Just a moment...</html>';
    const { origin } = await serverThat((socket) => socket.write(answer(page, '403 Forbidden')));
    const result = await lineTo(origin).call(request(origin));
    expect(result).toMatchObject({ kind: 'Answered', status: 403, body: page });
  });

  it('bytes that are no HTTP are no answer', async () => {
    const { origin } = await serverThat((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n'));
    const result = await lineTo(origin).call(request(origin));
    expect(result).toMatchObject({ kind: 'NoAnswer', fault: 'ConnectionLost' });
  });

  it('an idle connection that the server closed is not used again', async () => {
    let closed: () => void = () => undefined;
    const isClosed = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const { origin, requests } = await serverThat((socket, _text, nth) => {
      socket.write(answer(`${nth}`));
      if (nth === 1) {
        socket.on('close', closed);
        socket.end();
      }
    });
    const line = lineTo(origin, { mostInFlight: 1 });
    await line.call(request(origin));
    await isClosed;
    expect(await line.call(request(origin))).toMatchObject({ kind: 'Answered', body: '2' });
    expect(requests).toHaveLength(2);
  });

  it('a kept connection that closes under the next request is no answer, and is not resent', async () => {
    const { origin, requests } = await serverThat((socket, _text, nth) => {
      if (nth === 1) socket.write(answer('1'));
      else socket.resetAndDestroy();
    });
    const line = lineTo(origin, { mostInFlight: 1 });
    await line.call(request(origin));
    for (const method of ['GET', 'POST'] as const) {
      const sign = () => ({ method, url: `${origin}/o`, headers: {}, body: null });
      const result = await line.call(request(origin, { sign }));
      expect(result).toMatchObject({ kind: 'NoAnswer', fault: 'ConnectionLost' });
    }
    expect(requests).toHaveLength(3);
  });

  it('a handshake that fails, or never ends, proves that nothing was sent', async () => {
    const { origin } = await serverThat((socket) => socket.write('no TLS here'));
    const secure = origin.replace('http:', 'https:');
    const failed = await lineTo(secure).call(request(secure));
    expect(failed).toMatchObject({ kind: 'NotSent', why: { code: 'ConnectFailed' } });
    const held = (await serverThat(() => undefined)).origin.replace('http:', 'https:');
    const line = lineTo(held, { limits: { connectTimeoutMs: 60 } });
    const result = await line.call(request(held));
    expect(result).toMatchObject({ kind: 'NotSent', why: { code: 'ConnectFailed' } });
  });

  it('a name nobody knows proves that nothing was sent', async () => {
    const origin = 'https://venue.invalid';
    const result = await lineTo(origin).call(request(origin));
    expect(result).toMatchObject({ kind: 'NotSent', why: { code: 'ConnectFailed' } });
  });

  it('whose time is up while it has no connection yet is not sent when it has one', async () => {
    const held = (await serverThat(() => undefined)).origin.replace('http:', 'https:');
    const notAfter = addMs(clock.now(), 40);
    const result = await lineTo(held).call(request(held, { notAfter }));
    expect(result).toEqual({ kind: 'NotSent', why: { code: 'TooLate', deadline: notAfter } });
  });
});

describe('What a line refuses to send', () => {
  it('to an address that is not its own, at a cost it has no budget for, or unsigned', async () => {
    const { origin, requests } = await serverThat((socket) => socket.write(answer('1')));
    const line = lineTo(origin, { secrets: { headers: [], parameters: [], values: ['s3cr3t'] } });
    const elsewhere = () =>
      ({ method: 'GET', url: 'https://other.test/', headers: {}, body: null }) as const;
    const broken = () => {
      throw new Error('cannot sign with s3cr3t');
    };
    const badHeader = () =>
      ({ method: 'GET', url: origin, headers: { 'a b': 'c' }, body: null }) as const;
    for (const more of [
      { sign: elsewhere },
      { sign: broken },
      { sign: badHeader },
      { cost: { gold: 1 } },
    ]) {
      const result = await line.call(request(origin, more));
      expect(result).toMatchObject({ kind: 'NotSent', why: { code: 'NotSupported' } });
      expect(JSON.stringify(result)).not.toContain('s3cr3t');
    }
    expect(requests).toEqual([]);
  });

  it('anything after it was closed, while what was on its way stays without an answer', async () => {
    let arrived: () => void = () => undefined;
    const hasArrived = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const { origin } = await serverThat(() => arrived());
    const line = lineTo(origin, { mostInFlight: 1 });
    const running = line.call(request(origin));
    const waiting = line.call(request(origin));
    await hasArrived;
    await line.close();
    expect(await running).toMatchObject({ kind: 'NoAnswer', fault: 'ConnectionLost' });
    expect(await waiting).toMatchObject({ kind: 'NotSent', why: { code: 'VenueClosed' } });
    expect(await line.call(request(origin))).toMatchObject({ kind: 'NotSent' });
  });
});

describe('What a line has learned from the venue', () => {
  const cancel = { operation: 'order.cancel' } as const;
  const question = { operation: 'time' } as const;

  it('A7-15 a 429 or a 418 ends all calls for its Retry-After, from every line of the address', async () => {
    const { origin, requests } = await serverThat((socket, _text, nth) => {
      socket.write(
        nth === 1 ? answer('slow down', "418 I'm a teapot", 'Retry-After: 120\r\n') : answer('1'),
      );
    });
    const address = createAddressBudget({ clock, budgets: {} });
    const [line, other] = [lineTo(origin, { address }), lineTo(origin, { address })];
    expect(await line.call(request(origin))).toMatchObject({ kind: 'Answered', status: 418 });
    const banned = { kind: 'NotSent', why: { code: 'CircuitOpen', reason: 'Banned' } };
    expect(await line.call(request(origin, cancel))).toMatchObject(banned);
    expect(await other.call(request(origin, cancel))).toMatchObject(banned);
    expect(line.health().breaker).toMatchObject({ state: 'Open', reason: 'Banned' });
    expect(requests).toHaveLength(1);
  });

  it('a pause of one key leaves the other keys of the address alone', async () => {
    const { origin } = await serverThat((socket) => socket.write(answer('1')));
    const address = createAddressBudget({ clock, budgets: {} });
    const [line, other] = [lineTo(origin, { address }), lineTo(origin, { address })];
    line.feedback({ pauseMs: 60_000, reason: 'RateLimited', scope: 'Key' });
    expect(await line.call(request(origin, cancel))).toMatchObject({ kind: 'NotSent' });
    expect(await other.call(request(origin))).toMatchObject({ kind: 'Answered' });
  });

  it('A7-16 5xx in a row close it to orders and questions, a cancel goes through and heals it', async () => {
    let isSick = true;
    const { origin } = await serverThat((socket) =>
      socket.write(isSick ? answer('', '502 Bad Gateway') : answer('1')),
    );
    const line = lineTo(origin, { limits: { faultsToOpen: 2, openMs: 60_000 } });
    for (let nth = 0; nth < 2; nth += 1) await line.call(request(origin));
    const open = { kind: 'NotSent', why: { code: 'CircuitOpen', reason: 'Faults' } };
    expect(await line.call(request(origin))).toMatchObject(open);
    expect(await line.call(request(origin, question))).toMatchObject(open);
    isSick = false;
    expect(await line.call(request(origin, cancel))).toMatchObject({ kind: 'Answered' });
    expect(await line.call(request(origin))).toMatchObject({ kind: 'Answered', status: 200 });
  });

  it('A7-17 half open it asks to be tried, and one question that is answered opens it to orders', async () => {
    const { origin } = await serverThat((socket) => socket.write(answer('1')));
    let wanted: () => void = () => undefined;
    const isWanted = new Promise<void>((resolve) => {
      wanted = resolve;
    });
    const line = lineTo(origin, { onHalfOpen: () => wanted() });
    line.feedback({ pauseMs: 20, reason: 'Maintenance' });
    await isWanted;
    expect(await line.call(request(origin))).toMatchObject({ kind: 'NotSent' });
    expect(await line.call(request(origin, question))).toMatchObject({ kind: 'Answered' });
    expect(await line.call(request(origin))).toMatchObject({ kind: 'Answered' });
  });

  it('what the venue has counted leaves the less for us, in the budgets of key and address', async () => {
    const { origin } = await serverThat((socket) => socket.write(answer('1')));
    const rule = { kind: 'Window', capacity: 50, windowMs: 60_000, keptForCancels: 5 } as const;
    const address = createAddressBudget({ clock, budgets: { ip: rule } });
    const line = lineTo(origin, { address });
    line.feedback({ used: { ip: 49, weight: 0 } });
    expect(line.health().budgets['ip']).toEqual({ capacity: 50, left: 1 });
    const refused = await line.call(request(origin, { cost: { ip: 1, weight: 1 } }));
    expect(refused).toMatchObject({ kind: 'NotSent', why: { code: 'NoHeadroom' } });
    const canceled = await line.call(request(origin, { ...cancel, cost: { ip: 1, weight: 1 } }));
    expect(canceled).toMatchObject({ kind: 'Answered' });
  });
});

describe('What a line tells of itself', () => {
  it('each exchange once, with its secrets masked, and a listener that throws costs nothing', async () => {
    const { origin } = await serverThat((socket, _text, nth) => {
      if (nth === 1) socket.write(answer('your key is KEY-1'));
      else socket.destroy();
    });
    const kept: Evidence[] = [];
    const line = lineTo(origin, {
      secrets: { headers: ['X-Key'], parameters: ['sig'], values: ['KEY-1'] },
      onEvidence: (evidence) => {
        kept.push(evidence);
        throw new Error('no room');
      },
    });
    const sign = () =>
      ({
        method: 'POST',
        url: `${origin}/o?sig=abc`,
        headers: { 'X-Key': 'KEY-1' },
        body: null,
      }) as const;
    expect(await line.call(request(origin, { sign }))).toMatchObject({ kind: 'Answered' });
    expect(await line.call(request(origin, { sign }))).toMatchObject({ kind: 'NoAnswer' });
    expect(kept.map(({ response }) => response?.status ?? null)).toEqual([200, null]);
    expect(JSON.stringify(kept)).not.toMatch(/KEY-1|sig=abc/);
  });

  it('how long its answers took, what it has left, and its last faults', async () => {
    const { origin } = await serverThat((socket, _text, nth) => {
      if (nth < 3) socket.write(answer('1'));
      else socket.destroy();
    });
    const line = lineTo(origin);
    for (let nth = 0; nth < 3; nth += 1) await line.call(request(origin));
    const health = line.health();
    expect(health.counts).toEqual({ answered: 2, notSent: 0, noAnswer: 1 });
    expect(health.latencies['order.place']).toMatchObject({ count: 2 });
    expect(health.latencies['order.place']?.p50Ms).toBeGreaterThan(0);
    expect(health.breaker).toEqual({ state: 'Closed', reason: null, until: null });
    expect(health.budgets['weight']?.left).toBeLessThan(100);
    expect(health.lastFaults[0]?.text).toContain('order.place: ConnectionLost');
    expect(health).toMatchObject({ waiting: 0, inFlight: 0 });
  });
});
