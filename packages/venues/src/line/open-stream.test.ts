import { hash } from 'node:crypto';
import { createServer } from 'node:http';
import { createServer as createRawServer, type Server, type Socket } from 'node:net';
import { type Clock, fromEpochMs } from '@ultrathink/domain/kernel';
import { afterEach, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import {
  openStream,
  realTimers,
  type Stream,
  type StreamDown,
  type StreamOptions,
} from './index.ts';
import { virtualTime } from './virtual-time.ts';

const clock: Clock = { now: () => fromEpochMs(Date.now()), monotonicMs: () => performance.now() };
const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const address = server.address();
  return `ws://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

/** A WebSocket server whose behaviour is the test. */
async function serverThat(onConnection: (socket: WebSocket, nth: number) => void) {
  const http = createServer();
  const server = new WebSocketServer({ server: http });
  let nth = 0;
  server.on('connection', (socket) => {
    nth += 1;
    socket.on('error', () => undefined);
    onConnection(socket, nth);
  });
  const url = await listen(http);
  open.push({
    close: () => {
      for (const socket of server.clients) socket.terminate();
      http.close();
    },
  });
  return { url, http, server };
}

/** A server of raw bytes, for what no WebSocket server would do. */
async function rawServerThat(onData: (socket: Socket, text: string) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createRawServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => onData(socket, bytes.toString('latin1')));
  });
  const url = await listen(server);
  open.push({
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  });
  return url;
}

/** Everything a stream said, and a wait for the next thing that it says. */
function watched(url: string, more: Partial<StreamOptions> = {}) {
  const texts: string[] = [];
  const downs: StreamDown[] = [];
  let wake: () => void = () => undefined;
  const stream = openStream({
    name: 'test',
    clock,
    timers: realTimers,
    random: () => 0,
    url: () => Promise.resolve(url),
    onOpen: () => undefined,
    onText: (text) => {
      texts.push(text);
      wake();
    },
    onDown: (reason) => {
      downs.push(reason);
      wake();
    },
    silenceMs: 5_000,
    sendsPerSecond: 1_000,
    ...more,
  });
  open.push(stream);
  const until = async (isSo: () => boolean) => {
    while (!isSo()) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return { stream, texts, downs, until };
}

/** The stream says so itself, a turn of the loop after the server does. */
async function opened(stream: Stream): Promise<void> {
  while (stream.health().state !== 'Open') {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
}

describe('A stream, on real sockets', () => {
  it('subscribes when it opens, and again after each cut, having said that it was down', async () => {
    const said: string[] = [];
    const { url } = await serverThat((socket, nth) => {
      socket.on('message', (data) => {
        said.push(`${nth}: ${data.toString()}`);
        socket.send(`data ${nth}`, () => nth === 1 && socket.close(1001, 'moving'));
      });
    });
    const { texts, downs, until } = watched(url, { onOpen: (send) => send('subscribe') });
    await until(() => texts.length === 2);
    expect(said).toEqual(['1: subscribe', '2: subscribe']);
    expect(texts).toEqual(['data 1', 'data 2']);
    expect(downs).toEqual([{ code: 'Cut', closeCode: 1001, detail: 'moving' }]);
  });

  it('A7-19 silent but open: it is cut after its silence and opened again', async () => {
    const { url } = await serverThat((socket, nth) => {
      if (nth === 2) socket.send('alive');
    });
    const { texts, downs, until } = watched(url, { silenceMs: 40 });
    await until(() => texts.length === 1);
    expect(downs).toEqual([{ code: 'Silent', silenceMs: 40 }]);
  });

  it('pings keep a quiet stream open where frames count, and not where texts alone do', async () => {
    const { url } = await serverThat(() => undefined);
    const quiet = watched(url, { silenceMs: 60, ping: { everyMs: 10, text: null } });
    const strict = watched(url, {
      silenceMs: 60,
      ping: { everyMs: 10, text: null },
      heard: 'Texts',
    });
    await strict.until(() => strict.downs.length === 2);
    expect(strict.downs[0]).toEqual({ code: 'Silent', silenceMs: 60 });
    expect(quiet.downs).toEqual([]);
  });

  it('a refused handshake, a dead port and an address that cannot be had are told apart', async () => {
    const http = createServer();
    http.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
    const url = await listen(http);
    const refused = watched(url);
    await refused.until(() => refused.downs.length === 1);
    expect(refused.downs[0]).toMatchObject({ code: 'Refused' });
    await refused.stream.close();
    await new Promise((resolve) => {
      http.close(resolve);
    });
    const dead = watched(url);
    await dead.until(() => dead.downs.length === 1);
    expect(dead.downs[0]).toMatchObject({ code: 'Refused' });
    const lost = watched(url, { url: () => Promise.reject(new Error('no token')) });
    await lost.until(() => lost.downs.length === 1);
    expect(lost.downs[0]).toEqual({ code: 'NoUrl', detail: 'no token' });
  });

  it('a handshake that is never answered ends by its timeout', async () => {
    const url = await rawServerThat(() => undefined);
    const { downs, until } = watched(url, { connectTimeoutMs: 40 });
    await until(() => downs.length === 1);
    expect(downs[0]).toEqual({ code: 'ConnectTimeout' });
  });

  it('an oversized message cuts the connection and is not read', async () => {
    const { url } = await serverThat((socket) => socket.send('x'.repeat(2_000)));
    const { texts, downs, until } = watched(url, { maxMessageBytes: 1_000 });
    await until(() => downs.length === 1);
    expect(downs[0]).toMatchObject({ code: 'TooLarge' });
    expect(texts).toEqual([]);
  });

  it('a binary frame, bytes that are no frame, and a reader that throws end the connection', async () => {
    const binary = await serverThat((socket) => socket.send(Buffer.from([1, 2, 3])));
    const first = watched(binary.url);
    await first.until(() => first.downs.length === 1);
    expect(first.downs[0]).toMatchObject({ code: 'Garbage' });

    const broken = await serverThat((socket) => {
      // Reserved bits set: no extension of ours would.
      Reflect.get(socket, '_socket').write(Buffer.from([0xf1, 0x01, 0x41]));
    });
    const second = watched(broken.url);
    await second.until(() => second.downs.length === 1);
    expect(second.downs[0]).toMatchObject({ code: 'Garbage' });

    const { url } = await serverThat((socket) => socket.send('{'));
    const third = watched(url, {
      onText: (text) => {
        JSON.parse(text);
      },
    });
    await third.until(() => third.downs.length === 1);
    expect(third.downs[0]).toMatchObject({ code: 'Garbage' });
  });

  it('says no more than so many messages a second, and refuses what it cannot queue', async () => {
    const times: number[] = [];
    let heard: () => void = () => undefined;
    const { url } = await serverThat((socket) => {
      socket.on('message', () => {
        times.push(performance.now());
        if (times.length === 4) heard();
      });
    });
    const all = new Promise<void>((resolve) => {
      heard = resolve;
    });
    const { stream } = watched(url, {
      sendsPerSecond: 50,
      onOpen: (send) => {
        for (const text of ['a', 'b', 'c', 'd']) send(text);
      },
    });
    expect(stream.send('too early')).toBe(false);
    await all;
    // Three pauses of 20 ms; a timer may fire a millisecond early by this clock.
    expect((times[3] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(54);
    const taken = Array.from({ length: 1_100 }, () => stream.send('x'));
    expect(taken.filter((isTaken) => !isTaken).length).toBeGreaterThan(90);
  });

  it('a message that trickles in and never ends is silence', async () => {
    const url = await rawServerThat((socket, text) => {
      const key = /sec-websocket-key: (.*)\r\n/i.exec(text)?.[1] ?? '';
      const accept = hash('sha1', `${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`, 'base64');
      socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\n');
      socket.write(`connection: upgrade\r\nsec-websocket-accept: ${accept}\r\n\r\n`);
      // A text frame of 65,535 bytes, of which one comes now and then.
      socket.write(Buffer.from([0x81, 126, 0xff, 0xff]));
      const drip = setInterval(() => socket.write('x'), 5);
      socket.on('close', () => clearInterval(drip));
    });
    const { downs, texts, until } = watched(url, { silenceMs: 60 });
    await until(() => downs.length === 1);
    expect(downs[0]).toEqual({ code: 'Silent', silenceMs: 60 });
    expect(texts).toEqual([]);
  });

  it('what we send to one who does not read is not piled up', async () => {
    const { url } = await serverThat((socket) => socket.pause());
    const { stream, downs, until } = watched(url, { sendsPerSecond: 1_000_000 });
    const flood = setInterval(() => stream.send('x'.repeat(1_000_000)), 1);
    await until(() => downs.length > 0);
    clearInterval(flood);
    expect(downs[0]).toMatchObject({ code: 'Cut', detail: 'what we send is not read' });
  });

  it('tries again ever more rarely, and at its first pace once it was open for a while', async () => {
    const time = virtualTime();
    const served: WebSocket[] = [];
    const { url } = await serverThat((socket) => served.push(socket));
    let isReachable = false;
    const { stream, downs, until } = watched(url, {
      clock: time.clock,
      timers: time.timers,
      random: () => 0.5,
      silenceMs: 100_000,
      url: () => (isReachable ? Promise.resolve(url) : Promise.reject(new Error('no token'))),
    });
    for (const [nth, waitMs] of [125, 250, 500, 1_000].entries()) {
      await until(() => downs.length === nth + 1);
      if (nth === 3) isReachable = true;
      time.pass(waitMs - 1);
      expect(stream.health().reconnects).toBe(nth);
      time.pass(1);
      expect(stream.health().reconnects).toBe(nth + 1);
    }
    await opened(stream);
    time.pass(10_000);
    for (const socket of served) socket.terminate();
    await until(() => downs.length === 5);
    time.pass(125);
    expect(stream.health().reconnects).toBe(5);
  });

  it('close ends it for good: nothing is called any more, and the other side is told', async () => {
    let codeSeen: (code: number) => void = () => undefined;
    const code = new Promise<number>((resolve) => {
      codeSeen = resolve;
    });
    const { url } = await serverThat((socket) => {
      for (let nth = 0; nth < 1_000; nth += 1) socket.send(`text ${nth}`);
      socket.on('close', (closeCode) => codeSeen(closeCode));
    });
    const time = virtualTime();
    const seen: string[] = [];
    const { stream, downs, until } = watched(url, {
      timers: time.timers,
      ping: { everyMs: 10, text: null },
      onText: (text) => {
        seen.push(text);
        void stream.close();
      },
    });
    expect(await code).toBe(1000);
    await stream.close();
    await until(() => stream.health().state === 'Closed');
    expect(downs).toEqual([]);
    expect(seen).toEqual(['text 0']);
    expect(stream.health()).toMatchObject({ state: 'Closed', reconnects: 0, messages: 1 });
    expect(time.waiting()).toBe(0);
  });

  it('restart cuts and opens again, and its gaps and reconnects are counted', async () => {
    const { url } = await serverThat((socket, nth) => socket.send(`hello ${nth}`));
    const { stream, texts, downs, until } = watched(url);
    await until(() => texts.length === 1);
    stream.noteGap();
    stream.restart('sequence gap');
    await until(() => texts.length === 2);
    expect(downs).toEqual([{ code: 'Restarted', detail: 'sequence gap' }]);
    expect(stream.health()).toMatchObject({ state: 'Open', reconnects: 1, gaps: 1, messages: 2 });
  });
});
