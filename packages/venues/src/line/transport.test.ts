import { createServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { createTransport } from './transport.ts';
import { virtualTime } from './virtual-time.ts';

const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

/** One connection on virtual time to a server that tells of each request, and answers by hand. */
async function rig() {
  const sockets = new Set<Socket>();
  const requests: string[] = [];
  let wake: () => void = () => undefined;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      wake();
    });
    socket.on('data', (bytes) => {
      requests.push(bytes.toString().split(' ')[1] ?? '');
      wake();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const origin = `http://127.0.0.1:${port}`;
  const time = virtualTime();
  const transport = createTransport([origin], {
    timers: time.timers,
    connections: 1,
    connectTimeoutMs: 1_000,
    responseBytes: 2_000,
  });
  open.push(transport, {
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  });
  const until = async (isSo: () => boolean) => {
    while (!isSo()) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  const send = (path: string, connectMs = 1_000, mayLeave = () => true) =>
    transport.exchange(
      { method: 'POST', url: `${origin}${path}`, headers: {}, body: null },
      { connectMs, answerMs: 5_000, mayLeave },
    );
  const answer = (body: Uint8Array = Buffer.alloc(0), header = '') => {
    const head = `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n${header}\r\n`;
    for (const socket of sockets) socket.write(Buffer.concat([Buffer.from(head), body]));
  };
  return { ...time, send, answer, until, requests, sockets };
}

describe('A connection that comes too late', () => {
  it('is not given a request whose waiting has ended', async () => {
    const { send, answer, pass, until, requests } = await rig();
    const first = send('/first');
    await until(() => requests.length === 1);
    const second = send('/second', 30);
    pass(30);
    expect(await second).toMatchObject({ kind: 'Unsent', isOurs: false });
    answer();
    expect(await first).toMatchObject({ kind: 'Answered' });
    const third = send('/third');
    await until(() => requests.length === 2);
    answer();
    expect(await third).toMatchObject({ kind: 'Answered' });
    expect(requests).toEqual(['/first', '/third']);
  });

  it('is not given a request that may no more leave', async () => {
    const { send, requests } = await rig();
    expect(await send('/late', 1_000, () => false)).toMatchObject({ kind: 'Unsent' });
    expect(requests).toEqual([]);
  });
});

describe('What an exchange leaves behind', () => {
  it('no timer when it was answered, and no connection when it was given up', async () => {
    const { send, answer, pass, until, requests, sockets, waiting } = await rig();
    const answered = send('/a');
    await until(() => requests.length === 1);
    answer();
    await answered;
    expect(waiting()).toBe(0);
    const held = send('/b');
    await until(() => requests.length === 2);
    pass(5_000);
    expect(await held).toMatchObject({ kind: 'Lost', fault: 'Timeout' });
    await until(() => sockets.size === 0);
    expect(waiting()).toBe(0);
  });
});

describe('An answer that was made smaller', () => {
  const GZIP = 'content-encoding: gzip\r\n';

  it('is read as what it was, unless it is no such thing or grows beyond what is allowed', async () => {
    const { send, answer, until, requests } = await rig();
    const answered = async (body: Uint8Array) => {
      const before = requests.length;
      const result = send('/list');
      await until(() => requests.length > before);
      answer(body, GZIP);
      return result;
    };
    expect(await answered(gzipSync('{"listed":[]}'))).toMatchObject({ body: '{"listed":[]}' });
    const bomb = gzipSync('x'.repeat(1_000_000));
    expect(bomb.length).toBeLessThan(2_000);
    expect(await answered(bomb)).toMatchObject({ kind: 'Lost', fault: 'TooLarge' });
    const garbage = await answered(Buffer.from('<html>no gzip</html>'));
    expect(garbage).toMatchObject({ kind: 'Lost', fault: 'ConnectionLost' });
  });
});
