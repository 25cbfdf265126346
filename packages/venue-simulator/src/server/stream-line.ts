/** A stream's connection with the faults of streams in it. */
import type { WebSocket } from 'ws';
import type { WorldClock } from '../world/clock.ts';
import type { FaultBoard, StreamFault, StreamKind } from './faults.ts';
import type { StreamLine } from './protocol.ts';

/** A reader that takes nothing for so long is gone. */
const WAITING_MAX_BYTES = 16 * 1024 * 1024;

export class FaultyLine implements StreamLine {
  readonly #socket: WebSocket;
  readonly #faults: FaultBoard;
  readonly #clock: WorldClock;
  #owner: string | null = null;
  #isSilent = false;
  /** Waits for the message after it. */
  #late: string | undefined;

  constructor(socket: WebSocket, faults: FaultBoard, clock: WorldClock) {
    this.#socket = socket;
    this.#faults = faults;
    this.#clock = clock;
  }

  /** A silent line does not answer pings either. */
  get isSilent(): boolean {
    return this.#isSilent;
  }

  setOwner(owner: string): void {
    this.#owner = owner;
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  send(message: unknown, kind: StreamKind): void {
    if (this.#isSilent) return;
    const text = typeof message === 'string' ? message : JSON.stringify(message);
    const fault = this.#faults.strikeMessage(kind, this.#owner);
    if (fault === undefined) this.#write(text);
    else this.#sendWith(fault, text);
  }

  #sendWith(fault: StreamFault, text: string): void {
    switch (fault.kind) {
      case 'Drop':
        return;
      case 'Duplicate':
        this.#write(text);
        this.#write(text);
        return;
      case 'Reorder':
        this.#late = text;
        return;
      case 'Delay':
        this.#clock.at(this.#clock.now() + fault.ms, () => this.#write(text));
        return;
      case 'Silence':
        this.#isSilent = true;
        return;
      case 'Disconnect':
        this.#socket.terminate();
    }
  }

  #write(text: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > WAITING_MAX_BYTES) {
      this.#socket.terminate();
      return;
    }
    this.#socket.send(text);
    const late = this.#late;
    this.#late = undefined;
    if (late !== undefined) this.#socket.send(late);
  }
}
