/**
 * A WebSocket that opens again by itself. Each connection is an object of its own that ends once,
 * with one reason; what it says after its end is not heard. Nothing is resent and nothing is kept
 * for the next connection: the adapter subscribes anew and fetches what it may have missed.
 */
import { invariant, type UtcTime } from '@ultrathink/domain/kernel';
import { WebSocket } from 'ws';
import { backoffMs } from './backoff.ts';
import type { StreamDown, StreamHealth } from './health.ts';
import { createSendPacer, type SendPacer } from './send-pacer.ts';
import type { Stream, StreamOptions } from './stream-options.ts';

const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;
const CONNECT_TIMEOUT_MS = 10_000;
const BACKOFF = { firstMs: 250, mostMs: 30_000 };
/** Open for so long, the next cut starts the backoff from its beginning. */
const STEADY_MS = 10_000;
/** Unsent bytes above which the other side has stopped reading. */
const MOST_BUFFERED = 4 * 1024 * 1024;

/** @throws {InvariantError} for options that cannot be meant. */
export function openStream(options: StreamOptions): Stream {
  invariant(
    options.silenceMs > 0 && options.sendsPerSecond > 0,
    'A stream has a silence that ends it, and may send.',
  );
  const stream = new ReopeningStream(options);
  stream.start();
  return stream;
}

class ReopeningStream implements Stream {
  readonly #options: StreamOptions;
  #connection: Connection | null = null;
  #cancelWait: () => void = () => undefined;
  #closing: Promise<void> | null = null;
  #failures = 0;
  #attempts = 0;
  #gaps = 0;
  #messages = 0;
  #lastDown: StreamHealth['lastDown'] = null;
  /** Of the connections before. */
  #lastHeardAt: UtcTime | null = null;

  constructor(options: StreamOptions) {
    this.#options = options;
  }

