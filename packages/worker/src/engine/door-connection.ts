/**
 * One web process at the door: handshake, commands, notices, heartbeats.
 *
 * Invariants: nothing is answered before the handshake; a peer has no queue of its own but the
 * socket's high water and the decisions in flight, for its place in the ring waits for it; whatever
 * breaks a rule ends this connection with a typed fault and touches no other.
 */
import {
  type Command,
  DOOR_VERSION,
  type FaultCode,
  type FromEngine,
  type Hello,
  type Position,
  readFromWeb,
  readHelloVersion,
} from '@ultrathink/domain/engine';
import type { Clock, ProcessId } from '@ultrathink/domain/kernel';
import type { Log } from '@ultrathink/runtime';
import type { RawData, WebSocket } from 'ws';
import type { Decide, Outcome } from './commands.ts';
import type { DoorLimits } from './door-limits.ts';
import type { Relay } from './relay.ts';

/** Sent with every fault's close; the fault frame before it says which. RFC 6455 section 7.4.2. */
const CLOSED_BY_FAULT = 4_000;

/** A peer that does not close by then is cut. */
const CLOSE_DEADLINE_MS = 500;

interface Breach {
  readonly code: FaultCode;
  readonly sentence: string;
}

function breachOf(code: FaultCode, sentence: string): Breach {
  return { code, sentence };
}

export interface ConnectionParts {
  readonly relay: Relay;
  readonly decide: Decide;
  readonly processId: ProcessId;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: DoorLimits;
  /** Asked before each command: a stopping engine takes none. */
  readonly isStopping: () => boolean;
  readonly onFault: (code: FaultCode) => void;
}

export class DoorConnection {
  readonly #socket: WebSocket;
  readonly #parts: ConnectionParts;
  #log: Log;
  #stage: 'Handshake' | 'Open' | 'Ended' = 'Handshake';
  #handshakeTimer: NodeJS.Timeout;
  #beatTimer: NodeJS.Timeout | undefined;
  #leaveRelay: (() => void) | undefined;
  /** The last notice this peer was sent or has seen; everything after it is still to be told. */
  #place: Position;
  /** Until the first notice a gap is the past's; later it is the peer's slowness. */
  #caughtUp = false;
  #inFlight = 0;
  #unflushed = 0;
  #heardAtMs: number;
  #beatAtMs = 0;
  /** When the socket last took something, or last had nothing to take. */
  #movedAtMs: number;

