/** One connection to the engine, from the attempt to its end. It never comes back; a new one is made. */
import { connect } from 'node:net';
import {
  type Checked,
  type Decision,
  DOOR_VERSION,
  type Fault,
  type FromEngine,
  type FromWeb,
  HANDSHAKE_DEADLINE_MS,
  HEARTBEAT_EVERY_MS,
  type Hello,
  MAX_FRAME_BYTES,
  type Notice,
  type Resync,
  readFromEngine,
  SILENCE_LIMIT_MS,
  type Welcome,
} from '@ultrathink/domain/engine';
import type { Clock } from '@ultrathink/domain/kernel';
import { WebSocket } from 'ws';

/** RFC 6455: the engine found one of our frames too large. No frame of its own can follow that. */
const CLOSED_FOR_SIZE = 1009;

export interface LinkListener {
  onWelcome(welcome: Welcome): void;
  onNotice(notice: Checked<Notice>, sizeBytes: number): void;
  onResync(resync: Resync): void;
  onDecision(decision: Decision): void;
  /** Exactly once, and last. */
  onEnd(reason: LinkEnd): void;
}

export interface LinkEnd {
  readonly code: Fault['code'] | 'NotReachable' | 'Lost' | 'EngineSilent' | 'ClosedByUs';
  readonly detail: string;
}

export interface LinkParts {
  readonly path: string;
  readonly hello: Omit<Hello, 'type' | 'version'>;
  readonly clock: Clock;
  readonly listener: LinkListener;
}

export class DoorLink {
  readonly #socket: WebSocket;
  readonly #parts: LinkParts;
  #beatTimer: NodeJS.Timeout | undefined;
  readonly #handshakeTimer: NodeJS.Timeout;
  #welcomed = false;
  #ended = false;
  #fault: LinkEnd | undefined;
  #heardAtMs: number;
  #beatAtMs: number;

  constructor(parts: LinkParts) {
    this.#parts = parts;
    this.#heardAtMs = parts.clock.monotonicMs();
    this.#beatAtMs = this.#heardAtMs;
    this.#socket = new WebSocket('ws://engine/', {
      // The address only fills the Host header; the connection is the unix socket.
      createConnection: () => connect(parts.path),
      perMessageDeflate: false,
      maxPayload: MAX_FRAME_BYTES,
      handshakeTimeout: HANDSHAKE_DEADLINE_MS,
    });
    this.#handshakeTimer = setTimeout(
      () => this.end('NotReachable', `No welcome came within ${HANDSHAKE_DEADLINE_MS} ms.`),
      HANDSHAKE_DEADLINE_MS,
    );
    this.#socket.on('open', () => {
      this.send({ type: 'hello', version: DOOR_VERSION, ...parts.hello });
    });
    this.#socket.on('message', (data, isBinary) => {
      if (isBinary) this.end('Malformed', 'A binary frame came.');
      else this.#onText(data.toString());
    });
    this.#socket.on('error', (error) => {
      this.end(this.#welcomed ? 'Lost' : 'NotReachable', error.message);
    });
    this.#socket.on('close', (code) => {
      const size = code === CLOSED_FOR_SIZE;
      this.end(size ? 'TooLarge' : 'Lost', `The connection closed with code ${code}.`);
    });
  }

  /** Open, welcomed, and not on its way to an end. */
  get isReady(): boolean {
    return this.#welcomed && !this.#ended && this.#socket.readyState === WebSocket.OPEN;
  }

  send(message: FromWeb): void {
    this.sendText(JSON.stringify(message));
  }

  sendText(text: string): void {
    // A failed send is followed by `close`, which tells everyone who waits.
    this.#socket.send(text, { binary: false }, () => undefined);
  }

  /** Ends the link; the first reason counts, and a fault the engine has named counts more. */
  end(code: LinkEnd['code'], detail: string): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#handshakeTimer);
    clearInterval(this.#beatTimer);
    this.#socket.terminate();
    this.#parts.listener.onEnd(this.#fault ?? { code, detail });
  }

  #onText(text: string): void {
    if (this.#ended) return;
    this.#heardAtMs = this.#parts.clock.monotonicMs();
    const read = readFromEngine(text);
    if (!read.ok) this.end('Malformed', read.error.detail);
    else this.#take(read.value, Buffer.byteLength(text));
  }

  #take(message: Checked<FromEngine>, sizeBytes: number): void {
    const { listener } = this.#parts;
    switch (message.type) {
      case 'fault':
        this.#fault = { code: message.code, detail: message.sentence };
        this.end(message.code, message.sentence);
        break;
      case 'welcome':
        this.#onWelcome(message);
        break;
      case 'decision':
        listener.onDecision(message);
        break;
      case 'notice':
        listener.onNotice(message, sizeBytes);
        break;
      case 'resync':
        listener.onResync(message);
        break;
      case 'heartbeat':
        break;
    }
  }

  #onWelcome(welcome: Welcome): void {
    clearTimeout(this.#handshakeTimer);
    this.#welcomed = true;
    this.#beatAtMs = this.#parts.clock.monotonicMs();
    this.#beatTimer = setInterval(() => this.#beat(), HEARTBEAT_EVERY_MS);
    this.#parts.listener.onWelcome(welcome);
  }

  #beat(): void {
    const nowMs = this.#parts.clock.monotonicMs();
    // After a stall of our own the engine's frames still wait unread; that is not its silence.
    const weStalled = nowMs - this.#beatAtMs > 2 * HEARTBEAT_EVERY_MS;
    this.#beatAtMs = nowMs;
    if (!weStalled && nowMs - this.#heardAtMs > SILENCE_LIMIT_MS) {
      this.end('EngineSilent', `Nothing was heard for ${SILENCE_LIMIT_MS} ms.`);
      return;
    }
    this.send({ type: 'heartbeat', at: this.#parts.clock.now() });
  }
}