  start(): void {
    this.#attempts += 1;
    const connection = new Connection(this.#options, {
      onText: () => {
        this.#messages += 1;
      },
      onEnd: (reason) => this.#ended(connection, reason),
    });
    this.#connection = connection;
    void connection.open();
  }

  send(text: string): boolean {
    return this.#connection?.send(text) ?? false;
  }

  noteGap(): void {
    this.#gaps += 1;
  }

  restart(detail: string): void {
    this.#connection?.end({ code: 'Restarted', detail });
  }

  close(): Promise<void> {
    if (this.#closing !== null) return this.#closing;
    this.#cancelWait();
    this.#closing = this.#connection?.shut() ?? Promise.resolve();
    this.#connection = null;
    return this.#closing;
  }

  health(): StreamHealth {
    const { name } = this.#options;
    const connection = this.#connection;
    return {
      name,
      state: this.#closing !== null ? 'Closed' : (connection?.state() ?? 'Waiting'),
      openedAt: connection?.openedAt ?? null,
      lastHeardAt: connection?.lastHeardAt() ?? this.#lastHeardAt,
      reconnects: Math.max(0, this.#attempts - 1),
      gaps: this.#gaps,
      messages: this.#messages,
      lastDown: this.#lastDown,
    };
  }

  #ended(connection: Connection, reason: StreamDown): void {
    if (connection !== this.#connection) return;
    this.#connection = null;
    this.#lastHeardAt = connection.lastHeardAt() ?? this.#lastHeardAt;
    const { clock, timers, random, backoff = BACKOFF } = this.#options;
    this.#lastDown = { at: clock.now(), reason };
    this.#failures = connection.openForMs() >= STEADY_MS ? 0 : this.#failures;
    const waitMs = reason.code === 'Restarted' && this.#failures === 0 ? 0 : null;
    const delayMs = waitMs ?? backoffMs(backoff, this.#failures, random());
    this.#failures += 1;
    this.#cancelWait = timers.after(delayMs, () => this.start());
    this.#options.onDown(reason);
  }
}

interface Ear {
  onText(): void;
  onEnd(reason: StreamDown): void;
}

/** One connection, from asking for its address to its one end. */
class Connection {
  readonly #options: StreamOptions;
  readonly #ear: Ear;
  #socket: WebSocket | null = null;
  #pacer: SendPacer | null = null;
  #isOver = false;
  #isOpen = false;
  #openedMs: number | null = null;
  #endedMs = 0;
  #heardMs = 0;
  #heardAt: UtcTime | null = null;
  #cancelDeadline: () => void = () => undefined;
  #cancelPing: () => void = () => undefined;
  openedAt: UtcTime | null = null;

  constructor(options: StreamOptions, ear: Ear) {
    this.#options = options;
    this.#ear = ear;
  }

  async open(): Promise<void> {
    const { timers, connectTimeoutMs = CONNECT_TIMEOUT_MS } = this.#options;
    this.#cancelDeadline = timers.after(connectTimeoutMs, () =>
      this.end({ code: 'ConnectTimeout' }),
    );
    try {
      const url = await this.#options.url();
      if (!this.#isOver) this.#connect(url);
    } catch (error) {
      this.end({ code: 'NoUrl', detail: detailOf(error) });
    }
  }

  state(): 'Connecting' | 'Open' {
    return this.#isOpen ? 'Open' : 'Connecting';
  }

  openForMs(): number {
    return this.#openedMs === null ? 0 : this.#endedMs - this.#openedMs;
  }

  lastHeardAt(): UtcTime | null {
    return this.#heardAt;
  }

  send(text: string): boolean {
    if (!this.#isOpen || this.#isOver) return false;
    return this.#pacer?.send(text) ?? false;
  }

  /** Ends it, once; the socket is not waited for. */
  end(reason: StreamDown): void {
    if (this.#isOver) return;
    this.#stop();
    this.#socket?.terminate();
    this.#ear.onEnd(reason);
  }

  /** Ends it as one who leaves says so; a second later it is cut. */
  async shut(): Promise<void> {
    const socket = this.#socket;
    this.#stop();
    if (socket === null || socket.readyState === WebSocket.CLOSED) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#options.timers.after(1_000, () => socket.terminate());
      socket.once('close', () => {
        cancel();
        resolve();
      });
      if (socket.readyState === WebSocket.OPEN) socket.close(1000);
      else socket.terminate();
    });
  }

  #stop(): void {
    this.#isOver = true;
    this.#endedMs = this.#options.clock.monotonicMs();
    this.#cancelDeadline();
    this.#cancelPing();
    this.#pacer?.stop();
  }

  #connect(url: string): void {
    const socket = new WebSocket(url, {
      maxPayload: this.#options.maxMessageBytes ?? MAX_MESSAGE_BYTES,
      // Inflating each message costs more than the bytes it saves on a line of ours.
      perMessageDeflate: false,
      followRedirects: false,
      skipUTF8Validation: false,
    });
    this.#socket = socket;
    socket.on('open', () => this.#opened(socket));
    socket.on('message', (data: Buffer, isBinary: boolean) => this.#message(data, isBinary));
    socket.on('ping', () => this.#heard('Frames'));
    socket.on('pong', () => this.#heard('Frames'));
    socket.on('error', (error) => this.end(this.#reasonOf(error)));
    socket.on('close', (closeCode, words) =>
      this.end({ code: 'Cut', closeCode, detail: words.toString().slice(0, 200) }),
    );
  }

  #opened(socket: WebSocket): void {
    if (this.#isOver) return;
    const { clock, timers, sendsPerSecond, silenceMs } = this.#options;
    this.#isOpen = true;
    this.#openedMs = clock.monotonicMs();
    this.openedAt = clock.now();
    this.#heardMs = this.#openedMs;
    this.#cancelDeadline();
    this.#watch(silenceMs);
    this.#pacer = createSendPacer(clock, timers, sendsPerSecond, (text) => {
      if (socket.bufferedAmount > MOST_BUFFERED) {
        this.end({ code: 'Cut', closeCode: 1006, detail: 'what we send is not read' });
      } else socket.send(text);
    });
    this.#pingLater(socket);
    this.#trust(() =>
      this.#options.onOpen((text) => {
        this.send(text);
      }),
    );
  }

  #message(data: Buffer, isBinary: boolean): void {
    if (this.#isOver) return;
    if (isBinary) {
      this.end({ code: 'Garbage', detail: `a binary frame of ${data.length} bytes` });
      return;
    }
    this.#heard('Texts');
    this.#ear.onText();
    const receivedAt = this.#heardAt ?? this.#options.clock.now();
    this.#trust(() => this.#options.onText(data.toString('utf8'), receivedAt));
  }

  /** A reader that throws has lost its place: the connection ends, and with it what was kept of it. */
  #trust(read: () => void): void {
    try {
      read();
    } catch (error) {
      this.end({ code: 'Garbage', detail: `the reader threw: ${detailOf(error)}` });
    }
  }

  #heard(what: 'Frames' | 'Texts'): void {
    if (this.#isOver || (what === 'Frames' && this.#options.heard === 'Texts')) return;
    this.#heardMs = this.#options.clock.monotonicMs();
    this.#heardAt = this.#options.clock.now();
  }

  /** One timer for the silence, set again when it fires and not with each message. */
  #watch(waitMs: number): void {
    const { clock, timers, silenceMs } = this.#options;
    this.#cancelDeadline = timers.after(waitMs, () => {
      const leftMs = this.#heardMs + silenceMs - clock.monotonicMs();
      if (leftMs > 0) this.#watch(Math.ceil(leftMs));
      else this.end({ code: 'Silent', silenceMs });
    });
  }

  #pingLater(socket: WebSocket): void {
    const { ping, timers } = this.#options;
    if (ping === undefined) return;
    this.#cancelPing = timers.after(ping.everyMs, () => {
      if (ping.text === null) socket.ping();
      else this.send(ping.text);
      this.#pingLater(socket);
    });
  }

  #reasonOf(error: Error): StreamDown {
    const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
    const detail = detailOf(error);
    if (/^WS_ERR_UNSUPPORTED_.*LENGTH$/.test(code)) return { code: 'TooLarge', detail };
    if (code.startsWith('WS_ERR_')) return { code: 'Garbage', detail };
    if (!this.#isOpen) return { code: 'Refused', detail };
    return { code: 'Cut', closeCode: 1006, detail };
  }
}

function detailOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 200) : 'no reason given';
}