  constructor(socket: WebSocket, parts: ConnectionParts) {
    this.#socket = socket;
    this.#parts = parts;
    this.#log = parts.log;
    this.#place = parts.relay.latest;
    this.#heardAtMs = parts.clock.monotonicMs();
    this.#movedAtMs = this.#heardAtMs;
    const { handshakeMs } = parts.limits;
    this.#handshakeTimer = setTimeout(
      () => this.fault('HandshakeTooSlow', `No hello came within ${handshakeMs} ms.`),
      handshakeMs,
    );
    socket.on('message', (data, isBinary) => this.#onFrame(data, isBinary));
    socket.on('error', (error) => this.#onSocketError(error));
    socket.on('close', () => this.#end());
  }

  get isOpen(): boolean {
    return this.#stage === 'Open';
  }

  /** Says why, and closes. Only the first fault counts. */
  fault(code: FaultCode, sentence: string): void {
    if (this.#stage === 'Ended') return;
    this.#parts.onFault(code);
    this.#log.warn('The door closes a connection.', { fault: code, reason: sentence });
    this.#write({ type: 'fault', code, sentence: sentence.slice(0, 500) });
    this.#socket.close(CLOSED_BY_FAULT, code);
    this.#end();
    // A peer that does not read never sees the close.
    setTimeout(() => this.#socket.terminate(), CLOSE_DEADLINE_MS).unref();
  }

  #end(): void {
    this.#stage = 'Ended';
    clearTimeout(this.#handshakeTimer);
    clearInterval(this.#beatTimer);
    this.#leaveRelay?.();
  }

  #onSocketError(error: Error & { readonly code?: string }): void {
    // ws refuses an oversize frame by its header, before the payload, and closes with 1009: that
    // code is this fault on the wire, because no frame may follow it.
    if (error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') {
      this.#parts.onFault('TooLarge');
      this.#log.warn('The door closes a connection.', { fault: 'TooLarge' });
    } else {
      this.#log.warn('A connection at the door broke.', { error });
    }
    this.#end();
    setTimeout(() => this.#socket.terminate(), CLOSE_DEADLINE_MS).unref();
  }

  #onFrame(data: RawData, isBinary: boolean): void {
    if (this.#stage === 'Ended') return;
    this.#heardAtMs = this.#parts.clock.monotonicMs();
    const breach = isBinary
      ? breachOf('Malformed', 'Frames are text.')
      : this.#take(data.toString());
    if (breach !== undefined) this.fault(breach.code, breach.sentence);
  }

  #take(text: string): Breach | undefined {
    if (this.#stage === 'Handshake') return this.#takeFirst(text);
    const read = readFromWeb(text);
    if (!read.ok) return breachOf('Malformed', read.error.detail);
    switch (read.value.type) {
      case 'command':
        return this.#takeCommand(read.value);
      case 'heartbeat':
        return undefined;
      case 'hello':
        return breachOf('Malformed', 'A second hello came.');
    }
  }

  #takeFirst(text: string): Breach | undefined {
    const version = readHelloVersion(text);
    if (!version.ok) return breachOf('HandshakeExpected', 'The first frame is a hello.');
    if (version.value !== DOOR_VERSION) {
      const versions = `version ${DOOR_VERSION} of the door, its peer version ${version.value}`;
      const sentence = `This engine speaks ${versions}. Run both from the same release.`;
      return breachOf('WrongVersion', sentence);
    }
    const read = readFromWeb(text);
    if (!read.ok) return breachOf('Malformed', read.error.detail);
    if (read.value.type !== 'hello') return breachOf('HandshakeExpected', 'No hello came.');
    const { shard } = this.#parts.relay;
    if (read.value.shard !== shard) {
      const asked = read.value.shard;
      return breachOf('WrongShard', `This engine owns shard ${shard}, not shard ${asked}.`);
    }
    this.#open(read.value);
    return undefined;
  }

  #open(hello: Hello): void {
    clearTimeout(this.#handshakeTimer);
    const { relay, clock, limits, processId } = this.#parts;
    this.#log = this.#log.with({ peer: hello.peer });
    this.#stage = 'Open';
    this.#write({
      type: 'welcome',
      version: DOOR_VERSION,
      shard: relay.shard,
      peer: { kind: 'engine', processId, pid: process.pid },
      at: clock.now(),
      latest: relay.latest,
    });
    this.#place = hello.since ?? relay.latest;
    this.#leaveRelay = relay.addReader(() => this.#pump());
    this.#pump();
    this.#beatAtMs = clock.monotonicMs();
    this.#beatTimer = setInterval(() => this.#beat(), limits.heartbeatMs);
    this.#log.info('A web process is connected to the door.', { since: hello.since });
  }

  #takeCommand(command: Command): Breach | undefined {
    const limit = this.#parts.limits.commandsInFlight;
    const actual = this.#inFlight + 1;
    if (actual > 2 * limit) {
      // It reads not even its refusals.
      return breachOf('TooManyInFlight', `${actual} decisions are unread, ${limit} may be.`);
    }
    this.#inFlight = actual;
    const fromMs = this.#heardAtMs;
    const decided = this.#decide(command, limit, actual);
    const tell = (outcome: Outcome) => this.#tell(command, outcome, fromMs);
    if (decided instanceof Promise) void decided.then(tell);
    else tell(decided);
    return undefined;
  }

  /** A peer that has gone meanwhile asks again with the same key. */
  #tell({ commandId }: Command, outcome: Outcome, fromMs: number): void {
    if (this.#stage === 'Ended') return;
    const tookMs = this.#parts.clock.monotonicMs() - fromMs;
    this.#write({ type: 'decision', commandId, outcome, tookMs }, () => {
      this.#inFlight -= 1;
    });
  }

  #decide(command: Command, limit: number, actual: number): ReturnType<Decide> {
    if (this.#parts.isStopping()) {
      return { kind: 'Refused', refusal: { code: 'EngineStopping' } };
    }
    if (actual > limit) {
      return { kind: 'Refused', refusal: { code: 'TooManyInFlight', limit, actual } };
    }
    return this.#parts.decide(command);
  }

  #write(message: FromEngine, onFlushed?: () => void): void {
    this.#writeText(JSON.stringify(message), onFlushed);
  }

  #writeText(text: string, onFlushed?: () => void): void {
    this.#unflushed += 1;
    this.#socket.send(text, { binary: false }, () => {
      this.#unflushed -= 1;
      this.#movedAtMs = this.#parts.clock.monotonicMs();
      onFlushed?.();
      this.#pump();
    });
  }

  /** Tells what comes next for as long as the peer takes it. */
  #pump(): void {
    const { relay, limits } = this.#parts;
    while (this.#stage === 'Open' && this.#socket.bufferedAmount < limits.highWaterBytes) {
      const next = relay.next(this.#place);
      if (next.kind === 'UpToDate') {
        this.#caughtUp = true;
        return;
      }
      if (next.kind === 'Entry') {
        this.#place = { run: this.#place.run, sequence: next.entry.sequence };
        this.#writeText(next.entry.text);
      } else {
        this.#place = relay.latest;
        const reason = this.#caughtUp ? 'SlowReader' : next.reason;
        this.#log.warn('A reader is told to read again.', { reason, latest: this.#place });
        this.#write({ type: 'resync', shard: relay.shard, reason, latest: this.#place });
      }
    }
  }

  #beat(): void {
    const { limits, clock } = this.#parts;
    const nowMs = clock.monotonicMs();
    // After a stall of our own the peer's frames still wait unread; that is not its silence.
    const weStalled = nowMs - this.#beatAtMs > 2 * limits.heartbeatMs;
    this.#beatAtMs = nowMs;
    if (this.#unflushed === 0) this.#movedAtMs = nowMs;
    if (weStalled) return;
    if (nowMs - this.#heardAtMs > limits.silenceMs) {
      this.fault('PeerSilent', `Nothing was heard for ${limits.silenceMs} ms.`);
    } else if (nowMs - this.#movedAtMs > limits.stalledMs) {
      this.fault('ReaderStalled', `Nothing was taken for ${limits.stalledMs} ms.`);
    } else if (this.#socket.bufferedAmount < limits.highWaterBytes) {
      this.#write({ type: 'heartbeat', at: clock.now() });
    }
  }
}
