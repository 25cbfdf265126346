/** The stream as a browser has it: an engine's frames over a real socket, server-sent events in text. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import type { Grant, GrantId, OrganisationId, Role } from '@ultrathink/domain/access';
import { DOOR_VERSION, type Notice, parseTrackedId, type Topic } from '@ultrathink/domain/engine';
import { addMs, type ClientId, type PersonId, type ProcessId } from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { createSystemIds, silentLog, systemClock } from '@ultrathink/runtime';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { anOrderNotice } from '../../testing/order-notice.ts';
import { aCaller, aContext, testServices } from '../../testing/services.ts';
import type { Caller } from '../auth/caller.ts';
import { createDoorClient, type DoorClient } from '../engine/door-client.ts';
import { appRouter } from '../root.ts';
import { type LiveMessage, liveMessageSchema, MOST_OF_A_MESSAGE } from './message.ts';
import { LiveStreams } from './streams.ts';

vi.setConfig({ testTimeout: 30_000 });

const ids = createSystemIds();
const RUN = ids.next<ProcessId>();
const [own, other] = [ids.next<ClientId>(), ids.next<ClientId>()];
const BURST = 10_000;

let folder: string;
let engine: AnEngine;
let door: DoorClient;

/** Frames as an engine writes them; each is told as it stands here, right or wrong. */
interface AnEngine {
  readonly connections: () => number;
  tell(notice: Pick<Notice, 'clientId' | 'key' | 'body'>, more?: object): void;
  close(): Promise<void>;
}

async function anEngine(path: string): Promise<AnEngine> {
  const http: Server = createServer();
  const server = new WebSocketServer({ server: http });
  let [sequence, connections] = [0, 0];
  let socket: WebSocket | undefined;
  server.on('connection', (opened) => {
    connections += 1;
    socket = opened;
    const peer = { kind: 'engine', processId: RUN, pid: process.pid };
    const latest = { run: RUN, sequence };
    const welcome = { type: 'welcome', version: DOOR_VERSION, shard: 0, peer, latest };
    opened.send(JSON.stringify({ ...welcome, at: systemClock.now() }));
  });
  await new Promise<void>((resolve) => http.listen(path, resolve));
  return {
    connections: () => connections,
    tell(notice, more = {}) {
      sequence += 1;
      const frame = { type: 'notice', shard: 0, run: RUN, sequence, ...notice, ...more };
      socket?.send(JSON.stringify(frame));
    },
    async close() {
      for (const each of server.clients) each.terminate();
      http.close();
      await once(http, 'close');
    },
  };
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'live-'));
  const path = join(folder, 'engine.sock');
  engine = await anEngine(path);
  const self = { kind: 'web', processId: ids.next<ProcessId>(), pid: process.pid } as const;
  const parts = { path, shard: 0, self, clock: systemClock, ids, log: silentLog };
  door = createDoorClient({ ...parts, chance: () => 0 });
  await expect.poll(() => door.state().kind).toBe('Connected');
});

