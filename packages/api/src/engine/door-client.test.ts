import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  MAX_COMMANDS_IN_FLIGHT,
  MAX_FRAME_BYTES,
  type Notice,
  type ResyncReason,
} from '@ultrathink/domain/engine';
import {
  addMs,
  type Clock,
  type CorrelationId,
  type IdempotencyKey,
  type ProcessId,
} from '@ultrathink/domain/kernel';
import { createLog, createSystemIds, systemClock } from '@ultrathink/runtime';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import {
  type CommandToSend,
  createDoorClient,
  type DoorClient,
  type DoorClientOptions,
  type DoorState,
} from './door-client.ts';
import type { NoticeReader } from './notice-readers.ts';

// Bounds for a busy machine; nothing here waits for as long.
vi.setConfig({ testTimeout: 30_000 });
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 20_000 });

// The worker is never imported from here; it is started, as in a deployment.
const ENGINE = fileURLToPath(new URL('../../../worker/testing/door-process.ts', import.meta.url));
const ids = createSystemIds();
const DEADLINE = { deadlineMs: 5_000 };

let folder: string;
let path: string;
const engines: ChildProcess[] = [];
const clients: DoorClient[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'client-'));
  path = join(folder, 'engine.sock');
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  for (const engine of engines.splice(0)) engine.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

