/**
 * One server for all venues: `/<venue>/...` goes to that venue's protocol, over HTTP and WebSocket.
 * Faults are here and not in the protocols, so that each venue fails in the same ways.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Order } from '../matching/index.ts';
import type { WorldClock } from '../world/clock.ts';
import type { VenueWorld } from '../world/venue-world.ts';
import type { FaultBoard, RequestFault } from './faults.ts';
import type { Incoming, Outgoing, Protocol, Trouble, Twist } from './protocol.ts';
import { FaultyLine } from './stream-line.ts';

const BODY_MAX_BYTES = 256 * 1024;
const FRAME_MAX_BYTES = 64 * 1024;
const HTML = '<!DOCTYPE html><html><head><title>Error</title></head><body>Try later.</body></html>';

export interface ServedVenue {
  readonly protocol: Protocol;
  readonly faults: FaultBoard;
  readonly world: VenueWorld;
}

/** What stands beside the venues: the admin endpoints and the page. */
export type Aside = (incoming: Incoming) => Promise<Outgoing | undefined> | Outgoing | undefined;

export interface SimulatorServer {
  readonly port: number;
  close(): Promise<void>;
}

export interface TlsFiles {
  readonly key: string;
  readonly cert: string;
}

export interface ServerOptions {
  readonly port: number;
  readonly aside?: Aside;
  readonly tls?: TlsFiles | undefined;
}

export async function serve(
  venues: readonly ServedVenue[],
  clock: WorldClock,
  { port, aside, tls }: ServerOptions,
): Promise<SimulatorServer> {
  const byName = new Map(venues.map((venue) => [venue.protocol.name, venue]));
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    answer(byName, clock, aside, request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  };
  const server = tls === undefined ? createServer(onRequest) : createTlsServer(tls, onRequest);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: FRAME_MAX_BYTES,
    // Pongs are ours to send, or not to: a silent line does neither.
    autoPong: false,
  });
  server.on('upgrade', (request, socket, head) => {
    upgrade(byName, clock, sockets, request, socket, head);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    async close() {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function incomingOf(request: IncomingMessage, body: string): { venue: string; incoming: Incoming } {
  const url = request.url ?? '/';
  const mark = url.indexOf('?');
  const whole = mark === -1 ? url : url.slice(0, mark);
  const [, venue = '', ...rest] = whole.split('/');
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  const incoming = {
    method: request.method ?? 'GET',
    path: `/${rest.join('/')}`,
    query: mark === -1 ? '' : url.slice(mark + 1),
    headers,
    body,
    address: request.socket.remoteAddress ?? '',
  };
  return { venue, incoming };
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > BODY_MAX_BYTES) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function wait(clock: WorldClock, ms: number): Promise<void> {
  return new Promise((resolve) => clock.at(clock.now() + ms, resolve));
}

async function answer(
  venues: ReadonlyMap<string, ServedVenue>,
  clock: WorldClock,
  aside: Aside | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  if (body === undefined) return write(response, { status: 413, body: { msg: 'Too large.' } });
  const { venue, incoming } = incomingOf(request, body);
  const served = venues.get(venue);
  if (served === undefined) {
    const whole = { ...incoming, path: `/${venue}${incoming.path === '/' ? '' : incoming.path}` };
    return write(response, (await aside?.(whole)) ?? { status: 404, body: { msg: 'Not found.' } });
  }
  const { operation, owner } = served.protocol.describe(incoming);
  const struck = served.faults.strikeRequest(operation, owner);
  await answerWith(served, struck, clock, incoming, response);
}

async function answerWith(
  served: ServedVenue,
  struck: readonly RequestFault[],
  clock: WorldClock,
  incoming: Incoming,
  response: ServerResponse,
): Promise<void> {
  const { protocol } = served;
  const has = <K extends RequestFault['kind']>(kind: K) =>
    struck.find((fault): fault is Extract<RequestFault, { kind: K }> => fault.kind === kind);
  if (has('RequestLost')) return void response.destroy();
  const refused = refusalOf(protocol, struck);
  if (refused !== undefined) return write(response, refused);
  const late = has('LateEffect');
  if (late !== undefined) await wait(clock, late.ms);
  const latency = has('Latency');
  if (latency !== undefined) await wait(clock, latency.ms / 2);
  const twist: Twist = {
    readLagMs: has('ReadLag')?.ms ?? 0,
    isHalfReplace: has('HalfReplace') !== undefined,
    feePercent: has('WrongFee')?.percent ?? 100,
  };
  const canceled: Order[] = [];
  const stop = served.world.listen({
    onReports: (reports) => {
      for (const report of reports) if (report.kind === 'Canceled') canceled.push(report.order);
    },
  });
  const answered = protocol.answer(incoming, twist);
  stop();
  const lateFill = has('LateFill');
  if (lateFill !== undefined) fillLater(served.world, clock, canceled, lateFill);
  if (latency !== undefined) await wait(clock, latency.ms / 2 + latency.jitterMs);
  if (has('AnswerLost')) return void response.destroy();
  if (has('Garbage')) return write(response, { status: 200, body: '{"half":' });
  if (has('FailsAfterEffect'))
    return write(response, protocol.trouble({ kind: 'FailsAfterEffect' }));
  write(response, answered);
}

function fillLater(
  world: VenueWorld,
  clock: WorldClock,
  canceled: readonly Order[],
  { ms, share }: Extract<RequestFault, { kind: 'LateFill' }>,
): void {
  clock.at(clock.now() + ms, () => {
    for (const order of canceled) world.fillLate(order, share, clock.now());
  });
}

/** Refused before it had any effect. */
function refusalOf(protocol: Protocol, struck: readonly RequestFault[]): Outgoing | undefined {
  for (const fault of struck) {
    switch (fault.kind) {
      case 'RateLimited':
      case 'Banned':
      case 'ServerError':
      case 'Maintenance':
        return protocol.trouble(fault satisfies Trouble);
      case 'Html':
        return { status: fault.status, body: HTML, headers: { 'content-type': 'text/html' } };
      default:
    }
  }
  return undefined;
}

function write(response: ServerResponse, { status, body, headers }: Outgoing): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json;charset=UTF-8',
    ...headers,
    'content-length': String(Buffer.byteLength(text)),
  });
  response.end(text);
}

function upgrade(
  venues: ReadonlyMap<string, ServedVenue>,
  clock: WorldClock,
  sockets: WebSocketServer,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  const { venue, incoming } = incomingOf(request, '');
  const served = venues.get(venue);
  if (served === undefined) {
    socket.destroy();
    return;
  }
  sockets.handleUpgrade(request, socket, head, (opened) => {
    const line = new FaultyLine(opened, served.faults, clock);
    const handler = served.protocol.connect(incoming, line);
    if (handler === undefined) {
      opened.close(1008, 'There is no stream here.');
      return;
    }
    opened.on('message', (data) => {
      if (!line.isSilent) handler.onMessage(String(data));
    });
    opened.on('ping', (data) => {
      if (!line.isSilent) opened.pong(data);
    });
    opened.on('close', () => handler.onClose());
    opened.on('error', () => opened.terminate());
  });
}