afterEach(async () => {
  door.close();
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

function someone(role: Role, of: 'Client' | 'Firm'): Caller {
  const person = ids.next<PersonId>();
  const id = ids.next<OrganisationId>();
  const organisation =
    of === 'Client'
      ? ({ kind: 'Client', id, client: own } as const)
      : ({ kind: 'Firm', id } as const);
  const grant = {
    ...{ id: ids.next<GrantId>(), person, organisation, role },
    ...(of === 'Client' ? {} : { clients: [own, other] }),
    ...{ from: addMs(systemClock.now(), -1_000), until: null, grantedBy: 'Installation' },
  } as Grant;
  return aCaller(person, organisation, [grant]);
}

interface Event {
  readonly id: string;
  readonly message: LiveMessage;
}

/** Reads only as much as is asked of it: what it does not read waits where it waits for a slow line. */
class Line {
  readonly events: Event[] = [];
  readonly streams = new LiveStreams();
  readonly #caller: Caller;
  readonly #topics: readonly Topic[];
  #ended = new AbortController();
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  #rest = '';

  constructor(caller: Caller, topics: readonly Topic[] = ['trading.orders']) {
    this.#caller = caller;
    this.#topics = topics;
  }

  /** As a browser's EventSource comes back: at the last place it has. */
  async open(): Promise<void> {
    this.#ended = new AbortController();
    this.#rest = '';
    const input = JSON.stringify({ topics: this.#topics });
    const url = `http://localhost:3000/api/trpc/live?input=${encodeURIComponent(input)}`;
    const last = this.events.at(-1)?.id;
    const headers = {
      accept: 'text/event-stream',
      ...(last === undefined ? {} : { 'last-event-id': last }),
    };
    const services = testServices(null, { door, streams: this.streams });
    const answer = await fetchRequestHandler({
      endpoint: '/api/trpc',
      router: appRouter,
      req: new Request(url, { headers, signal: this.#ended.signal }),
      createContext: () => aContext(services, { caller: this.#caller }),
    });
    expect(answer.status).toBe(200);
    this.#reader = answer.body?.getReader();
  }

  async until(isEnough: (line: Line) => boolean): Promise<void> {
    while (!isEnough(this)) {
      const { value, done } = (await this.#reader?.read()) ?? { done: true };
      if (done) expect.unreachable('The stream ended.');
      this.#take(new TextDecoder().decode(value));
    }
  }

  async cut(): Promise<void> {
    await this.#reader?.cancel();
    this.#ended.abort();
  }

  /** What was told of orders, by its figure. */
  get told(): number[] {
    return this.events.flatMap(({ message }) =>
      message.kind !== 'Notices'
        ? []
        : message.notices.map(({ body }) =>
            body.topic === 'trading.orders' ? Number(body.payload.cumQty) : Number.NaN,
          ),
    );
  }

  get resyncs(): number {
    return this.events.filter(({ message }) => message.kind === 'Resync').length;
  }

  #take(text: string): void {
    const parts = (this.#rest + text).split('\n\n\n');
    this.#rest = parts.pop() ?? '';
    for (const part of parts) {
      const field = (name: string) =>
        part
          .split('\n')
          .find((line) => line.startsWith(`${name}: `))
          ?.slice(name.length + 2);
      const [data, id] = [field('data'), field('id')];
      if (field('event') !== undefined || data === undefined) continue;
      // Strict: whatever its schema does not name is an error here.
      this.events.push({ id: id ?? '', message: liveMessageSchema.parse(JSON.parse(data)) });
    }
  }
}

const orders = Array.from({ length: 7 }, () => ids.next<ClOrdId>());
const order = (n: number) => orders[n % orders.length] ?? ids.next<ClOrdId>();
const figures = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

function tellOrders(from: number, to: number, clientId: ClientId | null = own): void {
  for (let n = from; n <= to; n += 1) engine.tell(anOrderNotice(order(n), String(n), clientId));
}

const arrived = (sequence: number) =>
  expect.poll(() => door.latest()?.sequence, { timeout: 20_000 }).toBe(sequence);

it('a burst of 10,000 order events reaches a reader that did not read meanwhile: in order, each once', async () => {
  const line = new Line(someone('Trader', 'Firm'));
  await line.open();
  await line.until(({ events }) => events.length === 1);
  tellOrders(1, BURST);
  await arrived(BURST);
  await line.until(({ told }) => told.at(-1) === BURST);
  expect(line.told).toEqual(figures(1, BURST));
  expect(line.resyncs).toBe(0);
  const sequences = line.events.flatMap(({ id }) => {
    const place = parseTrackedId(id);
    return place.ok ? [place.value.sequence] : [];
  });
  expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
  const sizes = line.events.map(({ message }) =>
    message.kind === 'Notices' ? message.notices.length : 0,
  );
  expect(Math.max(...sizes)).toBeLessThanOrEqual(MOST_OF_A_MESSAGE.entries);
  await line.cut();
});

it('a line that is cut in the middle of a burst goes on where it stopped: each order event once', async () => {
  const line = new Line(someone('Trader', 'Firm'));
  await line.open();
  tellOrders(1, 1_000);
  await line.until(({ told }) => told.length > 300);
  await line.cut();
  tellOrders(1_001, 2_000);
  await line.open();
  await line.until(({ told }) => told.at(-1) === 2_000);
  expect(line.told).toEqual(figures(1, 2_000));
  expect(line.resyncs).toBe(0);
  await line.cut();
  expect(line.streams.count).toBe(0);
});

it('a line nobody tells anything keeps up by its beats, and has no gap when it comes back', async () => {
  const line = new Line(someone('ClientViewer', 'Client'));
  await line.open();
  await line.until(({ events }) => events.length === 1);
  tellOrders(1, 40, other);
  await arrived(40);
  await line.until(({ events }) => events.at(-1)?.id.endsWith('.40') === true);
  expect(line.told).toEqual([]);
  await line.cut();
});

it('ASVS 8.2.2 of a burst about many clients a client’s people hear of their own alone', async () => {
  const line = new Line(someone('ClientViewer', 'Client'));
  await line.open();
  const mine: number[] = [];
  for (let n = 1; n <= 900; n += 1) {
    const whose = [own, other, null][n % 3] ?? null;
    if (whose === own) mine.push(n);
    tellOrders(n, n, whose);
  }
  await arrived(900);
  await line.until(({ told }) => told.length >= mine.length);
  expect(line.told).toEqual(mine);
  await line.cut();
});

it('what the contract does not name never leaves: the engine that says it is cut off', async () => {
  const line = new Line(someone('Trader', 'Firm'));
  await line.open();
  await line.until(({ events }) => events.length === 1);
  tellOrders(1, 1);
  await line.until(({ told }) => told.length === 1);
  const { body, ...notice } = anOrderNotice(order(2), '2', own);
  const payload = { ...body.payload, password: 'hunter2' };
  engine.tell({ ...notice, body: { ...body, payload } as never });
  await expect.poll(() => engine.connections(), { timeout: 20_000 }).toBe(2);
  await line.until(({ events }) => events.length > 3);
  expect(line.told).toEqual([1]);
  expect(JSON.stringify(line.events)).not.toContain('hunter2');
  await line.cut();
});