async function startEngine(noticeEveryMs = 0): Promise<ChildProcess> {
  const child = spawn(process.execPath, [ENGINE, path, String(noticeEveryMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  engines.push(child);
  await once(child.stdout, 'data');
  return child;
}

async function kill(engine: ChildProcess): Promise<void> {
  engine.kill('SIGKILL');
  await once(engine, 'close');
}

function aClient(more: Partial<DoorClientOptions> = {}): DoorClient {
  const client = createDoorClient({
    path,
    shard: 0,
    self: { kind: 'web', processId: ids.next<ProcessId>(), pid: process.pid },
    clock: systemClock,
    ids,
    log: createLog({ level: 'silent' }),
    chance: () => 0,
    ...more,
  });
  clients.push(client);
  return client;
}

function ping(actor: CommandToSend['actor'] = null): CommandToSend {
  return {
    idempotencyKey: ids.next<IdempotencyKey>(),
    correlationId: ids.next<CorrelationId>(),
    actor,
    sessionId: null,
    body: { name: 'ping', echo: 'hello' },
  };
}

/** What a reader finds when it is woken. */
type DoorEvent =
  | { readonly kind: 'Notice'; readonly notice: Notice }
  | { readonly kind: 'Resync'; readonly reason: ResyncReason }
  | { readonly kind: 'State'; readonly state: DoorState };

interface Heard {
  readonly events: DoorEvent[];
  until(fits: (event: DoorEvent) => boolean): Promise<DoorEvent>;
}

function takeAll(reader: NoticeReader): DoorEvent[] {
  const events: DoorEvent[] = [];
  for (;;) {
    const taken = reader.take({ entries: 2, bytes: 1_000 });
    if (taken.kind === 'Resync') {
      events.push(taken);
      continue;
    }
    events.push(...taken.notices.map((notice) => ({ kind: 'Notice' as const, notice })));
    if (!taken.isFull) return events;
  }
}

function listen(client: DoorClient, since: Parameters<DoorClient['subscribe']>[0] = null): Heard {
  const events: DoorEvent[] = [];
  const waiting = new Set<() => void>();
  let state: DoorState | undefined;
  const wake = (): void => {
    if (client.state() !== state) events.push({ kind: 'State', state: client.state() });
    state = client.state();
    for (const event of takeAll(reader)) events.push(event);
    for (const look of waiting) look();
  };
  const reader = client.subscribe(since, { hears: () => true, wake });
  wake();
  return {
    events,
    until: (fits) =>
      new Promise((resolve) => {
        const look = (): void => {
          const event = events.find(fits);
          if (event === undefined) return;
          waiting.delete(look);
          resolve(event);
        };
        waiting.add(look);
        look();
      }),
  };
}

const stateIs = (kind: string) => (event: DoorEvent) =>
  event.kind === 'State' && event.state.kind === kind;

async function connected(client: DoorClient): Promise<DoorClient> {
  await listen(client).until(stateIs('Connected'));
  return client;
}

function sequences(events: readonly DoorEvent[]): number[] {
  return events.flatMap((event) => (event.kind === 'Notice' ? [event.notice.sequence] : []));
}

describe('a request', () => {
  it('comes back with what the engine decided', async () => {
    const engine = await startEngine();
    const client = await connected(aClient());
    expect(await client.request(ping(), DEADLINE)).toMatchObject({
      ok: true,
      value: { name: 'ping', echo: 'hello', shard: 0, pid: engine.pid },
    });
  });

  it('without an engine is answered at once: nothing was sent', async () => {
    const answer = await aClient().request(ping(), DEADLINE);
    expect(answer).toMatchObject({ ok: false, error: { code: 'NoEngine' } });
  });

  it('larger than a frame may be is not sent, and the connection goes on', async () => {
    await startEngine();
    const client = await connected(aClient());
    const large = ping({ padding: 'x'.repeat(MAX_FRAME_BYTES) });
    expect(await client.request(large, DEADLINE)).toMatchObject({
      ok: false,
      error: { code: 'TooLarge', limitBytes: MAX_FRAME_BYTES },
    });
    expect(await client.request(ping(), DEADLINE)).toMatchObject({ ok: true });
  });

  it('that an engine has not answered in time has an unknown outcome, and later ones work', async () => {
    const engine = await startEngine();
    const client = await connected(aClient());
    engine.kill('SIGSTOP');
    expect(await client.request(ping(), { deadlineMs: 100 })).toEqual({
      ok: false,
      error: { code: 'OutcomeUnknown', reason: 'NoAnswerInTime' },
    });
    engine.kill('SIGCONT');
    expect(await client.request(ping(), DEADLINE)).toMatchObject({ ok: true });
  });

  it('in flight when the engine is killed has an unknown outcome', async () => {
    const engine = await startEngine();
    const client = await connected(aClient());
    engine.kill('SIGSTOP');
    const answer = client.request(ping(), DEADLINE);
    await kill(engine);
    expect(await answer).toEqual({
      ok: false,
      error: { code: 'OutcomeUnknown', reason: 'ConnectionLost' },
    });
  });

  it('that reaches the engine too late is refused with proof that nothing was done', async () => {
    await startEngine();
    const slow: Clock = { ...systemClock, now: () => addMs(systemClock.now(), -10_000) };
    const client = await connected(aClient({ clock: slow }));
    expect(await client.request(ping(), { deadlineMs: 1_000 })).toMatchObject({
      ok: false,
      error: { code: 'Deadline', limitMs: 800 },
    });
  });

  it('beyond the number that may be in flight is refused here: nothing was sent', async () => {
    const engine = await startEngine();
    const client = await connected(aClient());
    engine.kill('SIGSTOP');
    const sent = Array.from({ length: MAX_COMMANDS_IN_FLIGHT }, () =>
      client.request(ping(), DEADLINE),
    );
    expect(await client.request(ping(), DEADLINE)).toMatchObject({
      error: { code: 'Refused', refusal: { code: 'TooManyInFlight' } },
    });
    engine.kill('SIGCONT');
    const answers = await Promise.all(sent);
    expect(answers.every(({ ok }) => ok)).toBe(true);
  });

  it('after the client was closed finds no engine', async () => {
    await startEngine();
    const client = await connected(aClient());
    client.close();
    expect(client.state().kind).toBe('Closed');
    expect(await client.request(ping(), DEADLINE)).toMatchObject({ error: { code: 'NoEngine' } });
  });
});

describe('a subscriber', () => {
  it('goes on by itself after the engine was killed and started again, told of the gap', async () => {
    const client = aClient();
    const heard = listen(client);
    const first = await startEngine(10);
    await heard.until(({ kind }) => kind === 'Notice');
    await kill(first);
    await heard.until(stateIs('Connected'));
    const before = heard.events.length;
    await startEngine(10);
    const resync = await heard.until(({ kind }) => kind === 'Resync');
    expect(resync).toMatchObject({ reason: 'NewRun' });
    await eventually(() => sequences(heard.events.slice(before)).length).toBeGreaterThan(3);
    const kinds = heard.events.map((e) => (e.kind === 'State' ? e.state.kind : e.kind));
    const order = kinds.filter((kind, i) => kind !== kinds[i - 1]);
    expect(order).toEqual([
      ...['Reconnecting', 'Connected', 'Notice'],
      ...['Reconnecting', 'Connected', 'Resync', 'Notice'],
    ]);
    expect(await client.request(ping(), DEADLINE)).toMatchObject({ ok: true });
  });

  it('misses nothing when only the connection was lost', async () => {
    const engine = await startEngine(20);
    const heard = listen(aClient());
    await heard.until(({ kind }) => kind === 'Notice');
    engine.kill('SIGSTOP');
    // The client takes the silent engine for dead, drops the connection, and tries again.
    await eventually(() => heard.events.findLast(({ kind }) => kind === 'State')).toMatchObject({
      state: { kind: 'Reconnecting' },
    });
    const at = heard.events.length;
    engine.kill('SIGCONT');
    await eventually(() => sequences(heard.events.slice(at)).length).toBeGreaterThan(10);
    const told = sequences(heard.events);
    const first = told[0] ?? 0;
    expect(told).toEqual(told.map((_, i) => first + i));
    expect(heard.events.some(({ kind }) => kind === 'Resync')).toBe(false);
  });

  it('that comes back hears exactly what followed its place, from this process and not the engine', async () => {
    const engine = await startEngine(5);
    const client = aClient();
    const always = listen(client);
    await eventually(() => sequences(always.events).length).toBeGreaterThan(20);
    engine.kill('SIGSTOP');
    const [, , third] = always.events.flatMap((e) => (e.kind === 'Notice' ? [e.notice] : []));
    if (third === undefined) expect.unreachable();
    const { shard, run, sequence } = third;
    const back = listen(client, { shard, run, sequence });
    expect(sequences(back.events)).toEqual(sequences(always.events).filter((n) => n > sequence));
  });

  it.each([
    ['another run', { shard: 0, sequence: 1, run: ids.next<ProcessId>() }],
    ['another shard', { shard: 3, sequence: 1, run: ids.next<ProcessId>() }],
  ])('at a place of %s is told to read again', async (_what, since) => {
    await startEngine();
    const heard = listen(await connected(aClient()), since);
    expect(heard.events.map(({ kind }) => kind)).toEqual(['State', 'Resync']);
  });

  it.each([
    ['wakes', { hears: () => true, wake: breaks }],
    ['judges', { hears: breaks, wake: () => undefined }],
  ])(
    'that throws when it %s hears no more, and the others lose nothing',
    async (_what, listener) => {
      await startEngine(5);
      const client = await connected(aClient());
      const reader = client.subscribe(null, listener);
      const heard = listen(client);
      await eventually(() => sequences(heard.events).length).toBeGreaterThan(5);
      const told = sequences(heard.events);
      expect(told).toEqual(told.map((_, i) => (told[0] ?? 0) + i));
      expect(reader.take({ entries: 1, bytes: 1 })).toMatchObject({ notices: [] });
    },
  );

  it('that closed its subscription hears no more, and is woken no more', async () => {
    await startEngine(5);
    const client = await connected(aClient());
    let woken = 0;
    const reader = client.subscribe(null, {
      hears: () => true,
      wake: () => {
        woken += 1;
        reader.close();
      },
    });
    const other = listen(client);
    await eventually(() => sequences(other.events).length).toBeGreaterThan(5);
    expect(woken).toBe(1);
    expect(reader.take({ entries: 1, bytes: 1 })).toMatchObject({ notices: [] });
  });
});

function breaks(): never {
  throw new Error('A bug in a listener.');
}

it('ends a connection on which the engine breaks the contract, and tries again', async () => {
  const http = createServer();
  const server = new WebSocketServer({ server: http });
  let connections = 0;
  server.on('connection', (socket) => {
    connections += 1;
    socket.send('{"type":"welcome","version":1}');
  });
  await new Promise<void>((resolve) => http.listen(path, resolve));
  const client = aClient();
  await eventually(() => connections).toBeGreaterThan(2);
  expect(client.state().kind).toBe('Reconnecting');
  for (const socket of server.clients) socket.terminate();
  await new Promise((resolve) => http.close(resolve));
});
