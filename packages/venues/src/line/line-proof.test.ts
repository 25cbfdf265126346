import type { Socket } from 'node:net';
import { addMs } from '@ultrathink/domain/kernel';
import { afterEach, describe, expect, it } from 'vitest';
import { answer, clock, closeAll, lineTo, request, serverThat } from './line-rig.ts';

afterEach(closeAll);

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
